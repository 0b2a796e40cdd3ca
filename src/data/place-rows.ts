import type { ConversationPage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { rowOrder } from '../filter/compare.ts';
import { withTiebreak } from '../filter/keyset.ts';
import type { Order } from '../filter/tree.ts';

/**
 * Puts new and changed rows in their places among the loaded ones. Rows in `held`, which the user is reading, change in
 * place. A row below the last loaded one is left to its page, unless the list has no further page. Null if only the
 * server knows the order.
 */
export function placeRows(
	pages: readonly ConversationPage[],
	rows: readonly Conversation[],
	order: readonly Order[],
	held: ReadonlySet<string>,
): ConversationPage[] | null {
	const compare = rowOrder(withTiebreak(order));
	if (compare === null) return null;
	const fresh = new Map(rows.map((row) => [row.id, row]));
	const kept = new Set<string>();
	const next: ConversationPage[] = pages.map((page) => {
		let isChanged = false;
		const left = page.rows.flatMap((row) => {
			const newer = row.ok ? fresh.get(row.value.id) : undefined;
			if (newer === undefined) return [row];
			isChanged = true;
			if (!held.has(newer.id) || kept.has(newer.id)) return [];
			kept.add(newer.id);
			return [{ ok: true as const, value: newer }];
		});
		return isChanged ? { ...page, rows: left } : page;
	});
	// The rows are sorted, so each belongs in the page of the one before it, or in a later page.
	let from = 0;
	for (const row of [...rows].sort(compare)) {
		if (!kept.has(row.id))
			from = insert(
				next,
				from,
				row,
				held,
				(other) => other.id !== row.id && !held.has(other.id) && compare(row, other) < 0,
			);
	}
	return next;
}

/**
 * Inserts a row before the first later row of the pages from `from` on, or at the end of a list that is fully loaded.
 * Returns the index of the page to search next from.
 */
function insert(
	pages: ConversationPage[],
	from: number,
	row: Conversation,
	held: ReadonlySet<string>,
	isBefore: (other: Conversation) => boolean,
): number {
	for (let index = from; index < pages.length; index += 1) {
		const page = pages[index];
		if (page === undefined) break;
		let at = page.rows.findIndex((other) => other.ok && isBefore(other.value));
		if (at < 0) continue;
		// A held row keeps its neighbour below: the new row goes above both.
		for (let above = page.rows[at - 1]; above?.ok && held.has(above.value.id); above = page.rows[at - 1])
			at -= 1;
		pages[index] = { ...page, rows: page.rows.toSpliced(at, 0, { ok: true, value: row }) };
		return index;
	}
	const last = pages.at(-1);
	if (last === undefined) return 0;
	if (last.next === null && last.problem === null)
		pages[pages.length - 1] = { ...last, rows: [...last.rows, { ok: true, value: row }] };
	return pages.length - 1;
}
