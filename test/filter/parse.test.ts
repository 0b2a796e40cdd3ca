import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QueryError } from '../../src/filter/errors.ts';
import { formatListQuery } from '../../src/filter/format.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { emptyQuery, isValues, operators } from '../../src/filter/tree.ts';

const name = { kind: 'plain', name: 'name' } as const;

function parse(...pairs: [string, string][]) {
	return parseListQuery(pairs);
}

/** The one filter of a query with one parameter. */
function filterOf(parameter: string, value: string) {
	return parse([parameter, value]).filters[0];
}

/** The filter in canonical spelling, on one line. */
function understood(parameter: string, value: string): string {
	return formatListQuery(parse([parameter, value]))
		.map((pair) => pair.join('='))
		.join('&');
}

function refusal(parameter: string, value: string): QueryError {
	try {
		parse([parameter, value]);
	} catch (error) {
		if (error instanceof QueryError) return error;
		throw error;
	}
	throw new Error(`${parameter}=${value} was not refused`);
}

describe('conditions', () => {
	test.each(operators.filter((operator) => operator !== 'in' && operator !== 'is'))(
		'%s, and not.%s',
		(operator) => {
			const condition = { kind: 'condition', column: name, negated: false, operator, operand: 'Anna' };
			expect(filterOf('name', `${operator}.Anna`)).toEqual(condition);
			expect(filterOf('name', `not.${operator}.Anna`)).toEqual({ ...condition, negated: true });
		},
	);

	test.each(isValues)('is.%s, in either case', (operand) => {
		const condition = { kind: 'condition', column: name, negated: false, operator: 'is', operand };
		expect(filterOf('name', `is.${operand}`)).toEqual(condition);
		expect(filterOf('name', `not.is.${operand.toUpperCase()}`)).toEqual({ ...condition, negated: true });
	});

	test.each(['', ' a ', 'a,b', '"a"', '(a', 'eq.b', 'not.', 'a\nb', '\\', '*'])(
		'%j is verbatim outside a group',
		(operand) => {
			expect(filterOf('name', `eq.${operand}`)).toMatchObject({ operand });
		},
	);

	test.each([
		['in.(a,b)', ['a', 'b']],
		['in.( a , b c ,)', ['a', 'b c', '']],
		['in.()', []],
		['in.( )', []],
		['in.("")', ['']],
		['in.(,)', ['', '']],
		['in.("a,b",  "c)" ,"d\\"e\\\\f")', ['a,b', 'c)', 'd"e\\f']],
		['in.(a"b,c.d:e)', ['a"b', 'c.d:e']],
		['in.(a(b)', ['a(b']],
		['in.(" a ")', [' a ']],
		['in.("\\a\\,")', ['a,']],
		['in. (a) ', ['a']],
	])('%s', (value, operand) => {
		expect(filterOf('name', value)).toMatchObject({ operator: 'in', operand });
	});

	test('a column given twice applies both conditions', () => {
		const { filters } = parse(['created_at', 'gte.A'], ['created_at', 'lt.B']);
		expect(filters).toMatchObject([{ operator: 'gte' }, { operator: 'lt' }]);
	});
});

describe('metadata', () => {
	test.each([
		['metadata->assistant_id', 'assistant_id', '->'],
		['metadata->>assistant_id', 'assistant_id', '->>'],
		['metadata->a-b', 'a-b', '->'],
		['metadata->0', '0', '->'],
		['metadata->order id', 'order id', '->'],
		['metadata->schlüssel', 'schlüssel', '->'],
		['metadata->"a.b"', 'a.b', '->'],
		['metadata->>"say \\"hi\\", \\\\ (x)"', 'say "hi", \\ (x)', '->>'],
		['metadata->"a->b"', 'a->b', '->'],
		['metadata->""', '', '->'],
		['metadata->or', 'or', '->'],
	])('%s', (parameter, key, arrow) => {
		expect(filterOf(parameter, 'eq.x')).toMatchObject({ column: { kind: 'metadata', key, arrow } });
	});

	test('keys are quoted in groups and in an order too', () => {
		expect(understood('or', '(metadata->"a.b".eq.x,metadata->>"c,d".not.in.(y))')).toBe(
			'or=(metadata->"a.b".eq.x,metadata->>"c,d".not.in.(y))',
		);
		expect(parse(['order', 'metadata->>"a.desc".asc,metadata->k']).order).toEqual([
			{ column: { kind: 'metadata', key: 'a.desc', arrow: '->>' }, direction: 'asc', nulls: null },
			{ column: { kind: 'metadata', key: 'k', arrow: '->' }, direction: 'asc', nulls: null },
		]);
	});
});

