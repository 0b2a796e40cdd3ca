import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/domain/conversation.ts';
import { JsonNumber, type JsonValue, jsonText } from '../../src/domain/json.ts';
import {
	compareWritten,
	diffMetadata,
	isSameJson,
	mergeMetadata,
	resolveConflicts,
	withMine,
} from '../../src/domain/metadata-merge.ts';
import { objectOf } from './json-texts.ts';

/** Few keys and values, so that both sides often change the same key; some keys are also inherited properties. */
const keys = fc.constantFrom('a', 'b', 'tier', '', '1', '__proto__', 'constructor', 'toString', 'ключ');
const values: fc.Arbitrary<JsonValue> = fc.oneof(
	fc.constantFrom<JsonValue>('', 'x', 'y', 'true', true, 1, null, [], ['x'], { x: 1, y: 2 }, { y: 2, x: 1 }),
	fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => JSON.parse(JSON.stringify(value))),
);
const maps: fc.Arbitrary<Metadata> = fc
	.array(fc.tuple(keys, values), { maxLength: 6 })
	.map((entries) => Object.fromEntries(entries));

const has = (map: Metadata, key: string): boolean => Object.hasOwn(map, key);
const names = (...all: readonly Metadata[]): string[] => [...new Set(all.flatMap((map) => Object.keys(map)))];
const isSame = (a: Metadata, b: Metadata): boolean => diffMetadata(a, b).length === 0;

describe('a difference', () => {
	test('names every key that differs between two maps, sorted, and no other key', () => {
		const before = { b: '1', a: '1', same: { x: 1, y: [2] }, gone: '' };
		const after = { a: '2', b: '1', same: { y: [2], x: 1 }, new: '0' };
		expect(diffMetadata(before, after)).toEqual([
			{ key: 'a', before: '1', after: '2' },
			{ key: 'gone', before: '', after: undefined },
			{ key: 'new', before: undefined, after: '0' },
		]);
	});

	test('compares by value and type: "1" is not 1, null is not undefined', () => {
		expect(diffMetadata({ a: '1', b: null }, { a: 1 }).map(({ key }) => key)).toEqual(['a', 'b']);
	});

	test('is found in values nested deeper than the stack', () => {
		const deep = (end: string): JsonValue => JSON.parse(`${'['.repeat(50_000)}"${end}"${']'.repeat(50_000)}`);
		expect(diffMetadata({ a: deep('x') }, { a: deep('x') })).toEqual([]);
		expect(diffMetadata({ a: deep('x') }, { a: deep('y') })).toHaveLength(1);
	});
});

