/** Most names offered in place of a mistyped one. */
const mostNear = 3;

/** The names that a mistyped word may stand for, nearest first: a third of its letters may be wrong, and case is ignored. */
export function nearest(word: string, names: readonly string[]): readonly string[] {
	const wanted = word.toLowerCase();
	const most = Math.max(1, Math.floor(wanted.length / 3));
	return [...new Set(names)]
		.map((name) => ({ name, edits: editsBetween(wanted, name.toLowerCase()) }))
		.filter(({ edits }) => edits <= most)
		.sort((a, b) => a.edits - b.edits)
		.slice(0, mostNear)
		.map(({ name }) => name);
}

/** Letters to add, drop, replace or swap with their neighbour to make one word of the other (optimal string alignment). */
function editsBetween(one: string, other: string): number {
	let before: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (let row = 1; row <= one.length; row++) {
		const next = [row];
		for (let at = 1; at <= other.length; at++) {
			const isSame = one[row - 1] === other[at - 1];
			const isSwap = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
			const swapped = isSwap ? (before[at - 2] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
			const kept = (last[at - 1] ?? 0) + (isSame ? 0 : 1);
			next.push(Math.min(kept, (last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, swapped + 1));
		}
		before = last;
		last = next;
	}
	return last.at(-1) ?? 0;
}
