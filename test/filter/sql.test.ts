import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../src/domain/conversation.ts';
import { parseInstant } from '../../src/domain/instant.ts';
import { QueryError } from '../../src/filter/errors.ts';
import { type KeysetRow, withTiebreak } from '../../src/filter/keyset.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import { compileListQuery } from '../../src/filter/sql.ts';
import { emptyQuery, type Filter, plainColumn } from '../../src/filter/tree.ts';
import { query, rows, usedFilters, usedOrder } from './arbitraries.ts';
import { databaseOf } from './database.ts';
import { holds, sorted } from './reference.ts';

const weird = 'we.ird "key", (x)';

const table: readonly KeysetRow[] = [
	row('a', 'Voice: Anna', '2026-10-15T16:05:41.651903Z', {
		assistant: 'one',
		n: 10,
		[weird]: 'yes',
		flag: true,
	}),
	row('b', 'voice: ÄRGER', '2026-10-15T16:05:41.651904Z', {
		assistant: 'two',
		n: 9,
		flag: 'true',
		[weird]: '',
	}),
	row('c', null, '2026-10-15T16:05:42Z', { assistant: null, flag: false, list: ['x', 1] }),
	row('d', '50% *off*\nnow_', '2026-10-16T00:00:00Z', { assistant: 'one', flag: 'false', n: '1e3' }),
];

function row(id: string, name: string | null, at: string, metadata: Metadata): KeysetRow {
	return { id, name, createdAt: parseInstant(at), lastMessageAt: parseInstant(at), metadata };
}

/** The ids that a query string finds, joined into one word. */
function found(search: string): string {
	const database = databaseOf(table);
	try {
		return database.idsOf(parseListQuery(new URLSearchParams(search))).join('');
	} finally {
		database.close();
	}
}

function refusal(search: string): { parameter: string; position: number; problem: string } {
	try {
		compileListQuery(parseListQuery(new URLSearchParams(search)));
	} catch (error) {
		if (error instanceof QueryError) return error;
		throw error;
	}
	throw new Error(`${search} was not refused`);
}

describe('comparisons', () => {
	test.each([
		['name=eq.Voice: Anna', 'a'],
		['name=neq.Voice: Anna', 'bd'],
		['name=not.eq.Voice: Anna', 'bd'],
		['name=gt.Voice', 'ab'],
		['name=lte.Voice: Anna', 'ad'],
		['id=gte.b&id=lt.d', 'bc'],
		['id=eq.no-uuid', ''],
		['name=in.("Voice: Anna",x)', 'a'],
		['name=not.in.("Voice: Anna",x)', 'bd'],
		['name=in.()', ''],
		['name=not.in.()', 'abcd'],
		['name=is.null', 'c'],
		['name=is.not_null', 'abd'],
		['name=not.is.null', 'abd'],
		['name=not.is.not_null', 'c'],
		['or=(name.is.null,not.and(name.neq.x,id.gt.a))', 'ac'],
		['not.or=(name.eq.x,id.eq.a)', 'bd'],
	])('%s', (search, ids) => {
		expect(found(search)).toBe(ids);
	});

	test('a UUID matches in every spelling that Postgres reads', () => {
		const id = '705469e5-59ae-54ef-9443-92a1828be8c6';
		const database = databaseOf([row(id, 'x', '2026-10-15T00:00:00Z', {})]);
		const find = (search: string) => database.idsOf(parseListQuery(new URLSearchParams(search))).length;
		const spellings = [id.toUpperCase(), `{${id}}`, id.replaceAll('-', '')];
		expect(spellings.map((spelling) => find(`id=eq.${spelling}`))).toEqual([1, 1, 1]);
		expect(spellings.map((spelling) => find(`id=in.(x,${spelling})`))).toEqual([1, 1, 1]);
		expect(spellings.map((spelling) => find(`id=neq.${spelling}`))).toEqual([0, 0, 0]);
		database.close();
	});
});

