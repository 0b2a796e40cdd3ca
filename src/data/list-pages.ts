import { fingerprintOf } from '../api/fingerprints.ts';
import { rowKey } from '../api/keyset-cursor.ts';
import type { ConversationPage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { JsonValue } from '../domain/json.ts';
import { rowOrder } from '../filter/compare.ts';
import { withTiebreak } from '../filter/keyset.ts';
import type { Order } from '../filter/tree.ts';
import { type Known, type ListedPage, readPages } from './conversation-cache.ts';
import { readableRows } from './list-holes.ts';
import type { ListRow } from './list-row.ts';

/** The rows of pages in order, each conversation once. Of two copies the upper one is newer and stays. */
export function flattenPages(pages: readonly ConversationPage[]): ListRow[] {
	const seen = new Set<string>();
	const rows: ListRow[] = [];
	const hasHoles = pages.some((page) => page.rows.some((row) => !row.ok));
	const readable = hasHoles ? readableRows(pages) : new Map();
	for (const page of pages) {
		for (const row of page.rows) {
			const listRow = toListRow(row);
			if (seen.has(listRow.id) || (!row.ok && readable.has(rowKey(row)))) continue;
			seen.add(listRow.id);
			rows.push(listRow);
		}
	}
	return rows;
}

const rowsOf = new WeakMap<readonly ListedPage[], readonly ListRow[]>();

/** The rows of pages in the cache. Returns the same array until a row changes. */
export function listRows(pages: readonly ListedPage[], known: Known): readonly ListRow[] {
	const rows = flattenPages(readPages(pages, known));
	const before = rowsOf.get(pages);
	if (before?.length === rows.length && rows.every((row, index) => row === before[index])) return before;
	rowsOf.set(pages, rows);
	return rows;
}

const rowOf = new WeakMap<Decoded<Conversation>, ListRow>();

/** Returns the same object for the same row, so that its drawn line can be kept. */
function toListRow(row: Decoded<Conversation>): ListRow {
	const known = rowOf.get(row);
	if (known !== undefined) return known;
	const made: ListRow = row.ok
		? { kind: 'conversation', id: row.value.id, conversation: row.value }
		: { kind: 'broken', id: brokenId(row.raw), problem: row.problem, raw: row.raw };
	rowOf.set(row, made);
	return made;
}

/** Identifies a row without a readable id by its JSON. */
function brokenId(raw: JsonValue): string {
	return `unreadable ${fingerprintOf(raw)}`;
}

/**
 * Lays freshly fetched top pages over the old pages. An old row above the end of the new pages and not among them is
 * gone (deleted, or moved up); older rows stay loaded. Null if the new pages do not reach the old ones, as rows between
 * them may be missing, or if only the server knows the order.
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

/** The rows below a place. An unreadable row counts as below if the readable rows after it are. */
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
	// The last page holds the cursor. Other empty pages are dropped, as each refresh would add one.
	return upwards.toReversed().filter(({ rows }, index, all) => rows.length > 0 || index === all.length - 1);
}

function lastReadable(pages: readonly ConversationPage[]): Conversation | null {
	for (const page of pages.toReversed()) {
		for (const row of page.rows.toReversed()) if (row.ok) return row.value;
	}
	return null;
}