describe('a merge', () => {
	test('keeps the changes of both sides and lists theirs', () => {
		const base = { kept: '1', mine: '1', theirs: '1', both: '1', dropped: '1' };
		const mine = { kept: '1', mine: '2', theirs: '1', both: '2', added: 'm' };
		const theirs = { kept: '1', mine: '1', theirs: '2', both: '2', dropped: '1', brought: 't' };
		expect(mergeMetadata(base, mine, theirs)).toEqual({
			merged: { kept: '1', mine: '2', theirs: '2', both: '2', added: 'm', brought: 't' },
			conflicts: [],
			fromThem: [
				{ key: 'brought', before: undefined, after: 't' },
				{ key: 'theirs', before: '1', after: '2' },
			],
		});
	});

	test('has a conflict if both sides change a key differently; removing counts as a change', () => {
		const merge = mergeMetadata({ a: '1', b: '1' }, { a: '2' }, { a: '3', b: '2' });
		expect(merge.conflicts).toEqual([
			{ key: 'a', base: '1', mine: '2', theirs: '3' },
			{ key: 'b', base: '1', mine: undefined, theirs: '2' },
		]);
		expect(merge.merged).toEqual({ a: '3', b: '2' });
		const chosen = resolveConflicts(merge, new Map([['b', undefined]]));
		expect(chosen.merged).toEqual({ a: '3' });
		expect(chosen.conflicts.map(({ key }) => key)).toEqual(['a']);
		expect(resolveConflicts(chosen, new Map([['a', '3']]))).toEqual({
			merged: { a: '3' },
			conflicts: [],
			fromThem: [{ key: 'a', before: '1', after: '3' }],
		});
	});

	test('in which my side wins keeps their other changes', () => {
		const theirs = { tier: 'silver', team: 'north' };
		const merge = mergeMetadata({ tier: 'bronze', note: 'x' }, { tier: 'gold' }, { ...theirs, note: 'y' });
		expect(withMine(merge)).toEqual({ tier: 'gold', team: 'north' });
		expect(merge.merged).toEqual({ ...theirs, note: 'y' });
	});

	test('keeps both values of a key that the server sent twice, unless I changed it', () => {
		const base = objectOf('{"tier":"gold","note":"x","note":"y"}');
		const kept = mergeMetadata(base, { tier: 'silver', note: 'y' }, base);
		expect(jsonText(kept.merged)).toBe('{"tier":"silver","note":"x","note":"y"}');
		const theirs = objectOf('{"tier":"gold","note":"1","note":"2"}');
		const merge = mergeMetadata(base, { tier: 'gold', note: 'mine' }, theirs);
		const pick = (note: string) => jsonText(resolveConflicts(merge, new Map([['note', note]])).merged);
		expect(pick('2')).toBe('{"tier":"gold","note":"1","note":"2"}');
		expect(pick('mine')).toBe('{"tier":"gold","note":"mine"}');
	});

	test('loses no key and invents none', () => {
		fc.assert(
			fc.property(maps, maps, maps, (base, mine, theirs) => {
				const { merged, conflicts } = mergeMetadata(base, mine, theirs);
				const open = new Set(conflicts.map(({ key }) => key));
				for (const key of names(base, mine, theirs, merged)) {
					if (open.has(key)) continue;
					// If the sides disagree on its presence, the side that changed it wins.
					const wanted =
						has(mine, key) === has(theirs, key)
							? has(mine, key)
							: has(base, key) !== has(mine, key)
								? has(mine, key)
								: has(theirs, key);
					expect([key, has(merged, key)]).toEqual([key, wanted]);
				}
			}),
		);
	});

	test('with only one side changed equals that side', () => {
		fc.assert(
			fc.property(maps, maps, (base, changed) => {
				const alone = mergeMetadata(base, changed, base);
				expect(isSame(alone.merged, changed)).toBe(true);
				expect([alone.conflicts, alone.fromThem]).toEqual([[], []]);
				const idle = mergeMetadata(base, base, changed);
				expect(isSame(idle.merged, changed)).toBe(true);
				expect(idle.conflicts).toEqual([]);
				expect(idle.fromThem).toEqual(diffMetadata(base, changed));
				const same = mergeMetadata(base, changed, changed);
				expect(isSame(same.merged, changed)).toBe(true);
				expect([same.conflicts, same.fromThem]).toEqual([[], []]);
			}),
		);
	});

	test('is symmetric except for which side is mine', () => {
		fc.assert(
			fc.property(maps, maps, maps, (base, mine, theirs) => {
				const one = mergeMetadata(base, mine, theirs);
				const other = mergeMetadata(base, theirs, mine);
				expect(other.conflicts).toEqual(
					one.conflicts.map((conflict) => ({ ...conflict, mine: conflict.theirs, theirs: conflict.mine })),
				);
				for (const side of ['mine', 'theirs'] as const) {
					const values = new Map(one.conflicts.map((conflict) => [conflict.key, conflict[side]]));
					const a = resolveConflicts(one, values).merged;
					const b = resolveConflicts(other, values).merged;
					expect(isSame(a, b)).toBe(true);
				}
			}),
		);
	});

	test('repeated changes nothing', () => {
		fc.assert(
			fc.property(maps, maps, maps, fc.boolean(), (base, mine, theirs, takesMine) => {
				const first = mergeMetadata(base, mine, theirs);
				const side = takesMine ? 'mine' : 'theirs';
				const { merged, conflicts } = resolveConflicts(
					first,
					new Map(first.conflicts.map((conflict) => [conflict.key, conflict[side]])),
				);
				expect(conflicts).toEqual([]);
				const again = mergeMetadata(theirs, merged, merged);
				expect(isSame(again.merged, merged)).toBe(true);
				expect([again.conflicts, again.fromThem]).toEqual([[], []]);
			}),
		);
	});
});

describe('a server answer', () => {
	test('that merged instead of replacing reports the removed key, unlike one that lost or changed a key', () => {
		const meant = { kept: '1', set: '2', lost: '3' };
		expect(compareWritten(meant, { kept: '1', set: 'two', removed: 'x' })).toEqual([
			{ kind: 'missing', key: 'lost', before: '3', after: undefined },
			{ kind: 'came-back', key: 'removed', before: undefined, after: 'x' },
			{ kind: 'different', key: 'set', before: '2', after: 'two' },
		]);
		expect(compareWritten(meant, { lost: '3', set: '2', kept: '1' })).toEqual([]);
	});
});

test.each<[string, JsonValue, JsonValue, boolean]>([
	['lists of other lengths', [1], [1, 2], false],
	['lists of the same items', [1, 2], [1, 2], true],
	['lists in another order', [1, 2], [2, 1], false],
	['objects with another value', { tier: 'gold' }, { tier: 'silver' }, false],
	['objects with another key', { tier: 'gold' }, { Tier: 'gold' }, false],
	['objects with one key more', { tier: 'gold' }, { tier: 'gold', note: '' }, false],
	['objects that differ far inside', { a: [{ b: 1, c: 2 }] }, { a: [{ b: 1, c: 3 }] }, false],
	['objects in another order', { a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] }, true],
	['a list and an object with its places', ['x'], { 0: 'x' }, false],
	['an empty list and an empty object', [], {}, false],
	['numbers of the same digits', new JsonNumber('1.10'), new JsonNumber('1.10'), true],
	['numbers of other digits', new JsonNumber('1.10'), new JsonNumber('1.100'), false],
	['a number and a shorter way to write it', new JsonNumber('1.0'), 1, false],
	['a number and a text of its digits', new JsonNumber('1.10'), '1.10', false],
	['a number and an object that looks like it', new JsonNumber('1.10'), { text: '1.10' }, false],
])('%s: the same JSON or not', (_, one, other, expected) => {
	expect(isSameJson(one, other)).toBe(expected);
	expect(isSameJson(other, one)).toBe(expected);
});

test('what came from them is listed by key, whether it was chosen or not', () => {
	const merge = mergeMetadata({ a: '0', b: '0' }, { a: 'mine', b: '0' }, { a: 'theirs', b: 'theirs' });
	const { fromThem } = resolveConflicts(merge, new Map([['a', 'theirs']]));
	expect(fromThem.map(({ key }) => key)).toEqual(['a', 'b']);
});