describe('times', () => {
	test.each([
		['created_at=eq.2026-10-15T16:05:41.651903%2B00:00', 'a'],
		['created_at=gt.2026-10-15T16:05:41.651903%2B00:00', 'bcd'],
		['created_at=lte.2026-10-15T18:05:41.651904%2B02:00', 'ab'],
		['created_at=gte.2026-10-16', 'd'],
		['created_at=in.(2026-10-16T00:00Z,"2026-10-15 16:05:42")', 'cd'],
		['or=(created_at.lt."2026-10-15T16:05:41.651904Z",last_message_at.gte.2026-10-16)', 'ad'],
		['created_at=is.null', ''],
	])('%s', (search, ids) => {
		expect(found(search)).toBe(ids);
	});
});

describe('metadata', () => {
	test.each([
		['metadata->assistant=eq.one', 'ad'],
		['metadata->>assistant=eq.one', 'ad'],
		['metadata->assistant=neq.one', 'b'],
		['metadata->assistant=is.null', 'c'],
		['metadata->nowhere=is.null', 'abcd'],
		['metadata->n=eq.10', 'a'],
		['metadata->n=lt.2', 'ad'],
		['metadata->list=eq.["x",1]', 'c'],
		['metadata->flag=eq.true', 'ab'],
		['metadata->flag=is.true', 'ab'],
		['metadata->flag=is.false', 'cd'],
		['metadata->assistant=is.unknown', 'c'],
		['metadata->assistant=not.is.true', 'abcd'],
		[`metadata->${encodeURIComponent(JSON.stringify(weird))}=eq.yes`, 'a'],
		[`or=(metadata->>${encodeURIComponent(JSON.stringify(weird))}.eq."",id.eq.d)`, 'bd'],
		['metadata->assistant=like.o%25', 'ad'],
		['metadata->constructor=is.not_null', ''],
	])('%s', (search, ids) => {
		expect(found(search)).toBe(ids);
	});
});

describe('patterns', () => {
	test.each([
		['name=like.Voice*', 'a'],
		['name=like.Voice%25', 'a'],
		['name=ilike.VOICE: är*', 'b'],
		['name=not.ilike.voice*', 'd'],
		['name=like.50\\%25 \\*off\\**now\\_', 'd'],
		['name=match.^Voice', 'a'],
		['name=imatch.^voice: (anna|ärger)$', 'ab'],
		['name=not.match.^Voice', 'bd'],
		['or=(name.like."*: *",id.eq.c)', 'abc'],
	])('%s', (search, ids) => {
		expect(found(search)).toBe(ids);
	});
});

describe('order, limit and offset', () => {
	test.each([
		['order=name', 'dabc'],
		['order=name.desc', 'cbad'],
		['order=name.asc.nullsfirst', 'cdab'],
		['order=name.desc.nullslast', 'badc'],
		['order=metadata->assistant.desc,id.desc', 'cbda'],
		['order=metadata->n,id', 'adbc'],
		['order=created_at.desc&limit=2&offset=1', 'cb'],
		['metadata->assistant=eq.one&order=metadata->n.desc', 'da'],
		['limit=0', ''],
	])('%s', (search, ids) => {
		expect(found(search)).toBe(ids);
	});

	test('adds no tiebreak to a query without an order', () => {
		expect(compileListQuery(emptyQuery)).toEqual({ where: '1', params: [], whereParams: [], orderBy: '' });
	});
});

