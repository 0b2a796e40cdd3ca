import { diffArrays } from 'diff';

/** A run of lines that both texts have, that only the first has, or that only the second has. */
export type LineRun = { readonly kind: 'same' | 'removed' | 'added'; readonly lines: readonly string[] };

/** Texts further apart than these many lines count as altogether different: the search for fewer lines takes seconds. */
const mostEdits = 1000;

/** The lines of two texts, compared: runs in reading order, removed lines before the added ones that replace them. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineRun[] {
	const found = diffArrays([...before], [...after], { maxEditLength: mostEdits });
	if (found !== undefined)
		return found.map(({ added, removed, value }) => ({
			kind: added ? 'added' : removed ? 'removed' : 'same',
			lines: value,
		}));
	return [
		{ kind: 'removed', lines: before },
		{ kind: 'added', lines: after },
	];
}

/** Lines of the base from `start` up to `end` (exclusive), and the lines that replace them. */
type Edit = { readonly start: number; readonly end: number; readonly lines: readonly string[] };

function editsOf(base: readonly string[], text: readonly string[]): readonly Edit[] {
	const edits: Edit[] = [];
	let at = 0;
	let open: Edit | null = null;
	for (const { kind, lines } of diffLines(base, text)) {
		if (kind === 'same') {
			if (open !== null) edits.push(open);
			open = null;
			at += lines.length;
			continue;
		}
		open ??= { start: at, end: at, lines: [] };
		if (kind === 'added') open = { ...open, lines: [...open.lines, ...lines] };
		else {
			at += lines.length;
			open = { ...open, end: at };
		}
	}
	return open === null ? edits : [...edits, open];
}

/** True if two edits touch the same lines, or insert at a place that the other one changes. */
function doClash(a: Edit, b: Edit): boolean {
	const [first, second] = a.start <= b.start ? [a, b] : [b, a];
	if (first.end > second.start) return true;
	const isInsertion = first.start === first.end || second.start === second.end;
	return first.end === second.start && isInsertion;
}

/** A text with the changes of two versions of it; null if both changed the same lines. */
export function mergeTexts(base: string, mine: string, theirs: string): string | null {
	const lines = base.split('\n');
	const my = editsOf(lines, mine.split('\n'));
	const their = editsOf(lines, theirs.split('\n'));
	if (my.some((one) => their.some((other) => doClash(one, other)))) return null;
	const merged: string[] = [];
	let at = 0;
	for (const edit of [...my, ...their].sort((a, b) => a.start - b.start)) {
		merged.push(...lines.slice(at, edit.start), ...edit.lines);
		at = edit.end;
	}
	return [...merged, ...lines.slice(at)].join('\n');
}
