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

test('marks are what was marked and not unmarked since', () => {
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

test('marked ones come in the order of the list, each once; those that it does not show are counted behind them', () => {
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

test('what is gone is marked no more, and no range begins there', () => {
	const marks = reduceMarks(noMarks, { type: 'mark', ids: ['a', 'b', 'c'], isMarked: true, last: 'b' });
	expect(withoutMarks(marks, ['b', 'x'])).toEqual({ ids: new Set(['a', 'c']), last: null });
	expect(withoutMarks(marks, ['c'])).toEqual({ ids: new Set(['a', 'b']), last: 'b' });
	expect(withoutMarks(marks, ['x'])).toBe(marks);
	expect(withoutMarks(marks, ['a', 'b', 'c'])).toBe(noMarks);
});
