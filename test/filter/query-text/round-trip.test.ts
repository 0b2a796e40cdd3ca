import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../../../src/domain/instant.ts';
import { normalizeListQuery, toQueryString } from '../../../src/filter/format.ts';
import { formatQueryText } from '../../../src/filter/query-text/format-query-text.ts';
import { parseQueryText, readLine } from '../../../src/filter/query-text/parse-query-text.ts';
import type { QueryTextContext } from '../../../src/filter/query-text/query-text-context.ts';
import {
	type Column,
	type Condition,
	emptyQuery,
	type Filter,
	type ListQuery,
	plainColumn,
	type SaidQuery,
} from '../../../src/filter/tree.ts';
import { zoneNamed } from '../../../src/text/time.ts';
import { query, text } from '../arbitraries.ts';

const now = parseInstant('2026-11-22T14:30:45Z') ?? (0 as Instant);
const context: QueryTextContext = { now, zone: zoneNamed('Europe/Berlin') };
const later: QueryTextContext = {
	now: (now + 987_654_321_000) as Instant,
	zone: zoneNamed('America/New_York'),
};

/** Words and signs with a meaning in a query text. */
const lineWords = fc.constantFrom(
	'or',
	'and',
	'not',
	'-',
	'null',
	'none',
	'any',
	'all',
	'any(',
	'NULL',
	'sort:',
	'limit:5',
	'name:x',
	'name',
	'*',
	'a*',
	'*a*',
	'**',
	'\\*',
	'\\%',
	'a_b*',
	'100\\%*',
	'24h',
	'yesterday',
	'2026-11-01',
	'2026-11-01T10:00',
	'2026-11-01T10:00:00Z',
	'2026-11-01T10:00:00.5+01:00',
	'like.x',
	'.like:x',
	'x.desc',
	'\u202e',
	'\u{a0}',
	'\\u{41}',
	'\\n',
	'\\d+',
	'>',
	'=x',
	'~',
	'?',
	'?name=eq.x',
	'name=eq.x',
	'&',
	"'",
	'“x”',
	'\ud83d',
	'%zz',
	'\u200d',
	'booking',
	'call',
	'sms',
	'phone call',
	'+1 (312) 867-5309',
	'312-867-5309',
	'+1 312*',
	'Two words',
	'assistant-1',
);
const operand = fc.oneof(
	text,
	lineWords,
	fc.array(lineWords, { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')),
);

/** The query with operands and keys drawn again, including words of the query language. */
const lineQuery: fc.Arbitrary<ListQuery> = fc
	.tuple(
		query,
		fc.array(operand, { minLength: 8, maxLength: 8 }),
		fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }),
	)
	.map(([drawn, operands, choices]) => {
		let drawnSoFar = 0;
		const next = (): string => operands[drawnSoFar++ % operands.length] ?? '';
		const column = (old: Column): Column => {
			if (old.kind === 'plain') return old;
			const known = [
				'assistant_id',
				'telnyx_conversation_channel',
				'telnyx_end_user_target',
				'call_control_id',
			];
			return { ...old, key: known[choices[drawnSoFar++ % choices.length] ?? 0] ?? next() };
		};
		const redraw = (filter: Filter): Filter => {
			if (filter.kind === 'group') return { ...filter, children: filter.children.map(redraw) };
			const condition: Condition = { ...filter, column: column(filter.column) };
			if (condition.operator === 'is') return condition;
			return condition.operator === 'in'
				? { ...condition, operand: condition.operand.map(next) }
				: { ...condition, operand: next() };
		};
		return {
			...drawn,
			filters: drawn.filters.map(redraw),
			order: drawn.order.map((term) => ({ ...term, column: column(term.column) })),
		};
	});

const assistants = fc
	.array(
		fc.tuple(
			fc.oneof(operand, fc.constantFrom('assistant-1', 'assistant-2')),
			fc.oneof(operand, fc.constant('Booking')),
		),
		{ maxLength: 5 },
	)
	.map((entries) => new Map(entries));

/** Matches visible characters on one line. */
const shown = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\ufeff]*$/u;

describe('a tree, a query text and a query string are equivalent', () => {
	test('a query text reads back as its tree, at any time and in any zone', () => {
		fc.assert(
			fc.property(fc.oneof(query, lineQuery), (tree) => {
				const line = formatQueryText(tree, context);
				expect(line).toMatch(shown);
				expect(parseQueryText(line, later)).toEqual(normalizeListQuery(tree));
			}),
			{ numRuns: 3000 },
		);
	});

	test.each(['', 'a b', '%41', '+1', '"', 'x'])(
		'a lone “not equal to %j” is no pasted query string',
		(operand) => {
			for (const operator of ['eq', 'like'] as const) {
				const condition: Condition = {
					kind: 'condition',
					column: plainColumn('name'),
					negated: true,
					operator,
					operand,
				};
				const tree = { ...emptyQuery, filters: [condition] };
				expect(parseQueryText(formatQueryText(tree, context), context)).toEqual(normalizeListQuery(tree));
			}
		},
	);

	test('also with names of assistants that are ids, words of the language or other names', () => {
		fc.assert(
			fc.property(lineQuery, assistants, (tree, names) => {
				const known = { ...context, assistants: names };
				expect(parseQueryText(formatQueryText(tree, known), known)).toEqual(normalizeListQuery(tree));
			}),
			{ numRuns: 2000 },
		);
	});

	test('the pasted query string of a tree reads back as the tree', () => {
		fc.assert(
			fc.property(
				fc
					.oneof(query, lineQuery)
					.filter((tree) => JSON.stringify(tree).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(tree))),
				fc.constantFrom(
					'',
					'?',
					'https://api.telnyx.com/v2/ai/conversations?',
					'/v2/ai/conversations?',
					' GET /ai/conversations?',
				),
				(tree, before) => {
					expect(parseQueryText(before + toQueryString(tree), context)).toEqual(normalizeListQuery(tree));
				},
			),
			{ numRuns: 2000 },
		);
	});

	test('a query that was read and written reads back as the same', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'name',
				'channel',
				'meta.tier',
				'created',
				'updated',
				'id',
				'assistant',
				':',
				'~',
				'!=',
				'>',
				'<=',
				'.like:',
				'.in:(',
				'(',
				')',
				' ',
				' ',
				' or ',
				'not ',
				'-',
				'"',
				',',
				'sort:',
				'limit:',
				'after:',
				'during:',
				'any(',
			),
			lineWords,
		);
		fc.assert(
			fc.property(
				fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
				(line) => {
					const read = attempt(line);
					if (read === null) return;
					expect(parseQueryText(formatQueryText(read, context), later)).toEqual(read);
				},
			),
			{ numRuns: 5000 },
		);
	});
});

/** The query, or null for a text refused with a position inside it. */
function attempt(line: string): SaidQuery | null {
	try {
		return readLine(line, context).query;
	} catch (error) {
		expect(error).toMatchObject({ name: 'LineError', position: expect.any(Number), end: expect.any(Number) });
		const { position, end } = error as { position: number; end: number };
		expect(position).toBeGreaterThanOrEqual(0);
		expect(end).toBeGreaterThanOrEqual(position);
		expect(end).toBeLessThanOrEqual(line.length);
		return null;
	}
}
