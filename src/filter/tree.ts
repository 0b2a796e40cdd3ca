/** The columns that are fields of a conversation. */
export const plainColumns = ['id', 'name', 'created_at', 'last_message_at'] as const;
export type PlainColumn = (typeof plainColumns)[number];

/** The subject of a condition or an order: a field, or a metadata key (`->` and `->>` are equivalent). */
export type Column =
	| { readonly kind: 'plain'; readonly name: PlainColumn }
	| { readonly kind: 'metadata'; readonly key: string; readonly arrow: '->' | '->>' };

/** PostgREST's operators, as far as the API documents them. */
export const operators = [
	'eq',
	'neq',
	'gt',
	'gte',
	'lt',
	'lte',
	'like',
	'ilike',
	'match',
	'imatch',
	'in',
	'is',
] as const;
export type Operator = (typeof operators)[number];

export const isValues = ['null', 'not_null', 'true', 'false', 'unknown'] as const;
export type IsValue = (typeof isValues)[number];

/** One comparison. Operands are raw text: parsing and formatting handle quotes and percent-encoding. */
export type Condition = {
	readonly kind: 'condition';
	readonly column: Column;
	readonly negated: boolean;
} & (
	| { readonly operator: 'in'; readonly operand: readonly string[] }
	| { readonly operator: 'is'; readonly operand: IsValue }
	| { readonly operator: Exclude<Operator, 'in' | 'is'>; readonly operand: string }
);

/** The comparisons of a time with a date as said; `during` is for a span of time, `eq` for a single moment. */
export type DateOperator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'during';

/** A comparison of a time with a date as the user said it (`yesterday`). `resolveQuery` makes instants of it. */
export type DateCondition = {
	readonly kind: 'date';
	readonly column: Column;
	readonly negated: boolean;
	readonly operator: DateOperator;
	readonly said: string;
};

/** Leaves and groups joined by "and" or "or", to any depth. */
type GroupOf<Leaf> = {
	readonly kind: 'group';
	readonly join: 'and' | 'or';
	readonly negated: boolean;
	readonly children: readonly (Leaf | GroupOf<Leaf>)[];
};

/** A filter as the API takes it: every date is an instant. */
export type Group = GroupOf<Condition>;
export type Filter = Condition | Group;

/** A filter as the user said it: its dates stay relative. */
export type SaidLeaf = Condition | DateCondition;
export type SaidGroup = GroupOf<SaidLeaf>;
export type SaidFilter = SaidLeaf | SaidGroup;

/** One column to sort by. `nulls` null means the database's default: last when ascending, first when descending. */
export type Order = {
	readonly column: Column;
	readonly direction: 'asc' | 'desc';
	readonly nulls: 'first' | 'last' | null;
};

/** A query of the list operation. `filters` are joined by "and". */
export type ListQuery = {
	readonly filters: readonly Filter[];
	readonly order: readonly Order[];
	readonly limit: number | null;
	readonly offset: number | null;
};

/** A query as the user said it. The program keeps this one, and resolves it at each request. */
export type SaidQuery = Omit<ListQuery, 'filters'> & { readonly filters: readonly SaidFilter[] };

/** Matches everything, in no particular order. */
export const emptyQuery: ListQuery = { filters: [], order: [], limit: null, offset: null };

/** The column of a conversation's field. */
export function plainColumn(name: PlainColumn): Column {
	return { kind: 'plain', name };
}

/** The column of a metadata key, compared as text. */
export function metadataColumn(key: string): Column {
	return { kind: 'metadata', key, arrow: '->' };
}

/** True for a column that holds instants. */
export function isTime(column: Column): boolean {
	return column.kind === 'plain' && (column.name === 'created_at' || column.name === 'last_message_at');
}
