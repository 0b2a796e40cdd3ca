import { expect, test } from 'vitest';
import { initialState, topOverlay, withFirstRow } from '../../src/state/ui-state.ts';

test.each([
	['selects and opens the first row', {}, ['a', 'b'], 'a', 'a'],
	['keeps the row that is selected', { selectedId: 'b' }, ['a', 'b'], 'b', null],
	['keeps the conversation that is open', { openId: 'z' }, ['a', 'b'], 'a', 'z'],
	['of an empty list selects nothing', {}, [], null, null],
])('the first screen %s', (_, start, ids, selectedId, openId) => {
	expect(withFirstRow({ ...initialState, ...start }, ids)).toEqual({
		...initialState,
		...start,
		selectedId,
		openId,
	});
});

test('the overlay opened last takes the keys', () => {
	expect(topOverlay(initialState)).toBeNull();
	const overlays = [{ kind: 'help', top: 0 } as const, { kind: 'batches', selected: null } as const];
	expect(topOverlay({ ...initialState, overlays })).toBe(overlays[1]);
});
