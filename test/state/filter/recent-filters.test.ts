import { describe, expect, test } from 'vitest';
import { metadataColumn, plainColumn, type SaidQuery } from '../../../src/filter/tree.ts';
import { mostRecents, queryTextOfFilter } from '../../../src/state/filter/recent-filters.ts';
import { reduce } from '../../../src/state/reducer.ts';
import { initialState, newestFirst, type UiState } from '../../../src/state/ui-state.ts';

/** The rows named `name`, newest first. */
const named = (name: string): SaidQuery => ({
	...newestFirst,
	filters: [
		{ kind: 'condition', column: plainColumn('name'), negated: false, operator: 'eq', operand: name },
	],
});
const ask = (state: UiState, query: SaidQuery, queryText?: string): UiState =>
	reduce(state, { type: 'query', query, ...(queryText === undefined ? {} : { queryText }) });
const lines = (state: UiState): string[] => state.recents.map(({ queryText }) => queryText);

describe('recent filters', () => {
	test.each([
		['a filter', named('a'), true],
		['a limit', { ...newestFirst, limit: 5 }, true],
		['an offset', { ...newestFirst, offset: 5 }, true],
		['an order alone', newestFirst, false],
	])('remember %s: %#', (_, query, expected) => {
		expect(lines(ask(initialState, query)).length).toBe(expected ? 1 : 0);
		expect(queryTextOfFilter([], query, {}) !== '').toBe(expected);
	});

	test('have the latest first, each once, up to the limit', () => {
		let state = initialState;
		for (let at = 0; at < 30; at++) state = ask(state, named(`n${at}`), `line ${at}`);
		state = ask(state, named('n20'), 'line 20');
		expect(lines(state)).toHaveLength(mostRecents);
		expect(lines(state).slice(0, 3)).toEqual(['line 20', 'line 29', 'line 28']);
		expect(new Set(lines(state)).size).toBe(mostRecents);
	});

	test('a new order keeps the query text as typed, so that 24h stays 24h', () => {
		const typed = ask(initialState, named('a'), 'after:24h');
		const sorted = ask(typed, {
			...typed.query,
			order: [{ column: metadataColumn('tier'), direction: 'asc', nulls: null }],
		});
		expect(lines(sorted)).toEqual(['after:24h']);
		expect(queryTextOfFilter(sorted.recents, sorted.query, {})).toBe('after:24h');
	});

	test('repeating a query adds no step to go back', () => {
		const state = ask(ask(initialState, named('a'), 'name:a'), named('a'), 'name:a');
		expect(state.history.past.map((place) => place.query)).toEqual([newestFirst]);
		expect(reduce(state, { type: 'travel', by: -1 }).query).toEqual(newestFirst);
	});

	test('a filter made without typing gets a query text; no filter gets none and is not remembered', () => {
		const state = ask(ask(initialState, named('x')), newestFirst);
		expect(lines(state)).toHaveLength(1);
		expect(lines(state)[0]).toContain('x');
		expect(queryTextOfFilter(state.recents, state.query, {})).toBe('');
	});
});
