import type { Cell, Style } from '../harness/emulator.ts';
import { drawing, n } from './box-drawing.ts';
import { BACKGROUND, CHROME, FOREGROUND, paint } from './palette.ts';

const CELL = { width: 8.4, height: 18 };
const FONT_SIZE = 14;
const BASELINE = 13.5;
const PADDING = 14;
const TITLE_BAR = 34;

/** A run of cells in one row with the same look, written as one element. */
interface Run {
	readonly x: number;
	readonly columns: number;
	readonly text: string;
	readonly style: Style;
}

/** Draws a screen as a dark terminal window. `rows` are its cells, top to bottom; `title` goes into the bar. */
export function screenSvg(rows: readonly (readonly Cell[])[], title: string): string {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const width = columns * CELL.width + 2 * PADDING;
	const height = rows.length * CELL.height + TITLE_BAR + PADDING;
	const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
		(colour, at) => `<circle cx="${20 + 20 * at}" cy="${TITLE_BAR / 2}" r="6" fill="${colour}"/>`,
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}" width="${n(width)}" height="${n(height)}" role="img">`,
		`<title>${markup(title)}</title>`,
		`<rect width="100%" height="100%" rx="10" fill="${BACKGROUND}"/>`,
		`<path d="M0 ${TITLE_BAR}V10a10 10 0 0 1 10-10H${n(width - 10)}a10 10 0 0 1 10 10V${TITLE_BAR}z" fill="${CHROME}"/>`,
		...dots,
		`<text x="50%" y="22" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" fill="#8b949e">${markup(title)}</text>`,
		`<g transform="translate(${PADDING} ${TITLE_BAR + PADDING / 2})" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
		...rows.flatMap((row, y) => runsOf(row).flatMap((run) => runSvg(run, y * CELL.height))),
		'</g>',
		'</svg>',
		'',
	].join('\n');
}

/** The runs of a row: neighbours of the same look together; drawn or wide characters separately. */
export function runsOf(row: readonly Cell[]): Run[] {
	const runs: Run[] = [];
	for (const [x, cell] of row.entries()) {
		if (cell.width === 0) continue;
		const last = runs.at(-1);
		const text = cell.text === '' ? ' ' : cell.text;
		if (last !== undefined && goTogether(last.text, text) && sameLook(last.style, cell.style))
			runs[runs.length - 1] = { ...last, columns: last.columns + cell.width, text: last.text + text };
		else runs.push({ x, columns: cell.width, text, style: cell.style });
	}
	return runs;
}

/** Plain text joins plain text, and a horizontal line joins a horizontal line. */
function goTogether(before: string, text: string): boolean {
	return (isPlain(before) && isPlain(text)) || (text === '─' && before.endsWith('─'));
}

function isPlain(text: string): boolean {
	return /^[ -~]+$/.test(text);
}

function sameLook(one: Style, other: Style): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function runSvg({ x, columns, text, style }: Run, top: number): string[] {
	const left = x * CELL.width;
	const width = columns * CELL.width;
	const [front, back] = [paint(style.fg, FOREGROUND), paint(style.bg, BACKGROUND)];
	const [ink, paper] = style.inverse ? [back, front] : [front, back];
	const parts: string[] = [];
	// Slightly larger than the cell, as otherwise the background shows between neighbours.
	if (paper !== BACKGROUND)
		parts.push(
			`<rect x="${n(left)}" y="${n(top)}" width="${n(width + 0.2)}" height="${CELL.height + 0.2}" fill="${paper}"/>`,
		);
	if (text.trim() === '' || style.invisible) return parts;

	const dim = style.dim ? ' opacity=".6"' : '';
	const drawn = drawing(text, left, top, width, CELL.height);
	if (drawn !== undefined)
		return [
			...parts,
			'fill' in drawn
				? `<path d="${drawn.fill}" fill="${ink}"${dim}/>`
				: `<path d="${drawn.stroke}" fill="none" stroke="${ink}"${dim}/>`,
		];

	// Words only: spaces at the ends would be stretched, too, and some renderers drop them.
	const lead = text.length - text.trimStart().length;
	const word = text.trim();
	const start = left + lead * CELL.width;
	const length = isPlain(text) ? word.length * CELL.width : width;
	const look = [
		style.bold ? ' font-weight="bold"' : '',
		style.italic ? ' font-style="italic"' : '',
		style.underline ? ' text-decoration="underline"' : '',
		dim,
	].join('');
	return [
		...parts,
		`<text x="${n(start)}" y="${n(top + BASELINE)}" textLength="${n(length)}" lengthAdjust="spacingAndGlyphs" fill="${ink}"${look}>${markup(word)}</text>`,
	];
}

function markup(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
