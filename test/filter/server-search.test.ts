import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { toQueryString } from '../../src/filter/format.ts';
import { readLike, runLike } from '../../src/filter/like.ts';
import { MatchWork } from '../../src/filter/match-work.ts';
import { resolveQuery } from '../../src/filter/resolve.ts';
import { serverSearch } from '../../src/filter/server-search.ts';
import { type Condition, emptyQuery, plainColumn } from '../../src/filter/tree.ts';

const context = { now: instantFromMillis(0), zone: () => 0 };

/** The decoded request for a text. */
function asked(text: string): string | null {
	const query = serverSearch(text, emptyQuery);
	return query === null
		? null
		: decodeURIComponent(toQueryString(resolveQuery(query, context)).replaceAll('+', ' '));
}

describe('searching the server', () => {
	test('searches the name for every word', () => {
		expect(asked(' refund  Smith ')).toBe('name=ilike.*refund*&name=ilike.*Smith*');
	});

	test('searches the end user for a number, from its start if it begins with +', () => {
		expect(asked('+1 (312) 555')).toBe(
			'or=(metadata->telnyx_end_user_target.like.+1312555*,metadata->from.like.+1312555*)',
		);
		expect(asked('123')).toContain('like.*123*');
		expect(asked('12')).toBe('name=ilike.*12*');
		expect(asked('555-0001')).toContain('like.*5550001*');
		expect(asked('2026-11-01')).toBe('name=ilike.*2026-11-01*');
	});

	test('searches the id for an id', () => {
		const id = '705469E5-59ae-54ef-9443-92a1828be8c6';
		expect(asked(id)).toBe(`id=eq.${id.toLowerCase()}`);
	});

	test('makes no query for blank text', () => {
		expect(asked(' ')).toBeNull();
	});

	test('searches within the current filter and order', () => {
		const first: Condition = {
			kind: 'condition',
			column: plainColumn('name'),
			negated: true,
			operator: 'eq',
			operand: 'x',
		};
		const order = [{ column: plainColumn('name'), direction: 'asc', nulls: null } as const];
		const query = serverSearch('y', { filters: [first], order, limit: 7, offset: 3 });
		expect(query).toMatchObject({ order, limit: 7, offset: null });
		expect(query?.filters[0]).toBe(first);
		expect(query?.filters).toHaveLength(2);
	});

	test('finds a name by any word in it', () => {
		const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => /^[^\s\d]+$/u.test(text));
		fc.assert(
			fc.property(word, fc.string(), fc.string(), (text, before, after) => {
				const [filter] = serverSearch(text, emptyQuery)?.filters ?? [];
				const operand = filter?.kind === 'condition' && filter.operator === 'ilike' ? filter.operand : '';
				const pattern = readLike(operand, true);
				expect(pattern !== null && runLike(pattern, before + text + after, new MatchWork())).toBe(true);
			}),
		);
	});
});
