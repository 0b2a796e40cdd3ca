import { type JsonValue, jsonText } from './json.ts';
import { diffMetadata, type MetadataDifference } from './metadata-merge.ts';
import type { MetadataChange } from './records.ts';

/** Longest value that is named whole; of several lines, the first is named. */
const longest = 40;

/** Most different changes that are named. */
const mostNamed = 3;

/** A key with its value as a batch takes it: `tier=gold`. Raw. */
export function tag(key: string, value: JsonValue): string {
	const text = typeof value === 'string' ? value : jsonText(value);
	const start = (text.split('\n', 1)[0] ?? '').slice(0, longest);
	return `${key}=${start}${start === text ? '' : '…'}`;
}

/** What a change did, as a batch takes it: `tier=gold` sets a key, `-tier` removes it. */
function changeTag({ key, after }: MetadataDifference): string {
	return after === undefined ? `-${key}` : tag(key, after);
}

/** What these writes did, each different change once: `tier=gold, -team`. */
export function changeTags(writes: readonly Pick<MetadataChange, 'before' | 'after'>[]): string {
	const tags = new Set<string>();
	for (const { before, after } of writes) {
		for (const one of diffMetadata(before, after)) tags.add(changeTag(one));
		if (tags.size > mostNamed) break;
	}
	const named = [...tags].slice(0, mostNamed).join(', ');
	return tags.size > mostNamed ? `${named}, …` : named;
}
