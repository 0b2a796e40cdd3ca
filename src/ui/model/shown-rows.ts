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
 * The rows with some more, each in its place by the order. Where only the server knows that place, or it is below all
 * that is loaded so far, it is at the top; what is among the rows already stays where it is.
 */
export function withPinned(
	rows: readonly ListRow[],
	pinned: readonly Conversation[],
	order: readonly Order[],
	hasMore: boolean,
): readonly ListRow[] {
	const compare = rowOrder(withTiebreak(order));
	// From the back, so that the first of them is the first of those that go to the top.
	return pinned.reduceRight((before, conversation) => {
		const { id } = conversation;
		if (before.some((row) => row.id === id)) return before;
		const at = before.findIndex(
			(row) =>
				compare === null || (row.kind === 'conversation' && compare(conversation, row.conversation) < 0),
		);
		const place = at < 0 && !hasMore ? before.length : Math.max(0, at);
		return before.toSpliced(place, 0, { kind: 'conversation', id, conversation });
	}, rows);
}
