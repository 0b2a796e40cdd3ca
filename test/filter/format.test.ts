import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QueryError } from '../../src/filter/errors.ts';
import { formatListQuery, normalizeListQuery, toQueryString } from '../../src/filter/format.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { maxGroupDepth } from '../../src/filter/parse-group.ts';
import { emptyQuery, type Filter, metadataColumn, plainColumn } from '../../src/filter/tree.ts';
import { query } from './arbitraries.ts';

function eq(name: 'id' | 'name', operand: string, operator: 'eq' | 'like' = 'eq'): Filter {
	return { kind: 'condition', column: plainColumn(name), negated: false, operator, operand };
}

describe('formatting and parsing a query', () => {
	test('round-trips with any operand', () => {
		fc.assert(
			fc.property(query, (asked) => {
				expect(parseListQuery(formatListQuery(asked))).toEqual(normalizeListQuery(asked));
			}),
			{ numRuns: 2000 },
		);
	});

	test('round-trips through a URL', () => {
		fc.assert(
			fc.property(query, (asked) => {
				const { searchParams } = new URL(`http://localhost/?${toQueryString(asked)}`);
				expect(parseListQuery(searchParams)).toEqual(normalizeListQuery(asked));
			}),
			{ numRuns: 1000 },
		);
	});

	test('is stable after the first round trip', () => {
		fc.assert(
			fc.property(query, (asked) => {
				const once = formatListQuery(asked);
				expect(formatListQuery(parseListQuery(once))).toEqual(once);
				expect(normalizeListQuery(normalizeListQuery(asked))).toEqual(normalizeListQuery(asked));
			}),
		);
	});
});

describe('spelling', () => {
	test('follows the API reference', () => {
		const asked = {
			filters: [
				eq('name', 'Voice%', 'like'),
				{
					kind: 'condition',
					column: metadataColumn('telnyx_end_user_target'),
					negated: false,
					operator: 'eq',
					operand: '+13128675309',
				},
				{
					kind: 'group',
					join: 'or',
					negated: true,
					children: [
						eq('name', 'a,b "c"'),
						{
							kind: 'condition',
							column: plainColumn('id'),
							negated: true,
							operator: 'in',
							operand: ['a', 'b c', ''],
						},
					],
				},
			] satisfies Filter[],
			order: [
				{ column: plainColumn('created_at'), direction: 'desc', nulls: null },
				{ column: { kind: 'metadata', key: 'a.b', arrow: '->>' }, direction: 'asc', nulls: 'first' },
			],
			limit: 20,
			offset: 0,
		} as const;
		expect(formatListQuery(asked)).toEqual([
			['name', 'like.Voice%'],
			['metadata->telnyx_end_user_target', 'eq.+13128675309'],
			['not.or', '(name.eq."a,b \\"c\\"",id.not.in.(a,b c,""))'],
			['order', 'created_at.desc,metadata->>"a.b".asc.nullsfirst'],
			['limit', '20'],
			['offset', '0'],
		]);
		expect(toQueryString({ ...emptyQuery, filters: asked.filters.slice(0, 2) })).toBe(
			'name=like.Voice%25&metadata-%3Etelnyx_end_user_target=eq.%2B13128675309',
		);
	});

	test('encodes spaces, plus signs, line breaks and other scripts for every reader', () => {
		const encoded = toQueryString({ ...emptyQuery, filters: [eq('name', 'a +\n&=é😀')] });
		expect(encoded).toBe('name=eq.a%20%2B%0A%26%3D%C3%A9%F0%9F%98%80');
	});

	test('accepts half a character', () => {
		expect(toQueryString({ ...emptyQuery, filters: [eq('name', '\ud83d')] })).toBe('name=eq.%EF%BF%BD');
	});

	test('is empty for an empty query', () => {
		expect(formatListQuery(emptyQuery)).toEqual([]);
		expect(toQueryString(emptyQuery)).toBe('');
	});
});

describe('queries that the grammar cannot express', () => {
	test.each([
		['and', false, 'not.is.null'],
		['or', true, 'not.is.null'],
		['or', false, 'is.null'],
		['and', true, 'is.null'],
	] as const)('an empty %s (negated: %s) becomes id %s', (join, negated, meant) => {
		const empty: Filter = { kind: 'group', join, negated, children: [] };
		expect(formatListQuery({ ...emptyQuery, filters: [empty] })).toEqual([['id', meant]]);
	});

	test.each([-1, 1.5, Number.NaN, 2 ** 60])('a limit of %s is refused', (limit) => {
		expect(() => formatListQuery({ ...emptyQuery, limit })).toThrow(QueryError);
	});

	test('groups nested too deep are refused', () => {
		let filter = eq('name', 'a');
		for (let depth = 0; depth < maxGroupDepth; depth++) {
			filter = { kind: 'group', join: 'or', negated: false, children: [filter] };
		}
		const deepest = { ...emptyQuery, filters: [filter] };
		expect(parseListQuery(formatListQuery(deepest))).toEqual(deepest);
		const deeper: Filter = { kind: 'group', join: 'and', negated: false, children: [filter] };
		expect(() => formatListQuery({ ...emptyQuery, filters: [deeper] })).toThrow(QueryError);
	});
});
