import type { Conversation } from '../domain/conversation.ts';
import { rowOrder } from '../filter/compare.ts';
import { withTiebreak } from '../filter/keyset.ts';
import type { Order } from '../filter/tree.ts';
import type { ListRow } from './list-row.ts';

/**
 * Adds pinned conversations to the rows, each in its place by the order. A conversation goes to the top if only the
 * server knows its place, or if its place is below the loaded rows. One that is already among the rows stays in place.
 */
export function withPinned(
	rows: readonly ListRow[],
	pinned: readonly Conversation[],
	order: readonly Order[],
	hasMore: boolean,
): readonly ListRow[] {
	const compare = rowOrder(withTiebreak(order));
	// Backwards, so that conversations at the top keep their order.
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

/**
 * Keeps an open conversation among rows that no longer include it, under the row above it in `before`. If `before` does
 * not include it either, it gets its place by the order.
 */
export function withHeld(
	rows: readonly ListRow[],
	held: Conversation,
	before: readonly string[],
	order: readonly Order[],
	hasMore: boolean,
): readonly ListRow[] {
	const { id } = held;
	if (rows.some((row) => row.id === id)) return rows;
	const was = before.indexOf(id);
	if (was < 0) return withPinned(rows, [held], order, hasMore);
	const indexOf = new Map(rows.map((row, index) => [row.id, index]));
	const above = before.slice(0, was).findLast((one) => indexOf.has(one));
	const place = above === undefined ? 0 : (indexOf.get(above) ?? -1) + 1;
	return rows.toSpliced(place, 0, { kind: 'conversation', id, conversation: held });
}
