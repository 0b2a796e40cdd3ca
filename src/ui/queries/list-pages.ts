import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Decoded } from '../../domain/decoded.ts';
import { type JsonValue, jsonText } from '../../domain/json.ts';
import { rowOrder } from '../../filter/compare.ts';
import { withTiebreak } from '../../filter/keyset.ts';
import type { Order } from '../../filter/tree.ts';
import type { ListRow } from '../model/list-row.ts';

/** All rows of some pages in order, each conversation once: the copy nearest the top is the newest. */
export function flattenPages(pages: readonly ConversationPage[]): ListRow[] {
	const seen = new Set<string>();
	const rows: ListRow[] = [];
	for (const page of pages) {
		for (const row of page.rows) {
			const listRow = toListRow(row);
			if (seen.has(listRow.id)) continue;
			seen.add(listRow.id);
			rows.push(listRow);
		}
	}
	return rows;
}

const rowOf = new WeakMap<Decoded<Conversation>, ListRow>();

/** The same object for the same row, so that what was drawn of it can be kept. */
function toListRow(row: Decoded<Conversation>): ListRow {
	const known = rowOf.get(row);
	if (known !== undefined) return known;
	const made: ListRow = row.ok
		? { kind: 'conversation', id: row.value.id, conversation: row.value }
		: { kind: 'broken', id: brokenId(row.raw), problem: row.problem, raw: row.raw };
	rowOf.set(row, made);
	return made;
}

/** A row without a readable id is named by what it holds. */
function brokenId(raw: JsonValue): string {
	return `unreadable ${jsonText(raw)}`;
}

/**
 * Lays pages fetched anew from the top over the pages that were there. Rows of the old pages that belong above the new
 * pages' last row and are not among them are gone (deleted, or moved up); what is older stays loaded. Null where the
 * new pages do not reach down to the old ones (then there may be rows between them that nobody has fetched), and where
 * only the server knows the order.
 */
export function mergeHead(
	old: readonly ConversationPage[],
	head: readonly ConversationPage[],
	order: readonly Order[],
): ConversationPage[] | null {
	const compare = rowOrder(withTiebreak(order));
	const reached = lastReadable(head);
	const end = head.at(-1);
	if (end === undefined) return null;
	const hadRows = old.some((page) => page.rows.length > 0);
	if (end.next === null || reached === null || !hadRows) return [...head];
	if (compare === null) return null;
	const isBelow = (row: Conversation): boolean => compare(row, reached) > 0;
	const headIds = new Set(head.flatMap((page) => page.rows.flatMap((row) => (row.ok ? [row.value.id] : []))));
	const touches = old.some((page) =>
		page.rows.some((row) => row.ok && headIds.has(row.value.id) && !isBelow(row.value)),
	);
	if (!touches) return null;
	return [...head, ...rowsBelow(old, isBelow)];
}

/** The pages' rows below a place. A row that cannot be read goes by the readable ones behind it. */
function rowsBelow(
	pages: readonly ConversationPage[],
	isBelow: (row: Conversation) => boolean,
): ConversationPage[] {
	let isPassed = false;
	const upwards = pages.toReversed().map((page) => {
		const rows = page.rows.toReversed().filter((row) => {
			if (row.ok && !isBelow(row.value)) isPassed = true;
			return !isPassed;
		});
		return { ...page, rows: rows.toReversed() };
	});
	// The last page says how the list goes on; of the others an empty one would stay for ever, one more with every refresh.
	return upwards.toReversed().filter(({ rows }, index, all) => rows.length > 0 || index === all.length - 1);
}

function lastReadable(pages: readonly ConversationPage[]): Conversation | null {
	for (const page of pages.toReversed()) {
		for (const row of page.rows.toReversed()) if (row.ok) return row.value;
	}
	return null;
}
