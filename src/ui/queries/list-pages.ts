import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Decoded } from '../../domain/decoded.ts';
import type { Instant } from '../../domain/instant.ts';
import { type JsonValue, jsonText } from '../../domain/json.ts';
import type { Sort } from '../../state/ui-state.ts';
import type { ListRow } from '../model/list-row.ts';

/** What a place in the list is made of, newest first: the instant sorted by, and the id where instants tie. */
type Place = { readonly at: Instant; readonly id: string };

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
 * new pages do not reach down to the old ones: then there may be rows between them that nobody has fetched.
 */
export function mergeHead(
	old: readonly ConversationPage[],
	head: readonly ConversationPage[],
	sort: Sort,
): ConversationPage[] | null {
	const reached = lastPlace(head, sort);
	const end = head.at(-1);
	if (end === undefined) return null;
	const hadRows = old.some((page) => page.rows.length > 0);
	if (end.next === null || reached === null || !hadRows) return [...head];
	const headIds = new Set(head.flatMap((page) => page.rows.flatMap((row) => (row.ok ? [row.value.id] : []))));
	const touches = old.some((page) =>
		page.rows.some((row) => row.ok && headIds.has(row.value.id) && !isBelow(row.value, reached, sort)),
	);
	if (!touches) return null;
	return [...head, ...rowsBelow(old, reached, sort)];
}

/** The pages' rows below a place. A row that cannot be read goes by the readable ones behind it. */
function rowsBelow(pages: readonly ConversationPage[], reached: Place, sort: Sort): ConversationPage[] {
	let isPassed = false;
	const upwards = pages.toReversed().map((page) => {
		const rows = page.rows.toReversed().filter((row) => {
			if (row.ok && !isBelow(row.value, reached, sort)) isPassed = true;
			return !isPassed;
		});
		return { ...page, rows: rows.toReversed() };
	});
	// The last page says how the list goes on; of the others an empty one would stay for ever, one more with every refresh.
	return upwards.toReversed().filter(({ rows }, index, all) => rows.length > 0 || index === all.length - 1);
}

function lastPlace(pages: readonly ConversationPage[], sort: Sort): Place | null {
	for (const page of pages.toReversed()) {
		for (const row of page.rows.toReversed()) {
			const place = row.ok ? placeOf(row.value, sort) : null;
			if (place !== null) return place;
		}
	}
	return null;
}

function placeOf(conversation: Conversation, sort: Sort): Place | null {
	const at = sort === 'created_at' ? conversation.createdAt : conversation.lastMessageAt;
	return at === null ? null : { at, id: conversation.id };
}

function isBelow(conversation: Conversation, reached: Place, sort: Sort): boolean {
	const place = placeOf(conversation, sort);
	if (place === null) return true;
	return place.at < reached.at || (place.at === reached.at && place.id < reached.id);
}
