import type { Metadata } from './conversation.ts';
import { isJsonObject, jsonEntries, jsonText } from './json.ts';
import { type DoubledKey, readJsonSource } from './json-source.ts';
import { isSameJson } from './metadata-merge.ts';
import { sortedMetadataKeys } from './telnyx-keys.ts';

/** The map as JSON for editing by hand, its keys in display order. */
export function metadataJson(metadata: Metadata): string {
	const values = Map.groupBy(jsonEntries(metadata), ([key]) => key);
	const lines = sortedMetadataKeys([...values.keys()]).flatMap((key) =>
		(values.get(key) ?? []).map(
			([, value]) => `  ${JSON.stringify(key)}: ${jsonText(value, 2).replaceAll('\n', '\n  ')}`,
		),
	);
	return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`;
}

/** A map read from JSON, or the problem and its line (1-based). */
export type ReadMetadata =
	| { readonly ok: true; readonly metadata: Metadata }
	| { readonly ok: false; readonly line: number; readonly problem: string };

/** Reads a map that was edited by hand. Values must be text, except under keys that had another type in `base`. */
export function readMetadataJson(text: string, base: Metadata): ReadMetadata {
	if (text.trim() === '')
		return { ok: false, line: 1, problem: 'The file is empty. Write {} to remove every key.' };
	const source = readJsonSource(text);
	if (!source.ok) return source;
	const { value, lines, doubled } = source;
	if (!isJsonObject(value))
		return { ok: false, line: 1, problem: 'Metadata must be one object: { "key": "value" }.' };
	const twice = doubled.find((one) => !wasDoubled(one, value, base));
	if (twice !== undefined) {
		const problem = `The key “${twice.key}” occurs twice: also on line ${twice.firstLine}.`;
		return { ok: false, line: twice.line, problem };
	}
	for (const [key, one] of jsonEntries(value)) {
		if (typeof one === 'string') continue;
		if (Object.hasOwn(base, key) && typeof base[key] !== 'string') continue;
		const problem = `The value of “${key}” is not text: put it in double quotes.`;
		return { ok: false, line: lines.get(key) ?? 1, problem };
	}
	return { ok: true, metadata: value };
}

/** A duplicate key that the server sent may stay. */
function wasDoubled({ key, topKey }: DoubledKey, now: Metadata, base: Metadata): boolean {
	if (topKey === null) return jsonEntries(base).filter(([name]) => name === key).length > 1;
	return Object.hasOwn(base, topKey) && isSameJson(base[topKey], now[topKey]);
}