describe('groups', () => {
	test.each([
		['or', '(name.eq.a,id.is.null)', 'or=(name.eq.a,id.is.null)'],
		['and', '(name.eq.a)', 'and=(name.eq.a)'],
		['not.or', '(name.eq.a,name.eq.b)', 'not.or=(name.eq.a,name.eq.b)'],
		['not.and', '(name.eq.a,name.eq.b)', 'not.and=(name.eq.a,name.eq.b)'],
		[
			'or',
			'(name.eq.a,and(name.eq.b,not.or(id.eq.c,id.not.in.(d,e))))',
			'or=(name.eq.a,and(name.eq.b,not.or(id.eq.c,id.not.in.(d,e))))',
		],
		[
			'and',
			' ( and ( id.in.( 1, 2, 3 ) , id.eq.3 ) , or ( id.eq.2 , id.eq.3 ) ) ',
			'and=(and(id.in.(1,2,3),id.eq.3),or(id.eq.2,id.eq.3))',
		],
		['or', '(name.eq."a,b)\\"c\\\\",id.eq.x)', 'or=(name.eq."a,b)\\"c\\\\",id.eq.x)'],
		['or', '(name.eq.)', 'or=(name.eq."")'],
		['or', '(name.eq." a ")', 'or=(name.eq." a ")'],
		['or', '(name.is. NULL ,id.eq.x)', 'or=(name.is.null,id.eq.x)'],
		[
			'or',
			'(created_at.lt.2026-10-15T16:05:41.65+00:00)',
			'or=(created_at.lt."2026-10-15T16:05:41.65+00:00")',
		],
		['or', '("name".eq.a)', 'or=(name.eq.a)'],
		['or', '(name.like.*a%,name.match.^a|b$)', 'or=(name.like.*a%,name.match.^a|b$)'],
	])('%s=%s', (parameter, value, spelling) => {
		expect(understood(parameter, value)).toBe(spelling);
	});

	test('groups and conditions all apply, in order', () => {
		expect(parse(['or', '(id.eq.a)'], ['name', 'eq.b'], ['or', '(id.eq.c)']).filters).toMatchObject([
			{ kind: 'group' },
			{ kind: 'condition' },
			{ kind: 'group' },
		]);
	});
});

describe('order, limit, offset', () => {
	test('several columns, directions and nulls', () => {
		expect(parse(['order', 'created_at.desc.nullslast, metadata->>k.asc ,name.nullsfirst,id']).order).toEqual(
			[
				{ column: { kind: 'plain', name: 'created_at' }, direction: 'desc', nulls: 'last' },
				{ column: { kind: 'metadata', key: 'k', arrow: '->>' }, direction: 'asc', nulls: null },
				{ column: name, direction: 'asc', nulls: 'first' },
				{ column: { kind: 'plain', name: 'id' }, direction: 'asc', nulls: null },
			],
		);
	});

	test('limit and offset', () => {
		expect(parse(['limit', '0'], ['offset', '20'])).toEqual({ ...emptyQuery, limit: 0, offset: 20 });
	});

	test('an empty query asks for everything', () => {
		expect(parse()).toEqual(emptyQuery);
	});
});

