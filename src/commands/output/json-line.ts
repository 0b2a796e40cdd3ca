import { type JsonValue, jsonText } from '../../domain/json.ts';
import { isSafe, safe } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const beyondAscii = /[^ -~]/g;

/** A value as one line of JSON, whose strings contain only characters that a terminal prints as text. */
export function jsonLine(value: JsonValue): SafeText {
	const json = jsonText(value);
	// Invisible characters become `\uXXXX`; the meaning stays the same.
	const readable = json.replace(unseen, (found) => found.replace(/[\s\S]/g, unit));
	// Making it safe would cut piled-up marks, and JSON must not be cut.
	return safe(isSafe(readable) ? readable : json.replace(beyondAscii, unit));
}

function unit(found: string): string {
	return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
