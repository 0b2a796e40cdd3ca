import { isJsonObject, JsonNumber, type JsonValue } from '../../domain/json.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** The kind of a value in a word or two: `text`, `number`, `list`. */
export function kindWord(value: JsonValue): SafeText {
	if (typeof value === 'string') return t`text`;
	if (value === null) return t`null`;
	if (Array.isArray(value)) return t`list`;
	if (typeof value === 'number' || value instanceof JsonNumber) return t`number`;
	return isJsonObject(value) ? t`object` : t`true/false`;
}

/** True for a value whose kind a reader could mistake: anything but text, and text that reads as a number or a word of JSON. */
export function needsKind(value: JsonValue): boolean {
	if (typeof value !== 'string') return true;
	return /^\s*(?:-?\d[\d.]*(?:[eE][+-]?\d+)?|true|false|null)\s*$/.test(value);
}
