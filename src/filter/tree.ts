/** The columns that are fields of a conversation. */
export const plainColumns = ['id', 'name', 'created_at', 'last_message_at'] as const;
export type PlainColumn = (typeof plainColumns)[number];

/** What a condition or an order speaks of: a field, or a metadata key (`->` and `->>` are both understood). */
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

/** One comparison. Operands are raw text: quoting and percent-encoding belong to parse and format. */
export type Condition = {
	readonly kind: 'condition';
	readonly column: Column;
	readonly negated: boolean;
} & (
	| { readonly operator: 'in'; readonly operand: readonly string[] }
	| { readonly operator: 'is'; readonly operand: IsValue }
	| { readonly operator: Exclude<Operator, 'in' | 'is'>; readonly operand: string }
);

/** Conditions and groups joined by one word, to any depth. */
export type Group = {
	readonly kind: 'group';
	readonly join: 'and' | 'or';
	readonly negated: boolean;
	readonly children: readonly Filter[];
};

export type Filter = Condition | Group;

/** One column to sort by. `nulls` null means the database's own: last when ascending, first when descending. */
export type Order = {
	readonly column: Column;
	readonly direction: 'asc' | 'desc';
	readonly nulls: 'first' | 'last' | null;
};

/** Everything that can be asked of the list operation. `filters` are joined by "and". */
export type ListQuery = {
	readonly filters: readonly Filter[];
	readonly order: readonly Order[];
	readonly limit: number | null;
	readonly offset: number | null;
};

/** The query that asks for everything, in no particular order. */
export const emptyQuery: ListQuery = { filters: [], order: [], limit: null, offset: null };

/** The column of a conversation's own field. */
export function plainColumn(name: PlainColumn): Column {
	return { kind: 'plain', name };
}

/** The column of a metadata key, compared as text. */
export function metadataColumn(key: string): Column {
	return { kind: 'metadata', key, arrow: '->' };
}
