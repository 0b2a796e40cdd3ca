import { type Column, metadataColumn, type Order, plainColumn } from '../filter/tree.ts';

/** An order being put together: the columns that are on, in their rank, and the row under the cursor. */
export type SortDraft = { readonly order: readonly Order[]; readonly selected: number };

const plain: readonly Column[] = [
	plainColumn('last_message_at'),
	plainColumn('created_at'),
	plainColumn('name'),
	plainColumn('id'),
];

/** Every column that can be sorted by: the conversation's own, those that are on, then the metadata keys that were seen. */
export function sortColumns(draft: SortDraft, metadataKeys: readonly string[]): Column[] {
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
