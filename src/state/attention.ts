/** The loaded rows by how urgently somebody should look at them: an order of our own, beside the one of the server. */
export type Attention = {
	readonly isOn: boolean;
	/** Ids of loaded rows, the most urgent first. */
	readonly ids: readonly string[];
	/** The row that would be elsewhere, but stays where it is because the cursor is on it; null for none. */
	readonly heldId: string | null;
	/** How many rows were looked into, and whether the server refused to have the others looked into. */
	readonly looked: number;
	readonly isRefused: boolean;
};

export const noAttention: Attention = { isOn: false, ids: [], heldId: null, looked: 0, isRefused: false };

/** What happens to the order by attention. */
export type AttentionEvent =
	| { readonly type: 'attention'; readonly isOn: boolean }
	| { readonly type: 'attention-ranked'; readonly ranked: Omit<Attention, 'isOn'> };

/** The order by attention after an event. */
export function reduceAttention(attention: Attention, event: AttentionEvent): Attention {
	if (event.type === 'attention')
		return event.isOn === attention.isOn ? attention : { ...noAttention, isOn: event.isOn };
	return attention.isOn ? { ...event.ranked, isOn: true } : attention;
}

/** A row to be ranked; `score` is 0 where nothing is wrong, or nothing is known. */
export type Ranked = { readonly id: string; readonly score: number; readonly isDone: boolean };

/**
 * The rows by their scores, those that are done with at the end, equals in the order in which they came. The row of the
 * cursor keeps the place that it has in `before`: nothing moves under the reader's eyes.
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
	const to = cursorId === null ? -1 : Math.min(before.indexOf(cursorId), ids.length - 1);
	if (cursorId === null || from < 0 || to < 0 || from === to) return { ids, heldId: null };
	return { ids: ids.toSpliced(from, 1).toSpliced(to, 0, cursorId), heldId: cursorId };
}
