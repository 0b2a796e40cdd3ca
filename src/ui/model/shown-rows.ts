import type { Conversation, Metadata } from '../../domain/conversation.ts';
import { rowOrder } from '../../filter/compare.ts';
import { withTiebreak } from '../../filter/keyset.ts';
import type { Order } from '../../filter/tree.ts';
import type { ListRow } from './list-row.ts';

/** The conversation with the metadata that is being saved for it, where there is any. */
export function asSaving(conversation: Conversation, saving: ReadonlyMap<string, Metadata>): Conversation {
	const metadata = saving.get(conversation.id);
	return metadata === undefined ? conversation : { ...conversation, metadata };
}

/** The rows with the metadata that is being saved. Rows of which none is saved stay the same objects. */
export function withSaving(
	rows: readonly ListRow[],
	saving: ReadonlyMap<string, Metadata>,
): readonly ListRow[] {
	if (saving.size === 0) return rows;
	return rows.map((row) =>
		row.kind === 'conversation' && saving.has(row.id)
			? { ...row, conversation: asSaving(row.conversation, saving) }
			: row,
	);
}

/**
 * The rows with one more in its place by the order. Where only the server knows that place, or it is below all that is
 * loaded so far, it is at the top; where the rows have it already, they stay as they are.
 */
export function withPinned(
	rows: readonly ListRow[],
	pinned: Conversation | undefined,
	order: readonly Order[],
	hasMore: boolean,
): readonly ListRow[] {
	if (pinned === undefined || rows.some(({ id }) => id === pinned.id)) return rows;
	const compare = rowOrder(withTiebreak(order));
	const below = (row: ListRow): boolean =>
		compare === null || (row.kind === 'conversation' && compare(pinned, row.conversation) < 0);
	const at = rows.findIndex(below);
	const row: ListRow = { kind: 'conversation', id: pinned.id, conversation: pinned };
	return rows.toSpliced(at < 0 && !hasMore ? rows.length : Math.max(0, at), 0, row);
}
