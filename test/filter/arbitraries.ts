import fc from 'fast-check';
import { formatInstant, type Instant } from '../../src/domain/instant.ts';
import { JsonNumber, type JsonValue } from '../../src/domain/json.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import {
	type Column,
	type Condition,
	type Filter,
	isValues,
	type ListQuery,
	type Operator,
	type Order,
	operators,
	plainColumns,
} from '../../src/filter/tree.ts';

/** Texts with a special meaning to people, URLs, the grammar, LIKE or SQL. */
const awkward = [
	'',
	' ',
	' leading and trailing ',
	'null',
	'true',
	'not.eq.x',
	'a,b',
	'(a)',
	')',
	'"',
	'"quoted"',
	'"open',
	'\\',
	'\\"',
	'a\\',
	"it's; DROP TABLE conversations --",
	'+13128675309',
	'100%',
	'%2B',
	'a*b_c',
	'a&b=c#d?e',
	'line\nbreak\r\n',
	'\t\u00a0\ufeff',
	'{a,b}',
	'a:b.c',
	'->',
	'$."a"',
	'日本語',
	'ΟΔΟΣ',
	'👩‍👩‍👧',
	'e\u0301',
	'assistant-123',
	'v3:abc',
];

/** Any operand or key in whole characters: half a character does not survive a URL. */
export const text = fc.oneof(
	fc.constantFrom(...awkward),
	fc.string({ unit: 'binary', maxLength: 12 }),
	fc.array(fc.constantFrom(...awkward), { maxLength: 3 }).map((parts) => parts.join('')),
);

export const column: fc.Arbitrary<Column> = fc.oneof(
	fc.constantFrom(...plainColumns).map((name): Column => ({ kind: 'plain', name })),
	fc.record({
		kind: fc.constant('metadata' as const),
		key: text,
		arrow: fc.constantFrom('->' as const, '->>' as const),
	}),
);

type Scalar = Exclude<Operator, 'in' | 'is'>;
const scalars = operators.filter((operator): operator is Scalar => operator !== 'in' && operator !== 'is');

function conditionOn(columns: fc.Arbitrary<Column>, operand: fc.Arbitrary<string>): fc.Arbitrary<Condition> {
	const about = { kind: fc.constant('condition' as const), column: columns, negated: fc.boolean() };
	return fc.oneof(
		{ weight: 4, arbitrary: fc.record({ ...about, operator: fc.constantFrom(...scalars), operand }) },
		fc.record({
			...about,
			operator: fc.constant('in' as const),
			operand: fc.array(operand, { maxLength: 4 }),
		}),
		fc.record({ ...about, operator: fc.constant('is' as const), operand: fc.constantFrom(...isValues) }),
	);
}

function filterOf(condition: fc.Arbitrary<Condition>): fc.Arbitrary<Filter> {
	const { filter } = fc.letrec<{ filter: Filter; group: Filter }>((tie) => ({
		filter: fc.oneof({ depthSize: 'small', withCrossShrink: true }, condition, tie('group')),
		group: fc.record({
			kind: fc.constant('group' as const),
			join: fc.constantFrom('and' as const, 'or' as const),
			negated: fc.boolean(),
			children: fc.array(tie('filter'), { maxLength: 4 }),
		}),
	}));
	return filter;
}

function orderOn(columns: fc.Arbitrary<Column>): fc.Arbitrary<Order[]> {
	return fc.array(
		fc.record({
			column: columns,
			direction: fc.constantFrom('asc' as const, 'desc' as const),
			nulls: fc.constantFrom('first' as const, 'last' as const, null),
		}),
		{ maxLength: 4 },
	);
}

/** Any query that can be written, sensible or not. */
export const query: fc.Arbitrary<ListQuery> = fc.record({
	filters: fc.array(filterOf(conditionOn(column, text)), { maxLength: 4 }),
	order: orderOn(column),
	limit: fc.option(fc.nat()),
	offset: fc.option(fc.nat()),
});

// From here on only few different values, so that conditions match some rows and rows tie.

const instants = [0, 1, 2, 1_000_000, 1_000_001].map((offset) => (1_760_000_000_000_000 + offset) as Instant);
const words = [
	'',
	'a',
	'A',
	'b',
	'ab',
	'null',
	'true',
	'10',
	'9',
	'1.10',
	'9007199254740993',
	'ß',
	'日本',
	'😀',
	'\uffee',
	'a\nb',
	'%',
	'a,b',
];
const keys = ['k', 'a.b', 'q"\\', '', '__proto__', 'constructor'];

const jsonValue: fc.Arbitrary<JsonValue> = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom<JsonValue>(...words) },
	fc.constantFrom<JsonValue>(null, true, false, 0, 1.5, -0.1, [], ['a', 1], {}, { a: null }),
	fc.constantFrom('9007199254740993', '1.10', '1e21', '-0', '1e400').map((text) => new JsonNumber(text)),
);

const metadata = fc
	.array(fc.tuple(fc.constantFrom(...keys), jsonValue), { maxLength: 4 })
	.map((entries) => Object.fromEntries(entries));

/** Rows that share most of their values but have different ids. */
export const rows: fc.Arbitrary<KeysetRow[]> = fc.uniqueArray(
	fc.record({
		id: fc.nat({ max: 200 }).map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`),
		name: fc.option(fc.constantFrom(...words)),
		createdAt: fc.option(fc.constantFrom(...instants), { freq: 4 }),
		lastMessageAt: fc.option(fc.constantFrom(...instants), { freq: 4 }),
		metadata,
	}),
	{ selector: ({ id }) => id, maxLength: 25, size: 'max' },
);

const usedColumn: fc.Arbitrary<Column> = fc.oneof(
	fc.constantFrom(...plainColumns).map((name): Column => ({ kind: 'plain', name })),
	fc.constantFrom(...keys).map((key): Column => ({ kind: 'metadata', key, arrow: '->' })),
);

const patterns = ['a%', '%b', '_', 'a*', '%', '\\%', 'A_', '^a', 'b$', 'a|b', '.', '[[:digit:]]+', '(a|b)*'];

/** Conditions that Postgres would accept for these columns, with operands from the rows. */
const usedCondition: fc.Arbitrary<Condition> = fc.oneof(
	conditionOn(
		fc
			.constantFrom('created_at' as const, 'last_message_at' as const)
			.map((name) => ({ kind: 'plain', name })),
		fc.constantFrom(...instants.map(formatInstant)),
	).filter(({ operator, operand }) => !/like|match/.test(operator) && !isTruth(operand)),
	conditionOn(
		usedColumn,
		fc.constantFrom(...words, ...patterns, '00000000-0000-4000-8000-000000000007'),
	).filter(
		({ column: on, operand }) =>
			on.kind === 'metadata' || ((on.name === 'id' || on.name === 'name') && !isTruth(operand)),
	),
);

function isTruth(operand: string | readonly string[]): boolean {
	return operand === 'true' || operand === 'false' || operand === 'unknown';
}

export const usedFilters: fc.Arbitrary<Filter[]> = fc.array(filterOf(usedCondition), { maxLength: 2 });
export const usedOrder: fc.Arbitrary<Order[]> = orderOn(usedColumn);
