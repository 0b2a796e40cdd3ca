import type { Metadata } from './conversation.ts';
import { isJsonObject } from './json.ts';
import { readJsonSource } from './json-source.ts';
import { isSameJson } from './metadata-merge.ts';
import { sortedMetadataKeys } from './telnyx-keys.ts';

/** The map as JSON to be edited by hand, its keys in the order in which they are shown; null where it is nested too deep. */
export function metadataJson(metadata: Metadata): string | null {
	const lines: string[] = [];
	for (const key of sortedMetadataKeys(Object.keys(metadata))) {
		try {
			const value = JSON.stringify(metadata[key], null, 2);
			lines.push(`  ${JSON.stringify(key)}: ${value.replaceAll('\n', '\n  ')}`);
		} catch {
			return null;
		}
	}
	return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`;
}

/** A map read from JSON, or what is wrong with it, and on which line (from 1). */
export type ReadMetadata =
	| { readonly ok: true; readonly metadata: Metadata }
	| { readonly ok: false; readonly line: number; readonly problem: string };

/** Reads a map that was edited by hand. Values are text; one that was no text in `base` may stay as it was. */
export function readMetadataJson(text: string, base: Metadata): ReadMetadata {
	if (text.trim() === '')
		return { ok: false, line: 1, problem: 'There is nothing in it. {} takes every key away.' };
	const source = readJsonSource(text);
	if (!source.ok) return source;
	const { value, lines } = source;
	if (!isJsonObject(value))
		return { ok: false, line: 1, problem: 'Metadata are one object: { "key": "value" }.' };
	for (const [key, one] of Object.entries(value)) {
		if (typeof one === 'string') continue;
		if (Object.hasOwn(base, key) && isSameJson(base[key], one)) continue;
		const problem = `The value of “${key}” is no text: put it in double quotes.`;
		return { ok: false, line: lines.get(key) ?? 1, problem };
	}
	return { ok: true, metadata: value };
}
