import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	type MarkEvent,
	markedIds,
	noMarks,
	rangeOf,
	reduceMarks,
	withoutMarks,
} from '../../src/state/marks.ts';

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const lists = fc.uniqueArray(ids);
const event: fc.Arbitrary<MarkEvent> = fc.oneof(
	fc.record({
		type: fc.constant('mark' as const),
		ids: lists,
		isMarked: fc.boolean(),
		last: fc.option(ids),
	}),
	fc.constant({ type: 'marks-clear' as const }),
);

test('a conversation is marked until it is unmarked', () => {
	fc.assert(
		fc.property(fc.array(event), (events) => {
			const model = new Set<string>();
			let marks = noMarks;
			for (const one of events) {
				marks = reduceMarks(marks, one);
				if (one.type === 'marks-clear') model.clear();
				else for (const id of one.ids) one.isMarked ? model.add(id) : model.delete(id);
			}
			expect(marks.ids).toEqual(model);
			if (model.size === 0) expect(marks).toBe(noMarks);
		}),
	);
});

test('marked conversations come in list order, each once; the ones not in the list follow', () => {
	fc.assert(
		fc.property(lists, lists, (marked, list) => {
			const marks = reduceMarks(noMarks, { type: 'mark', ids: marked, isMarked: true, last: null });
			const { all, hidden } = markedIds(marks, list);
			expect([...all].sort()).toEqual([...marked].sort());
			expect(all.slice(0, all.length - hidden)).toEqual(list.filter((id) => marked.includes(id)));
		}),
	);
});

test('a range is the rows between two, both included, whichever is first', () => {
	fc.assert(
		fc.property(lists, ids, ids, (list, from, to) => {
			const range = rangeOf(list, from, to);
			if (!list.includes(to)) expect(range).toEqual([]);
			else if (!list.includes(from)) expect(range).toEqual([to]);
			else {
				expect(range).toEqual(rangeOf(list, to, from));
				expect(range.length).toBe(Math.abs(list.indexOf(from) - list.indexOf(to)) + 1);
				expect(list.join('')).toContain(range.join(''));
			}
		}),
	);
});

test('a deleted conversation loses its mark, and no range starts there', () => {
	const marks = reduceMarks(noMarks, { type: 'mark', ids: ['a', 'b', 'c'], isMarked: true, last: 'b' });
	expect(withoutMarks(marks, ['b', 'x'])).toEqual({ ids: new Set(['a', 'c']), last: null });
	expect(withoutMarks(marks, ['c'])).toEqual({ ids: new Set(['a', 'b']), last: 'b' });
	expect(withoutMarks(marks, ['x'])).toBe(marks);
	expect(withoutMarks(marks, ['a', 'b', 'c'])).toBe(noMarks);
});
