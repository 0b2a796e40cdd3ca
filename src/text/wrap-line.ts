import { type Line, lineText, type Span } from './line.ts';
import { assumeSafe } from './safe-text.ts';
import { blank } from './width.ts';
import { wrap } from './wrap.ts';

/**
 * Wraps a line of spans into lines of at most `cells` cells, tones kept. Every line but the first starts with `hang`
 * blank cells.
 */
export function wrapLine(line: Line, cells: number, hang = 0): Line[] {
	const text = lineText(line);
	const rows = wrap(text, Math.max(1, cells - hang));
	if (rows.length === 1) return [line];
	let from = 0;
	return rows.map((row, index) => {
		const start = text.indexOf(row, from);
		from = start + row.length;
		const cut = cutUnits(line, start, from);
		return index > 0 && hang > 0 ? [{ text: blank(hang), tone: 'plain' }, ...cut] : cut;
	});
}

function cutUnits(line: Line, start: number, end: number): Span[] {
	const out: Span[] = [];
	let at = 0;
	for (const part of line) {
		const text = part.text.slice(Math.max(0, start - at), Math.max(0, end - at));
		if (text !== '') out.push({ text: assumeSafe(text), tone: part.tone });
		at += part.text.length;
	}
	return out;
}
