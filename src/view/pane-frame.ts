import {
	clipLine,
	fitLine,
	type Line,
	lineText,
	lineWidth,
	sliceLineUnits,
	span,
	type Tone,
} from '../text/line.ts';
import { join, safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { blank, repeat } from '../text/width.ts';
import { wrapLine } from '../text/wrap.ts';
import type { Theme } from './theme.ts';

/** One word of a pane's title; `isActive` for the tab that the pane shows. */
export type Tab = { readonly title: SafeText; readonly isActive: boolean };

/** A pane to draw: its size with borders, its title, and rows that fit inside. */
export type Frame = {
	readonly width: number;
	readonly height: number;
	/** True for rows alone: no borders, and so no title and no note. */
	readonly isBare?: boolean;
	readonly tabs: readonly Tab[];
	readonly isFocused: boolean;
	readonly rows: readonly Line[];
	/** A note at the right end of the top border, such as the number of new rows out of view. */
	readonly note?: SafeText;
	/** Words in the bottom border, such as the meaning of the signs of the cursor's row. */
	readonly foot?: SafeText;
	/** The 0-based row shown inverse; -1 for none. */
	readonly selectedRow: number;
};

/** A shorter note, in cells, would be unreadable. */
const leastNote = 8;

/**
 * A pane as exactly `height` rows of exactly `width` cells, painted. The focused pane has a coloured border and, for
 * terminals without colours, an inverse title. Without borders, rows end with their last sign.
 */
export function paintFrame(frame: Frame, theme: Theme): string[] {
	const { glyphs, paint } = theme;
	if (frame.isBare === true)
		return paintRows(frame, frame.height, theme, (row, isSelected) =>
			isSelected ? fitOnce(row, frame.width) : withoutEnd(row, frame.width),
		);
	const edge: Tone = frame.isFocused ? 'accent' : 'muted';
	const inner = frame.width - 2;
	const wanted: Line =
		frame.note === undefined || frame.note === '' ? [] : [span('warn', t` ${frame.note} `)];
	const airy = titleOf(frame.tabs, frame.isFocused, glyphs.vertical, edge, true);
	// In a narrow pane the tab names and a note matter more than spacing. A single title keeps its spacing: it can be
	// text of a user, and a combining mark at its start would join the border.
	const isTight = frame.tabs.length > 1 && lineWidth(airy) + lineWidth(wanted) > inner - 1;
	const named = isTight ? titleOf(frame.tabs, frame.isFocused, glyphs.vertical, edge, false) : airy;
	const title = clipLine(named, inner - 1);
	const room = inner - 1 - lineWidth(title);
	const note = room < leastNote ? [] : clipLine(wanted, room);
	const rest = Math.max(0, room - lineWidth(note));
	const side = paint([span(edge, glyphs.vertical)]);
	const top = paint([
		span(edge, join(glyphs.topLeft, glyphs.horizontal)),
		...title,
		span(edge, repeat(glyphs.horizontal, rest)),
		...note,
		span(edge, glyphs.topRight),
	]);
	const foot: Line =
		frame.foot === undefined || frame.foot === ''
			? []
			: clipLine([span('warn', t` ${frame.foot} `)], inner - 2);
	const bottom = paint([
		span(edge, join(glyphs.bottomLeft, repeat(glyphs.horizontal, foot.length === 0 ? 0 : 1))),
		...foot,
		span(
			edge,
			join(
				repeat(glyphs.horizontal, inner - lineWidth(foot) - (foot.length === 0 ? 0 : 1)),
				glyphs.bottomRight,
			),
		),
	]);
	const body = Array.from({ length: frame.height - 2 }, (_, index) =>
		framedRow(frame.rows[index] ?? noRow, inner, side, index === frame.selectedRow, paint),
	);
	return [top, ...body, bottom];
}

function paintRows(
	{ rows, selectedRow }: Frame,
	count: number,
	{ paint }: Theme,
	fit: (row: Line, isSelected: boolean) => Line,
): string[] {
	return Array.from({ length: count }, (_, index) => {
		const isSelected = index === selectedRow;
		return paint(fit(rows[index] ?? noRow, isSelected), isSelected);
	});
}

const noRow: Line = [];

/** A row without blanks at its end, which a selection would take along. One blank stays: Ink drops an empty text. */
function withoutEnd(row: Line, cells: number): Line {
	const clipped = clipLine(row, cells);
	const shown = sliceLineUnits(clipped, 0, lineText(clipped).trimEnd().length);
	return shown.length === 0 ? [span('plain', blank(1))] : shown;
}

type Framed = {
	readonly side: string;
	readonly inner: number;
	readonly isSelected: boolean;
	readonly paint: Theme['paint'];
	readonly row: string;
};
const framed = new WeakMap<Line, Framed>();

/** A row between its sides, painted. The same line gives the very same text again, which no later stage reads anew. */
function framedRow(
	line: Line,
	inner: number,
	side: string,
	isSelected: boolean,
	paint: Theme['paint'],
): string {
	const known = framed.get(line);
	const isKnown = known?.side === side && known.inner === inner && known.isSelected === isSelected;
	if (isKnown && known.paint === paint) return known.row;
	const row = `${side}${paint(fitOnce(line, inner), isSelected)}${side}`;
	framed.set(line, { side, inner, isSelected, paint, row });
	return row;
}

function titleOf(
	tabs: readonly Tab[],
	isFocused: boolean,
	divider: SafeText,
	edge: Tone,
	isAiry: boolean,
): Line {
	return tabs.flatMap(({ title, isActive }, index): Line => {
		const tone: Tone = isActive ? (isFocused ? 'selected' : 'strong') : 'dim';
		const word = span(tone, isAiry ? t` ${title} ` : title);
		return index === 0 ? [word] : [span(edge, divider), word];
	});
}

const fitted = new WeakMap<Line, Line>();

/** A line that is drawn repeatedly is fitted once, so that its painted form is also found in the cache. */
function fitOnce(line: Line, cells: number): Line {
	const known = fitted.get(line);
	if (known !== undefined && lineWidth(known) === cells) return known;
	const made = lineWidth(line) === cells ? line : fitLine(line, cells);
	fitted.set(line, made);
	return made;
}

/** Words in the middle of an empty pane, each on its own lines. */
export function centred(words: readonly string[], width: number, height: number): Line[] {
	const wrapped = words.flatMap((row) => wrapLine([span('muted', safe(row))], width - 2));
	const lines = wrapped.map(
		(line): Line => [span('plain', blank(Math.floor((width - lineWidth(line)) / 2))), ...line],
	);
	const above = Math.max(0, Math.floor((height - lines.length) / 3));
	return [...Array.from({ length: above }, (): Line => [span('plain', blank(0))]), ...lines];
}

/** The first `most` lines; the last one ends with an ellipsis if lines were left out. */
export function atMost(lines: readonly Line[], most: number, cells: number): Line[] {
	const last = lines[most - 1];
	if (lines.length <= most || last === undefined) return lines.slice(0, most);
	return [...lines.slice(0, most - 1), clipLine([...last, span('dim', t`…`)], cells)];
}
