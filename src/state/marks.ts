/** The marked conversations, in the list or not, and the one marked last. */
export type Marks = { readonly ids: ReadonlySet<string>; readonly last: string | null };

export type MarkEvent =
	/** Marks conversations, or unmarks them. `last` is the start of the next range. */
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

/** The marks without deleted conversations; the same object if none of them was marked. */
export function withoutMarks(marks: Marks, gone: readonly string[]): Marks {
	if (!gone.some((id) => marks.ids.has(id))) return marks;
	const last = marks.last !== null && gone.includes(marks.last) ? null : marks.last;
	return reduceMarks(marks, { type: 'mark', ids: gone, isMarked: false, last });
}

/** The marked conversations in list order, then those not in the list. */
export function markedIds(
	{ ids }: Marks,
	listIds: readonly string[],
): { readonly all: readonly string[]; readonly hidden: number } {
	const shown = listIds.filter((id) => ids.has(id));
	const inList = new Set(shown);
	const hidden = [...ids].filter((id) => !inList.has(id));
	return { all: [...shown, ...hidden], hidden: hidden.length };
}

/** The rows between two ids, both included; only the second if the first is not in the list. */
export function rangeOf(ids: readonly string[], from: string | null, to: string): readonly string[] {
	const [a, b] = [ids.indexOf(from ?? ''), ids.indexOf(to)];
	if (b < 0) return [];
	return a < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