describe('refused queries and their positions', () => {
	test.each([
		['foo', 'eq.1', 0, 'no such parameter'],
		['', 'eq.1', 0, 'no such parameter'],
		['idx', 'eq.1', 0, 'no such parameter'],
		['select', 'id', 0, 'no such parameter'],
		['not.name', 'eq.1', 0, 'no such parameter'],
		['name', '', 0, 'operator is missing'],
		['name', 'Anna', 0, 'no operator "Anna"'],
		['name', 'EQ.a', 0, 'no operator "EQ"'],
		['name', 'not.fts.a', 4, 'no operator "fts"'],
		['name', 'not.not.eq.a', 4, 'no operator "not"'],
		['name', 'eq', 2, 'a dot is missing'],
		['name', 'is.maybe', 3, 'does not accept "maybe"'],
		['name', 'in.a,b', 3, 'must start with a parenthesis'],
		['name', 'in.(a,b', 7, 'not closed'],
		['name', 'in.("a,b', 4, 'no closing quote'],
		['name', 'in.("a"b)', 7, 'after the closing quote'],
		['name', 'in.(a)b', 6, 'after the end'],
		['or', 'name.eq.a', 0, 'must start with a parenthesis'],
		['or', '', 0, 'must start with a parenthesis'],
		['or', '()', 1, 'column name is missing'],
		['or', '(', 1, 'opened at position 0 is not closed'],
		['or', '(name.eq.a', 10, 'opened at position 0 is not closed'],
		['or', '(and(name.eq.a)', 15, 'opened at position 0 is not closed'],
		['or', '(id.eq.a,and(name.eq.a', 22, 'opened at position 12 is not closed'],
		['or', '(name.eq.a))', 11, 'after the end'],
		['or', '(name.eq.a,)', 11, 'column name is missing'],
		['or', '(name.eq.a,,id.eq.b)', 11, 'column name is missing'],
		['or', '(foo.eq.a)', 1, 'no column "foo"'],
		['or', '(id.eq.a, foo.eq.a)', 10, 'no column "foo"'],
		['or', '(name)', 5, 'a dot and an operator are missing'],
		['or', '(name.foo.a)', 6, 'no operator "foo"'],
		['or', '(name.not.eq.a,not.name.eq.a)', 15, 'no column "not"'],
		['or', '(name.in.(a,b,id.eq.c)', 22, 'opened at position 0 is not closed'],
		['or', '(and(id.eq.a)or(id.eq.b))', 13, 'a comma or a closing parenthesis'],
		['or', '(name.eq."a"b)', 12, 'after the closing quote'],
		['or', '(name.eq."a)', 9, 'no closing quote'],
		['or', '(metadata.eq.a)', 9, 'cannot be compared as a whole'],
		['or', '(metadata->a->b.eq.c)', 12, 'only top-level'],
		['or', '(id->a.eq.c)', 3, 'has no keys'],
		['metadata', 'eq.{}', 0, 'cannot be compared as a whole, at character 8'],
		['metadata->', 'eq.a', 0, 'key is missing, at character 10'],
		['metadata->a.b', 'eq.a', 0, 'at character 11'],
		['metadata->"a"b', 'eq.a', 0, 'at character 13'],
		['metadata->>a->b', 'eq.a', 0, 'only top-level'],
		['name.first', 'eq.a', 0, 'at character 4'],
		['order', '', 0, 'column name is missing'],
		['order', 'foo.asc', 0, 'no column "foo"'],
		['order', 'name.asc,foo', 9, 'no column "foo"'],
		['order', 'name.up', 4, 'not a sort direction'],
		['order', 'name.ascending', 4, 'not a sort direction'],
		['order', 'name.nullslast.desc', 14, 'not a sort direction'],
		['order', 'name.asc.nullsmiddle', 8, 'not a sort direction'],
		['order', 'name,', 5, 'column name is missing'],
		['limit', '-1', 0, 'not a whole number'],
		['limit', '', 0, 'not a whole number'],
		['limit', '10x', 2, 'not a whole number'],
		['limit', '1.5', 1, 'not a whole number'],
		['limit', '99999999999999999', 0, 'not a whole number'],
		['offset', 'ten', 0, 'not a whole number'],
	])('%s=%s', (parameter, value, position, problem) => {
		const error = refusal(parameter, value);
		expect([error.parameter, error.position]).toEqual([parameter, position]);
		expect(error.problem).toContain(problem);
		expect(error.message).toBe(`${parameter}, position ${position}: ${error.problem}. ${error.advice}.`);
		expect(error.advice.length).toBeGreaterThan(0);
	});

	test.each(['order', 'limit', 'offset'])('%s given twice', (parameter) => {
		const value = parameter === 'order' ? 'id' : '1';
		expect(() => parse([parameter, value], [parameter, value])).toThrow(/given twice/);
	});

	test('endlessly nested groups', () => {
		expect(refusal('or', '(and'.repeat(50_000)).problem).toContain('nested more than 400 deep');
	});

	test('any input is parsed or refused at a position within it', () => {
		const pieces = [
			'(',
			')',
			',',
			'.',
			'"',
			'\\',
			'and',
			'or',
			'not',
			'eq',
			'in',
			'is',
			'null',
			'name',
			'id',
			' ',
		];
		const soup = fc.array(fc.constantFrom(...pieces, 'metadata->', 'asc', 'a'), { maxLength: 14 });
		const parameter = fc.constantFrom('or', 'not.and', 'name', 'order', 'limit', 'metadata->k');
		fc.assert(
			fc.property(parameter, soup, (where, parts) => {
				const value = parts.join('');
				try {
					expect(parseListQuery(formatListQuery(parse([where, value])))).toEqual(parse([where, value]));
				} catch (error) {
					if (!(error instanceof QueryError)) throw error;
					expect(error.parameter).toBe(where);
					expect(error.position).toBeGreaterThanOrEqual(0);
					expect(error.position).toBeLessThanOrEqual(value.length);
				}
			}),
			{ numRuns: 3000 },
		);
	});
});
