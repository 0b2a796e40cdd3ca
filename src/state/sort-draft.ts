import { type Column, metadataColumn, type Order, plainColumn } from '../filter/tree.ts';

/** An order being put together: the columns that are on, in their rank, and the row under the cursor. */
export type SortDraft = {
	readonly order: readonly Order[];
	readonly selected: number;
	/** Whether the order of our own is offered, above the columns; null where it is not, else whether it is on. */
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

/** A draft for the list, the cursor on what the list is in the order of. */
export function listSortDraft(order: readonly Order[], attention: boolean): SortDraft {
	return { order, attention, selected: attention ? 0 : 1 };
}

/**
 * What can be sorted by: what needs attention, where that is offered; every column, those of the conversation first, then
 * those that are on, then the metadata keys that were seen.
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

/** The next way for a column: off, then downwards (behind those that are on already), then upwards, then off. */
export function cycle(order: readonly Order[], column: Column): readonly Order[] {
	const at = order.findIndex((term) => isSameColumn(term.column, column));
	const term = order[at];
	if (term === undefined) return [...order, { column, direction: 'desc', nulls: 'last' }];
	return term.direction === 'desc' ? order.with(at, { ...term, direction: 'asc' }) : order.toSpliced(at, 1);
}

/** Moves a column's rows without a value: last, first, or where the database puts them. */
export function cycleNulls(order: readonly Order[], column: Column): readonly Order[] {
	const at = order.findIndex((term) => isSameColumn(term.column, column));
	const term = order[at];
	if (term === undefined) return order;
	const next = { last: 'first', first: null, default: 'last' } as const;
	return order.with(at, { ...term, nulls: next[term.nulls ?? 'default'] });
}

/** What Enter makes of a draft: the draft, or only the column under the cursor where that is not on yet. */
export function chosenOrder(draft: SortDraft, column: Column | undefined): readonly Order[] {
	if (column === undefined || draft.order.some((term) => isSameColumn(term.column, column)))
		return draft.order;
	return cycle([], column);
}
