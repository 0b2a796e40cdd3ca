/** The loaded rows by urgency: tconv's own order, beside the server's. */
export type Attention = {
	readonly isOn: boolean;
	/** Ids of loaded rows, most urgent first. */
	readonly ids: readonly string[];
	/** The row kept out of order because the cursor is on it; null for none. */
	readonly heldId: string | null;
	/** Number of rows checked, and whether the server refused to check the others. */
	readonly looked: number;
	readonly isRefused: boolean;
};

export const noAttention: Attention = { isOn: false, ids: [], heldId: null, looked: 0, isRefused: false };

/** Events of the attention order. */
export type AttentionEvent =
	| { readonly type: 'attention'; readonly isOn: boolean }
	| { readonly type: 'attention-ranked'; readonly ranked: Omit<Attention, 'isOn'> };

/** The attention order after an event. */
export function reduceAttention(attention: Attention, event: AttentionEvent): Attention {
	if (event.type === 'attention')
		return event.isOn === attention.isOn ? attention : { ...noAttention, isOn: event.isOn };
	return attention.isOn ? { ...event.ranked, isOn: true } : attention;
}

/** A row to rank; `score` is 0 without signals or while they are unknown. */
export type Ranked = { readonly id: string; readonly score: number; readonly isDone: boolean };

/**
 * Orders the rows by score, with done ones at the end and equal ones in their given order. The row under the cursor
 * keeps its place from `before`, so that it does not move while the user reads: below as many rows as stood above it
 * and are still there. Rows that are deleted above it do not put worse ones over it.
 */
export function rankRows(
	rows: readonly Ranked[],
	before: readonly string[],
	cursorId: string | null,
): Pick<Attention, 'ids' | 'heldId'> {
	const ids = rows
		.toSorted((a, b) => Number(a.isDone) - Number(b.isDone) || b.score - a.score)
		.map(({ id }) => id);
	const from = cursorId === null ? -1 : ids.indexOf(cursorId);
	const place = cursorId === null ? -1 : before.indexOf(cursorId);
	if (cursorId === null || from < 0 || place < 0) return { ids, heldId: null };
	const present = new Set(ids);
	const to = before.slice(0, place).filter((id) => present.has(id)).length;
	if (from === to) return { ids, heldId: null };
	return { ids: ids.toSpliced(from, 1).toSpliced(to, 0, cursorId), heldId: cursorId };
}
