import type { Metadata } from './conversation.ts';
import { isJsonObject, type JsonValue } from './json.ts';

/** One key that two maps hold differently; undefined where a map does not have it. */
export type MetadataDifference = {
	readonly key: string;
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

/** A key that both sides changed, each into something else; undefined where it is not there. */
export type MetadataConflict = {
	readonly key: string;
	readonly base: JsonValue | undefined;
	readonly mine: JsonValue | undefined;
	readonly theirs: JsonValue | undefined;
};

/** What came of a merge. Under a key in conflict `merged` has what they have: nothing of theirs goes unasked. */
export type MetadataMerge = {
	readonly merged: Metadata;
	readonly conflicts: readonly MetadataConflict[];
	/** What they changed and `merged` took over from them. */
	readonly fromThem: readonly MetadataDifference[];
};

/**
 * How an answer differs from what was meant: a key that was removed is there, one that was set is missing, or its value
 * is another one.
 */
export type Discrepancy = MetadataDifference & { readonly kind: 'came-back' | 'missing' | 'different' };

/** The keys that two maps hold differently, sorted. */
export function diffMetadata(before: Metadata, after: Metadata): MetadataDifference[] {
	return keysOf(before, after).flatMap((key) => {
		const [old, now] = [valueUnder(before, key), valueUnder(after, key)];
		return isSameJson(old, now) ? [] : [{ key, before: old, after: now }];
	});
}

/** Merges two changes of the same map, key by key. The same change on both sides is no conflict. */
export function mergeMetadata(base: Metadata, mine: Metadata, theirs: Metadata): MetadataMerge {
	const merged: [string, JsonValue][] = [];
	const conflicts: MetadataConflict[] = [];
	const fromThem: MetadataDifference[] = [];
	for (const key of keysOf(base, mine, theirs)) {
		const entry = {
			key,
			base: valueUnder(base, key),
			mine: valueUnder(mine, key),
			theirs: valueUnder(theirs, key),
		};
		const theyDid = !isSameJson(entry.base, entry.theirs);
		const isMine = isSameJson(entry.mine, entry.theirs) || !theyDid;
		const value = isMine ? entry.mine : entry.theirs;
		if (value !== undefined) merged.push([key, value]);
		if (isMine) continue;
		if (isSameJson(entry.base, entry.mine)) fromThem.push({ key, before: entry.base, after: entry.theirs });
		else conflicts.push(entry);
	}
	// `fromEntries` defines what it is given, so that `__proto__` becomes a key like any other.
	return { merged: Object.fromEntries(merged), conflicts, fromThem };
}

/** The merge with the chosen side under each key in conflict; keys that nobody chose for stay in conflict. */
export function resolveConflicts(
	{ merged, conflicts, fromThem }: MetadataMerge,
	choices: ReadonlyMap<string, 'mine' | 'theirs'>,
): MetadataMerge {
	const chosen = conflicts.filter(({ key }) => choices.has(key));
	const values = new Map(Object.entries(merged));
	for (const { key, mine } of chosen) {
		if (choices.get(key) === 'theirs') continue;
		if (mine === undefined) values.delete(key);
		else values.set(key, mine);
	}
	const taken = chosen.flatMap(({ key, base, theirs }) =>
		choices.get(key) === 'theirs' ? [{ key, before: base, after: theirs }] : [],
	);
	return {
		merged: Object.fromEntries(values),
		conflicts: conflicts.filter(({ key }) => !choices.has(key)),
		fromThem: [...fromThem, ...taken].sort((a, b) => byKey(a.key, b.key)),
	};
}

/** What a server made of a map that was sent to replace the one it had. */
export function compareWritten(meant: Metadata, answered: Metadata): Discrepancy[] {
	return diffMetadata(meant, answered).map((difference) => ({
		...difference,
		kind:
			difference.before === undefined
				? 'came-back'
				: difference.after === undefined
					? 'missing'
					: 'different',
	}));
}

function keysOf(...maps: readonly Metadata[]): string[] {
	return [...new Set(maps.flatMap((map) => Object.keys(map)))].sort(byKey);
}

function byKey(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A key such as `constructor` must not find what every object inherits. */
function valueUnder(map: Metadata, key: string): JsonValue | undefined {
	return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** By value, whatever the order of an object's keys. Without recursion: JSON can be nested deeper than the stack is. */
export function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
	const left: [JsonValue | undefined, JsonValue | undefined][] = [[a, b]];
	for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
		const [one, other] = pair;
		if (one === other) continue;
		if (Array.isArray(one) && Array.isArray(other)) {
			if (one.length !== other.length) return false;
			for (const [index, item] of one.entries()) left.push([item, other[index]]);
		} else if (isJsonObject(one) && isJsonObject(other)) {
			const keys = Object.keys(one);
			if (keys.length !== Object.keys(other).length) return false;
			for (const key of keys) {
				if (!Object.hasOwn(other, key)) return false;
				left.push([one[key], other[key]]);
			}
		} else return false;
	}
	return true;
}
