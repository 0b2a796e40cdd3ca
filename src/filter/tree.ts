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

/** Conditions and groups joined by "and" or "or", to any depth. */
export type Group = {
	readonly kind: 'group';
	readonly join: 'and' | 'or';
	readonly negated: boolean;
	readonly children: readonly Filter[];
};

export type Filter = Condition | Group;

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