describe('refused queries', () => {
	test.each([
		['created_at=gte.yesterday', 'created_at', 4, 'not a time'],
		['created_at=gte.2026-02-30', 'created_at', 4, 'not a time'],
		['created_at=not.eq.2026-10-15T16:05:41+00:00', 'created_at', 7, 'not a time'],
		['last_message_at=in.(2026-10-16, soon)', 'last_message_at', 16, 'not a time'],
		['or=(name.eq.a,created_at.lt."soon")', 'or', 26, 'not a time'],
		['created_at=like.2026*', 'created_at', 5, 'is a time'],
		['created_at=imatch.x', 'created_at', 7, 'is a time'],
		['name=is.true', 'name', 3, 'cannot be true or false'],
		['name=like.a\\', 'name', 6, 'backslash'],
		['name=match.ab(c', 'name', 8, 'not closed'],
		['or=(name.match."ab[")', 'or', 15, 'not closed'],
		['or=(name.match."\\"ab[")', 'or', 13, 'not closed'],
	])('%s', (search, parameter, position, problem) => {
		const error = refusal(search);
		expect([error.parameter, error.position]).toEqual([parameter, position]);
		expect(error.problem).toContain(problem);
	});

	test('a tree that was not parsed is refused with its column', () => {
		const filter: Filter = {
			kind: 'condition',
			column: plainColumn('created_at'),
			negated: false,
			operator: 'eq',
			operand: 'soon',
		};
		expect(() => compileListQuery({ ...emptyQuery, filters: [filter] })).toThrow(
			/^created_at, position 0: "soon"/,
		);
	});

	test('refuses nesting and lengths beyond SQLite’s limits before SQLite sees them', () => {
		const leaves = Array.from({ length: 16 }, () => 'id.eq.a').join(',');
		const nested = Array.from({ length: 390 }).reduce<string>(
			(inner) => `not.or(${leaves},${inner})`,
			'id.eq.a',
		);
		expect(refusal(`or=(${nested})`).problem).toContain('nested too deep');
		const many = Array.from({ length: 40_000 }, (_, index) => index).join(',');
		expect(refusal(`id=in.(${many})`).problem).toContain('too many values');
	});

	test('runs queries just within the limits', () => {
		const nested = Array.from({ length: 390 }).reduce<string>(
			(inner) => `not.or(id.eq.x,${inner})`,
			'id.eq.a',
		);
		expect(found(`or=(${nested})`)).toBe('a');
		const wide = Array.from({ length: 4000 }, () => 'metadata->n.eq.10').join(',');
		expect(found(`or=(${wide})`)).toBe('a');
		const many = Array.from({ length: 30_000 }, (_, index) => index).join(',');
		expect(found(`id=in.(b,${many})`)).toBe('b');
	});
});

describe('all queries', () => {
	test('find the same rows as direct evaluation of the tree, in that order', () => {
		fc.assert(
			fc.property(rows, usedFilters, usedOrder, (all, filters, asked) => {
				const order = withTiebreak(asked);
				const database = databaseOf(all);
				try {
					const expected = all.filter((candidate) =>
						filters.every((filter) => holds(filter, candidate) === true),
					);
					expect(database.idsOf({ ...emptyQuery, filters, order })).toEqual(
						sorted(expected, order).map(({ id }) => id),
					);
				} finally {
					database.close();
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('never put an operand or a key into the SQL text', () => {
		const words =
			/^(?:id|name|created_at|last_message_at|metadata|filter_like|filter_regex|iif|json_type|nullif|'text'|'null'|NOT|AND|OR|IN|IS|NULL|NULLS|FIRST|LAST|ASC|DESC|->>|->|<>|<=|>=|[<>=?(),01\s])*$/;
		fc.assert(
			fc.property(query, (asked) => {
				const compiled = compiledOrNull(asked);
				if (compiled === null) return;
				const { where, orderBy, params, whereParams } = compiled;
				expect(where).toMatch(words);
				expect(orderBy).toMatch(words);
				expect(where.split('?').length - 1).toBe(whereParams.length);
				expect(orderBy.split('?').length - 1).toBe(params.length - whereParams.length);
				expect(params.slice(0, whereParams.length)).toEqual(whereParams);
			}),
		);
	});

	test('compile only to SQL that SQLite runs', () => {
		const database = databaseOf(table);
		fc.assert(
			fc.property(query, (asked) => {
				if (compiledOrNull(asked) !== null) expect(database.idsOf(asked).length).toBeLessThanOrEqual(4);
			}),
		);
		database.close();
	});
});

/** Null for a refused query; any other error is thrown. */
function compiledOrNull(asked: Parameters<typeof compileListQuery>[0]) {
	try {
		return compileListQuery(asked);
	} catch (error) {
		if (error instanceof QueryError) return null;
		throw error;
	}
}
