import { type Dialog, type DialogFact, missingWord } from '../../state/dialog.ts';
import { clipLine, fitLine, type Line, span } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth, fit } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';

/** A dialog in rows, and where its field is: the row, and the first cell of what is typed; null where there is none. */
type DialogRows = {
	readonly rows: readonly Line[];
	readonly field: { readonly row: number; readonly cell: number } | null;
};

const empty: Line = [span('plain', nothing)];

/**
 * Lays a dialog out in at most `height` rows of at most `width` cells. Where they are too few, blank rows go first; then
 * what is said is cut, which is told, but the field and the buttons stay.
 */
export function dialogRows(
	dialog: Dialog,
	countOf: (id: string) => SafeText,
	width: number,
	height: number,
): DialogRows {
	const words = dialog.lines.flatMap(safeLines).flatMap((line) => wrapLine([span('plain', line)], width));
	const facts = factRows(dialog.facts, countOf, width);
	const field = fieldRow(dialog);
	const buttons = buttonRow(dialog);
	const parts = [words, facts, ...(field === null ? [] : [[field]]), [buttons]].filter(
		(part) => part.length > 0,
	);
	const loose = parts.flatMap((part, index) => (index === 0 ? part : [empty, ...part]));
	const feet = field === null ? [buttons] : [field, buttons];
	const rows = loose.length <= height ? loose : tight([...words, ...facts], feet, height);
	const at = field === null ? -1 : rows.indexOf(field);
	return {
		rows: rows.map((line) => fitLine(line, width)),
		field: at < 0 || field === null ? null : { row: at, cell: cellWidth(field[0]?.text ?? nothing) },
	};
}

function tight(body: readonly Line[], feet: readonly Line[], height: number): Line[] {
	const room = Math.max(1, height - feet.length);
	if (body.length <= room) return [...body, ...feet];
	const kept = body.slice(0, room - 1);
	return [
		...kept,
		[span('warn', t`… ${body.length - kept.length} rows more: make the terminal taller`)],
		...feet,
	];
}

/** A fact takes two rows at most: one long name must not push the others out. */
function factRows(
	facts: readonly DialogFact[],
	countOf: (id: string) => SafeText,
	width: number,
): readonly Line[] {
	const nameCells = Math.max(0, ...facts.map(({ name }) => cellWidth(safe(name)))) + 2;
	return facts.flatMap(({ name, value }) => {
		const words = typeof value === 'string' ? safe(value) : countOf(value.messagesOf);
		const line = [span('dim', fit(safe(name), nameCells)), span('strong', words)];
		const [first = line, second, ...more] = wrapLine(line, width, nameCells);
		if (second === undefined) return [first];
		return [first, more.length === 0 ? second : clipLine([...second, span('dim', t` …`)], width)];
	});
}

function fieldRow(dialog: Dialog): Line | null {
	if (dialog.typed === null) return null;
	const isMissing = missingWord(dialog) !== null;
	return [span(isMissing ? 'warn' : 'good', t`Type ${safe(dialog.typed.wanted)} to go on: `)];
}

/** Where Enter goes is told by brackets, for those without colours. */
function buttonRow({ verb, focus }: Dialog): Line {
	const button = (words: SafeText, isHere: boolean): Line[number] =>
		span(isHere ? 'selected' : 'plain', isHere ? t`[ ${words} ]` : t`  ${words}  `);
	return [
		button(t`Cancel`, focus === 'cancel'),
		span('plain', blank(2)),
		button(safe(verb), focus === 'yes'),
	];
}
