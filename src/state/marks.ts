/** The conversations that are marked, whatever the list shows, and the one that was marked last. */
export type Marks = { readonly ids: ReadonlySet<string>; readonly last: string | null };

export type MarkEvent =
	/** Marks conversations, or takes their marks away. `last` is where a range begins then. */
	| {
			readonly type: 'mark';
			readonly ids: readonly string[];
			readonly isMarked: boolean;
			readonly last: string | null;
	  }
	| { readonly type: 'marks-clear' };

export const noMarks: Marks = { ids: new Set(), last: null };

/** The marks after an event. */
export function reduceMarks(marks: Marks, event: MarkEvent): Marks {
	if (event.type === 'marks-clear') return noMarks;
	const ids = new Set(marks.ids);
	for (const id of event.ids) {
		if (event.isMarked) ids.add(id);
		else ids.delete(id);
	}
	return ids.size === 0 ? noMarks : { ids, last: event.last };
}

/** The marks without conversations that are gone; the same object where none of them was marked. */
export function withoutMarks(marks: Marks, gone: readonly string[]): Marks {
	if (!gone.some((id) => marks.ids.has(id))) return marks;
	const last = marks.last !== null && gone.includes(marks.last) ? null : marks.last;
	return reduceMarks(marks, { type: 'mark', ids: gone, isMarked: false, last });
}

/** The marked ones as they stand in the list, and behind them those that are not in it now. */
export function markedIds(
	{ ids }: Marks,
	listIds: readonly string[],
): { readonly all: readonly string[]; readonly hidden: number } {
	const shown = listIds.filter((id) => ids.has(id));
	const inList = new Set(shown);
	const hidden = [...ids].filter((id) => !inList.has(id));
	return { all: [...shown, ...hidden], hidden: hidden.length };
}

/** The rows from one to the other, both included; only the second where the first is not there. */
export function rangeOf(ids: readonly string[], from: string | null, to: string): readonly string[] {
	const [a, b] = [ids.indexOf(from ?? ''), ids.indexOf(to)];
	if (b < 0) return [];
	return a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
