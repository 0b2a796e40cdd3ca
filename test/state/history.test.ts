import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyQuery } from '../../src/filter/tree.ts';
import type { UiEvent } from '../../src/state/events.ts';
import { canTravel } from '../../src/state/history.ts';
import { reduce } from '../../src/state/reducer.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';

const ids = ['a', 'b', 'c', 'd'] as const;
const filter = (limit: number): UiEvent => ({ type: 'query', query: { ...emptyQuery, limit } });
const cursorOn = (id: string): UiEvent => ({ type: 'list-select', ids, height: 9, id });
const focus = (pane: UiState['focus']): UiEvent => ({ type: 'focus', pane });
const back: UiEvent = { type: 'travel', by: -1 };
const forward: UiEvent = { type: 'travel', by: 1 };

/** Enter on a row of the list. */
const read = (id: string): readonly UiEvent[] => [cursorOn(id), { type: 'open', id }, focus('transcript')];

function stateAfter(...events: readonly (UiEvent | readonly UiEvent[])[]): UiState {
	return events.flat().reduce(reduce, initialState);
}

/** What the user sees of a place: the filter, whether a conversation is read, and which. */
function place({ query, attention, focus: pane, selectedId }: UiState) {
	const order = attention.isOn ? ' by attention' : '';
	return `${query.limit ?? 'all'}${order}: ${pane === 'list' ? 'list' : selectedId}`;
}

/** The places of going in one direction until the end. */
function walk(state: UiState, event: UiEvent): string[] {
	const places = [place(state)];
	let now = state;
	while (canTravel(now, event === back ? -1 : 1)) {
		now = reduce(now, event);
		places.push(place(now));
	}
	return places;
}

describe('one history of filter, order and open conversation', () => {
	test('goes back through all three, and forward again', () => {
		const end = stateAfter(read('a'), focus('list'), read('b'), focus('list'), filter(1), read('c'), {
			type: 'attention',
			isOn: true,
		});
		const places = ['1 by attention: c', '1: c', '1: list', 'all: list', 'all: a', 'all: list'];
		expect(walk(end, back)).toEqual(places);
		const start = [...Array(5)].reduce((state: UiState) => reduce(state, back), end);
		expect(walk(start, forward)).toEqual(places.toReversed());
	});

	test('from one conversation to the one opened before, though the list was between', () => {
		const end = stateAfter(read('a'), focus('list'), read('b'), { type: 'show', id: 'z' });
		expect(walk(end, back)).toEqual(['all: z', 'all: b', 'all: a', 'all: list']);
	});

	test('moving the cursor is no entry, in the list or while reading; the reader comes back to where they moved', () => {
		const moved = stateAfter(cursorOn('b'), cursorOn('c'), { type: 'open', id: 'c' });
		expect(canTravel(moved, -1)).toBe(false);
		const end = stateAfter(
			read('a'),
			{ type: 'list-move', ids, height: 9, by: 1 },
			{ type: 'show', id: 'd' },
		);
		expect(walk(end, back)).toEqual(['all: d', 'all: b', 'all: list']);
	});

	test('a filter undone from the list keeps the list, with the cursor where it was', () => {
		const end = stateAfter(read('a'), focus('list'), cursorOn('c'), filter(1), cursorOn('d'));
		const undone = reduce(end, back);
		expect([place(undone), undone.selectedId]).toEqual(['all: list', 'c']);
	});

	test('a step from the list to the same list is none', () => {
		expect(place(reduce(stateAfter(filter(1), read('a'), focus('list')), back))).toBe('all: list');
	});

	test('passes over a conversation that is deleted', () => {
		const deleted: UiEvent = { type: 'deletion', id: 'a', stage: 'deleted' };
		const end = stateAfter(read('a'), focus('list'), read('b'), deleted);
		expect(walk(end, back)).toEqual(['all: b', 'all: list']);
	});

	test('another choice ends the way forward', () => {
		const end = stateAfter(filter(1), filter(2), back, filter(3));
		expect(canTravel(end, 1)).toBe(false);
		expect(walk(end, back)).toEqual(['3: list', '1: list', 'all: list']);
	});

	test('back and forward again is where one was, after anything', () => {
		const events: fc.Arbitrary<readonly UiEvent[]> = fc.oneof(
			fc.integer({ min: 1, max: 3 }).map((limit) => [filter(limit)]),
			fc.constantFrom(...ids).map(read),
			fc.constantFrom(...ids).map((id) => [cursorOn(id)]),
			fc.constantFrom(...ids).map((id): UiEvent[] => [{ type: 'show', id }]),
			fc.boolean().map((isOn): UiEvent[] => [{ type: 'attention', isOn }]),
			fc.constantFrom([focus('list')], [focus('metadata')], [back], [forward]),
		);
		fc.assert(
			fc.property(fc.array(events, { maxLength: 25 }), (all) => {
				const state = stateAfter(...all);
				if (!canTravel(state, -1)) return;
				const there = reduce(reduce(state, back), forward);
				expect(place(there)).toBe(place(state));
				expect(there.openId).toBe(there.selectedId);
				if (state.focus === 'list') expect(there.selectedId).toBe(state.selectedId);
			}),
		);
	});
});
