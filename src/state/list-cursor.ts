import { clamp } from './scroll.ts';

/** The list's cursor: the id of its row, and its row within the pane. */
export type ListCursor = { readonly selectedId: string | null; readonly cursorRow: number };

/** Where the cursor was when a search of the list began, and the row that typing put it on since. */
export type SearchedFrom = ListCursor & { readonly typedId: string | null };

/**
 * The index of the first visible row, so that the cursor's row is at its place in the pane. The last rows fill the
 * pane, except with `stays`: then rows that arrived above a short list stay out of view, and blank rows follow its end.
 */
export function listTop(cursor: ListCursor, ids: readonly string[], height: number, stays = false): number {
	const index = Math.max(0, indexOfId(ids, cursor.selectedId));
	// A pane can be lower than when the cursor was placed.
	const top = Math.max(0, index - Math.min(cursor.cursorRow, Math.max(0, height - 1)));
	return stays ? top : Math.min(top, Math.max(0, ids.length - height));
}

/**
 * Moves by rows. At an edge the list jumps by half a pane, because scrolling one row per key would rewrite the whole
 * pane each time.
 */
export function moveListCursor(
	cursor: ListCursor,
	ids: readonly string[],
	by: number,
	height: number,
	stays = false,
): ListCursor {
	if (ids.length === 0) return cursor;
	const from = indexOfId(ids, cursor.selectedId);
	const target = clamp((from < 0 ? 0 : from) + (from < 0 ? 0 : by), 0, ids.length - 1);
	return placeListCursor(cursor, ids, target, height, stays);
}

/** Puts the cursor on the row with this index, with as little scrolling as the jumps allow. */
export function placeListCursor(
	cursor: ListCursor,
	ids: readonly string[],
	index: number,
	height: number,
	stays = false,
): ListCursor {
	const selectedId = ids[index] ?? null;
	const top = listTop(cursor, ids, height, stays);
	const last = Math.max(0, ids.length - height);
	let newTop = top;
	if (index < top) newTop = clamp(index - Math.floor(height / 2), 0, last);
	if (index >= top + height) newTop = clamp(index - Math.ceil(height / 2) + 1, 0, last);
	return { selectedId, cursorRow: clamp(index - newTop, 0, Math.max(0, height - 1)) };
}

/**
 * Keeps the cursor when rows change: on the same row at the same height on screen if the row still exists; else on the
 * nearest row below it that exists, else the nearest above. On the first row, the list stays at its top, except with
 * `stays`: live updates must not move rows while the user reads.
 */
export function keepListCursor(
	cursor: ListCursor,
	before: readonly string[],
	ids: readonly string[],
	height: number,
	stays = false,
): ListCursor {
	if (ids.length === 0) return { selectedId: null, cursorRow: 0 };
	// Rows that disappear make room; blank rows only compensate for rows that arrived above.
	const isRoomKept = stays && ids.length >= before.length;
	const here = indexOfId(ids, cursor.selectedId);
	if (!stays && here >= 0 && cursor.cursorRow === 0 && before[0] === cursor.selectedId) {
		// At the top the user looks for news: new rows appear above the cursor, in view.
		return { selectedId: cursor.selectedId, cursorRow: Math.min(here, Math.max(0, height - 1)) };
	}
	if (here >= 0) return settle(cursor, ids, here, height, isRoomKept);
	const was = indexOfId(before, cursor.selectedId);
	const present = new Set(ids);
	const below = was < 0 ? undefined : before.slice(was + 1).find((id) => present.has(id));
	const above = was < 0 ? undefined : before.slice(0, was).findLast((id) => present.has(id));
	const neighbour = below ?? above ?? ids[0] ?? null;
	return settle({ ...cursor, selectedId: neighbour }, ids, indexOfId(ids, neighbour), height, isRoomKept);
}

function settle(
	cursor: ListCursor,
	ids: readonly string[],
	index: number,
	height: number,
	stays: boolean,
): ListCursor {
	const top = listTop(cursor, ids, height, stays);
	return { selectedId: cursor.selectedId, cursorRow: clamp(index - top, 0, Math.max(0, height - 1)) };
}

function indexOfId(ids: readonly string[], id: string | null): number {
	return id === null ? -1 : ids.indexOf(id);
}
