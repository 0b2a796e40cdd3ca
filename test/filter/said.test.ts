import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDateCondition } from '../../src/filter/date-condition.ts';
import { normalizeListQuery, toQueryString } from '../../src/filter/format.ts';
import { formatQueryText } from '../../src/filter/query-text/format-query-text.ts';
import { parseQueryText } from '../../src/filter/query-text/parse-query-text.ts';
import { resolveQuery } from '../../src/filter/resolve.ts';
import { isOutOfTime } from '../../src/filter/time-match.ts';
import {
	type Condition,
	emptyQuery,
	plainColumn,
	type SaidFilter,
	type SaidLeaf,
	type SaidQuery,
} from '../../src/filter/tree.ts';
import { draftOf, queryOf } from '../../src/state/filter/filter-draft.ts';
import { makeCondition, valueText } from '../../src/state/filter/filter-value.ts';
import { verbOf } from '../../src/state/filter/filter-verbs.ts';
import { queryTextOfFilter } from '../../src/state/filter/recent-filters.ts';
import { reduce } from '../../src/state/reducer.ts';
import { readSavedView } from '../../src/state/saved-view-draft.ts';
import { initialState, newestFirst } from '../../src/state/ui-state.ts';
import { rows, usedFilters } from './arbitraries.ts';
import { at, context } from './query-text/context.ts';
import { holds } from './reference.ts';

/** Two days after `context`: a Tuesday. */
const later = { ...context, now: at('2026-11-24T09:00:00Z') };

const said = [
	'24h',
	'90m',
	'today',
	'yesterday',
	'monday',
	'Last Friday',
	'2026-11-01',
	'2026-11',
	'2026-11-01..03',
	'14:00',
	'14:00-15:30',
	'yesterday 14:00',
	'friday..today',
	'2026-11-01T10:00',
	'2026-11-01T10:00Z',
	'now',
];
const columns = [plainColumn('created_at'), plainColumn('last_message_at')];
const operators = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'during'] as const;

/** Every comparison of both times with these dates. */
const comparisons: readonly SaidLeaf[] = columns.flatMap((column) =>
	operators.flatMap((operator) =>
		said.flatMap((text): SaidLeaf[] => {
			const read = readDateCondition(column, operator, text, context);
			return read === null || (operator === 'during' && read.kind === 'point') ? [] : [read.condition];
		}),
	),
);
const date = fc
	.tuple(fc.constantFrom(...comparisons), fc.boolean())
	.map(([leaf, isOther]): SaidLeaf => ({ ...leaf, negated: leaf.negated !== isOther }));

const plain: Condition = {
	kind: 'condition',
	column: plainColumn('name'),
	negated: false,
	operator: 'ilike',
	operand: '*refund*',
};

const { filter } = fc.letrec<{ filter: SaidFilter; group: SaidFilter }>((tie) => ({
	filter: fc.oneof({ depthSize: 'small', withCrossShrink: true }, date, fc.constant(plain), tie('group')),
	group: fc.record({
		kind: fc.constant('group' as const),
		join: fc.constantFrom('and' as const, 'or' as const),
		negated: fc.boolean(),
		children: fc.array(tie('filter'), { maxLength: 3 }),
	}),
}));
const query: fc.Arbitrary<SaidQuery> = fc
	.array(filter, { minLength: 1, maxLength: 3 })
	.map((filters) => normalizeListQuery({ ...newestFirst, filters }));

const textOf = (of: SaidQuery): string => formatQueryText({ ...of, order: [] }, {});

describe('a date stays as it was said', () => {
	test('in the query text, read on another day', () => {
		fc.assert(
			fc.property(query, (asked) => {
				expect(parseQueryText(textOf(asked), later).filters).toEqual(asked.filters);
			}),
			{ numRuns: 1000 },
		);
	});

	test('in the rows of the modal, and in each row whose value is typed again', () => {
		fc.assert(
			fc.property(query, date, (asked, leaf) => {
				expect(queryOf(draftOf(asked))).toEqual(asked);
				const { column, negated } = leaf;
				const typed = { column, verb: verbOf(leaf), text: valueText(leaf), negated };
				expect(makeCondition(typed, later)).toEqual({ ok: true, filter: leaf });
			}),
		);
	});

	test('in history, recent filters and saved views', () => {
		fc.assert(
			fc.property(query, (asked) => {
				const filtered = reduce(initialState, { type: 'query', query: asked });
				const cleared = reduce(filtered, { type: 'query', query: newestFirst });
				expect(reduce(cleared, { type: 'travel', by: -1 }).query).toBe(asked);
				const queryText = queryTextOfFilter(cleared.recents, asked, {});
				expect(cleared.recents.map((recent) => recent.queryText)).toEqual([queryText]);
				const view = { id: 'v', name: 'v', queryText, order: '', alert: null };
				expect(readSavedView(view, later, newestFirst.order)).toMatchObject({ ok: true, query: asked });
			}),
		);
	});

	test('and is a request of instants, other ones on another day', () => {
		const asked = parseQueryText('during:yesterday created>=24h', context);
		const sent = (when: typeof context): string =>
			decodeURIComponent(toQueryString(resolveQuery(asked, when)));
		const day = (from: string, to: string, since: string): string =>
			`last_message_at=gte.${from}&last_message_at=lt.${to}&created_at=gte.${since}`.replaceAll(
				'Z',
				'.000000+00:00',
			);
		expect(sent(context)).toBe(day('2026-11-20T23:00:00Z', '2026-11-21T23:00:00Z', '2026-11-21T14:30:45Z'));
		expect(sent(later)).toBe(day('2026-11-22T23:00:00Z', '2026-11-23T23:00:00Z', '2026-11-23T09:00:00Z'));
		expect(textOf(asked)).toBe('during:yesterday created>=24h');
	});

	test('an instant of an older file still reads as that instant', () => {
		const line = 'after:2026-11-21T14:30:45.000000+00:00 created<2026-11-15T14:30:45Z';
		const read = parseQueryText(line, later);
		expect(resolveQuery(read, context)).toBe(read);
		expect(formatQueryText(read, {})).toBe(line);
	});

	test('a range whose end is not after its start means no time', () => {
		const range = { kind: 'date', column: columns[0], operator: 'during', said: 'today..now' } as const;
		const midnight = { ...context, now: at('2026-11-22T23:00:00Z') };
		const asked = (negated: boolean) => ({ ...emptyQuery, filters: [{ ...range, negated } as SaidLeaf] });
		expect(toQueryString(resolveQuery(asked(false), midnight))).toBe('id=is.null');
		expect(toQueryString(resolveQuery(asked(true), midnight))).toBe('id=not.is.null');
	});
});

test('a row that its times keep out of a filter does not match it', () => {
	fc.assert(
		fc.property(rows, usedFilters, (all, filters) => {
			for (const row of all) {
				if (isOutOfTime(filters, row)) expect(filters.every((one) => holds(one, row) === true)).toBe(false);
			}
		}),
	);
});
