import { type Column, metadataColumn, type Order, plainColumn } from '../../filter/tree.ts';

/** An order draft: the columns switched on, by rank, and the row under the cursor. */
export type SortDraft = {
	readonly order: readonly Order[];
	readonly selected: number;
	/** Whether the attention order is on; null if it is not offered above the columns. */
	readonly attention: boolean | null;
};

/** A row of the sort menu. */
export type SortRow = { readonly kind: 'attention' } | { readonly kind: 'column'; readonly column: Column };

const plain: readonly Column[] = [
	plainColumn('last_message_at'),
	plainColumn('created_at'),
	plainColumn('name'),
	plainColumn('id'),
];

/** A draft for the list, with the cursor on the order in force. */
export function listSortDraft(order: readonly Order[], attention: boolean): SortDraft {
	return { order, attention, selected: attention ? 0 : 1 };
}

/**
 * The rows of the sort menu: attention (if offered), the conversation's columns, columns switched on, then the metadata
 * keys seen.
 */
export function sortRows(draft: SortDraft, metadataKeys: readonly string[]): SortRow[] {
	const columns = sortColumns(draft, metadataKeys).map((column): SortRow => ({ kind: 'column', column }));
	return draft.attention === null ? columns : [{ kind: 'attention' }, ...columns];
}

function sortColumns(draft: SortDraft, metadataKeys: readonly string[]): Column[] {
	const columns = [...plain];
	for (const column of [...draft.order.map((term) => term.column), ...metadataKeys.map(metadataColumn)]) {
		if (!columns.some((known) => isSameColumn(known, column))) columns.push(column);
	}
	return columns;
}

/** True for the same field, or the same metadata key. */
export function isSameColumn(a: Column, b: Column): boolean {
	if (a.kind === 'metadata') return b.kind === 'metadata' && a.key === b.key;
	return b.kind === 'plain' && a.name === b.name;
}

/** Steps a column through its states: off, descending (after the columns already on), ascending, off. */
export function cycle(order: readonly Order[], column: Column): readonly Order[] {
	const at = order.findIndex((term) => isSameColumn(term.column, column));
	const term = order[at];
	if (term === undefined) return [...order, { column, direction: 'desc', nulls: 'last' }];
	return term.direction === 'desc' ? order.with(at, { ...term, direction: 'asc' }) : order.toSpliced(at, 1);
}

/** Moves a column's rows without a value: last, first, or the database's default. */
export function cycleNulls(order: readonly Order[], column: Column): readonly Order[] {
	const at = order.findIndex((term) => isSameColumn(term.column, column));
	const term = order[at];
	if (term === undefined) return order;
	const next = { last: 'first', first: null, default: 'last' } as const;
	return order.with(at, { ...term, nulls: next[term.nulls ?? 'default'] });
}

/** The order that Enter applies: the draft, or only the column under the cursor if it is not switched on. */
export function chosenOrder(draft: SortDraft, column: Column | undefined): readonly Order[] {
	if (column === undefined || draft.order.some((term) => isSameColumn(term.column, column)))
		return draft.order;
	return cycle([], column);
}
