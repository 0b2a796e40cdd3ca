import { type Dialog, type DialogFact, missingWord } from '../../state/dialog.ts';
import { countText } from '../../text/count.ts';
import { clipLine, fitLine, type Line, span } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';

/** A dialog as rows, and the position of its field: the row, and the first cell of its text; null without a field. */
type DialogRows = {
	readonly rows: readonly Line[];
	readonly field: { readonly row: number; readonly cell: number } | null;
};

/** Fewest rows of subjects between blank rows; with less room, blank rows go first. */
const leastSubjects = 4;

const empty: Line = [span('plain', nothing)];

/**
 * Lays a dialog with these facts out in at most `height` rows of at most `width` cells. If the rows are too few, blank
 * rows go first, then the second rows of facts; then the explanation is cut, and a line says so. The field and the
 * buttons stay.
 */
export function dialogRows(
	dialog: Dialog,
	known: readonly DialogFact[],
	width: number,
	height: number,
): DialogRows {
	const words = dialog.lines.flatMap(safeLines).flatMap((line) => wrapLine([span('plain', line)], width));
	const field = fieldRow(dialog);
	const buttons = buttonRow(dialog);
	const feet = field === null ? [buttons] : [field, buttons];
	const spaced = (facts: readonly Line[]): Line[] =>
		[words, facts, ...feet.map((foot) => [foot])]
			.filter((part) => part.length > 0)
			.flatMap((part, index) => (index === 0 ? part : [empty, ...part]));
	const loose = spaced(factRows(known, width, 2));
	const { more } = dialog;
	const packed = (): Line[] => {
		if (more === null) return tight(words, factRows(known, width, 1), feet, height);
		const open = height - spaced([empty]).length + 1;
		if (open >= Math.min(leastSubjects, known.length + 1))
			return spaced(subjectRows(known, more, width, open));
		const room = Math.max(1, height - feet.length - words.length);
		return tight(words, subjectRows(known, more, width, room), feet, height);
	};
	const isWhole = loose.length <= height && (more ?? 0) === 0;
	const rows = isWhole ? loose : packed();
	const at = field === null ? -1 : rows.indexOf(field);
	return {
		rows: rows.map((line) => fitLine(line, width)),
		field: at < 0 || field === null ? null : { row: at, cell: cellWidth(field[0]?.text ?? nothing) },
	};
}

/** The subject of a question matters more than its explanation, so facts are cut last. */
function tight(
	words: readonly Line[],
	facts: readonly Line[],
	feet: readonly Line[],
	height: number,
): Line[] {
	const room = Math.max(1, height - feet.length);
	const over = words.length + facts.length - room;
	if (over <= 0) return [...words, ...facts, ...feet];
	const cut = (rows: readonly Line[], count: number): Line[] => {
		const kept = rows.slice(0, Math.max(0, rows.length - count - 1));
		return [...kept, [span('warn', t`… ${rows.length - kept.length} more rows: make the terminal taller`)]];
	};
	if (over < words.length) return [...cut(words, over), ...facts, ...feet];
	return [...cut([...words, ...facts], over), ...feet];
}

/** Facts as rows, at most `most` for each: a long name must not push the others out. */
function factRows(facts: readonly DialogFact[], width: number, most: 1 | 2): readonly Line[] {
	const nameCells = Math.max(0, ...facts.map(({ name }) => cellWidth(safe(name)))) + 2;
	return facts.flatMap(({ name, value }) => {
		const line = [span('dim', fit(safe(name), nameCells)), span('strong', safe(value))];
		const rows = wrapLine(line, width, nameCells);
		const last = rows[most - 1];
		if (last === undefined || rows.length <= most) return rows.length === 0 ? [line] : rows;
		return [...rows.slice(0, most - 1), clipLine([...last, span('dim', t` …`)], width)];
	});
}

/** Subjects in `most` rows, a row each; if they are too many, the last row says how many more there are. */
function subjectRows(
	subjects: readonly DialogFact[],
	more: number,
	width: number,
	most: number,
): readonly Line[] {
	const nameCells = cellWidth(safe(String(subjects.length))) + 2;
	const isWhole = more === 0 && subjects.length <= most;
	const shown = isWhole ? subjects : subjects.slice(0, most - 1);
	const rows = shown.map(({ name, value }): Line => {
		return clipLine([span('dim', fit(safe(name), nameCells)), span('strong', safe(value))], width);
	});
	const left = more + subjects.length - shown.length;
	return isWhole ? rows : [...rows, [span('dim', t`and ${safe(countText(left))} more`)]];
}

function fieldRow(dialog: Dialog): Line | null {
	if (dialog.typed === null) return null;
	const isMissing = missingWord(dialog) !== null;
	return [span(isMissing ? 'warn' : 'good', t`Type ${safe(dialog.typed.wanted)} to confirm: `)];
}

/** Brackets mark the focused button, for terminals without colours. */
function buttonRow({ verb, focus }: Dialog): Line {
	const button = (words: SafeText, isHere: boolean): Line[number] =>
		span(isHere ? 'selected' : 'plain', isHere ? t`[ ${words} ]` : t`  ${words}  `);
	return [
		button(t`Cancel`, focus === 'cancel'),
		span('plain', blank(2)),
		button(safe(verb), focus === 'yes'),
	];
}
