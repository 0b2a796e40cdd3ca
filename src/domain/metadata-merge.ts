import type { Metadata } from './conversation.ts';
import {
	isJsonObject,
	type JsonEntry,
	JsonNumber,
	type JsonObject,
	type JsonValue,
	jsonEntries,
	jsonKeys,
	withJsonKeys,
} from './json.ts';

/** A key with different values in two maps; undefined means the map does not have the key. */
export type MetadataDifference = {
	readonly key: string;
	readonly before: JsonValue | undefined;
	readonly after: JsonValue | undefined;
};

/** A key that both sides changed differently; undefined means the key is absent. */
export type MetadataConflict = {
	readonly key: string;
	readonly base: JsonValue | undefined;
	readonly mine: JsonValue | undefined;
	readonly theirs: JsonValue | undefined;
};

/**
 * The result of a merge. Keys in conflict keep their side's value in `merged`: no change of theirs is lost silently.
 */
export type MetadataMerge = {
	readonly merged: Metadata;
	readonly conflicts: readonly MetadataConflict[];
	/** Their changes that `merged` took over. */
	readonly fromThem: readonly MetadataDifference[];
};

/**
 * A difference between the server's answer and the request: a removed key came back, a key is missing, or a value
 * differs.
 */
export type Discrepancy = MetadataDifference & { readonly kind: 'came-back' | 'missing' | 'different' };

/** The keys whose values differ between two maps, sorted. */
export function diffMetadata(before: Metadata, after: Metadata): MetadataDifference[] {
	return keysOf(before, after).flatMap((key) => {
		const [old, now] = [valueUnder(before, key), valueUnder(after, key)];
		return isSameJson(old, now) ? [] : [{ key, before: old, after: now }];
	});
}

/**
 * Merges two changes of the same map, key by key. The same change on both sides is not a conflict. Unchanged entries
 * keep their value and place.
 */
export function mergeMetadata(base: Metadata, mine: Metadata, theirs: Metadata): MetadataMerge {
	const changes = new Map<string, JsonValue | undefined>();
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
		if (isMine) {
			if (!isSameJson(entry.mine, entry.theirs)) changes.set(key, entry.mine);
			continue;
		}
		if (isSameJson(entry.base, entry.mine)) fromThem.push({ key, before: entry.base, after: entry.theirs });
		else conflicts.push(entry);
	}
	return { merged: withJsonKeys(theirs, changes), conflicts, fromThem };
}

/** Gives keys in conflict the chosen values; undefined removes a key. Keys without a choice stay in conflict. */
export function resolveConflicts(
	{ merged, conflicts, fromThem }: MetadataMerge,
	values: ReadonlyMap<string, JsonValue | undefined>,
): MetadataMerge {
	const chosen = conflicts.filter(({ key }) => values.has(key));
	const isTheirs = ({ key, theirs }: MetadataConflict): boolean => isSameJson(values.get(key), theirs);
	const taken = chosen
		.filter(isTheirs)
		.map(({ key, base, theirs }) => ({ key, before: base, after: theirs }));
	const others = chosen.filter((conflict) => !isTheirs(conflict));
	return {
		merged: withJsonKeys(merged, new Map(others.map(({ key }) => [key, values.get(key)]))),
		conflicts: conflicts.filter(({ key }) => !values.has(key)),
		fromThem: [...fromThem, ...taken].sort((a, b) => byKey(a.key, b.key)),
	};
}

/** The merge in which this side wins every conflict. */
export function withMine(merge: MetadataMerge): Metadata {
	return resolveConflicts(merge, new Map(merge.conflicts.map(({ key, mine }) => [key, mine]))).merged;
}

/** Compares a map sent as a replacement with the map that the server answered. */
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
	return [...new Set(maps.flatMap((map) => jsonKeys(map)))].sort(byKey);
}

function byKey(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A key such as `constructor` must not find an inherited property. */
function valueUnder(map: Metadata, key: string): JsonValue | undefined {
	return Object.hasOwn(map, key) ? map[key] : undefined;
}

/**
 * Compares by value, ignoring the order of keys; numbers by their digits. No recursion: JSON can nest deeper than the
 * stack.
 */
export function isSameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
	const left: [JsonValue | undefined, JsonValue | undefined][] = [[a, b]];
	for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
		const [one, other] = pair;
		if (one === other) continue;
		if (Array.isArray(one) && Array.isArray(other)) {
			if (one.length !== other.length) return false;
			for (const [index, item] of one.entries()) left.push([item, other[index]]);
		} else if (isJsonObject(one) && isJsonObject(other)) {
			const [entries, others] = [sortedEntries(one), sortedEntries(other)];
			if (entries.length !== others.length) return false;
			for (const [index, [key, value]] of entries.entries()) {
				const [otherKey, otherValue] = others[index] ?? [];
				if (otherKey !== key) return false;
				left.push([value, otherValue]);
			}
		} else if (!(one instanceof JsonNumber && other instanceof JsonNumber && one.text === other.text))
			return false;
	}
	return true;
}

/** Duplicate keys keep the order of their values. */
function sortedEntries(object: JsonObject): JsonEntry[] {
	return [...jsonEntries(object)].sort(([a], [b]) => byKey(a, b));
}
