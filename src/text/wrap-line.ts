import { type Line, lineText, lineWidth, sliceLineUnits, span } from './line.ts';
import { blank } from './width.ts';
import { wrapRanges } from './wrap.ts';

/**
 * Wraps a line of spans into lines of at most `cells` cells, tones kept. Every line but the first starts with `hang`
 * blank cells; where these would leave no room for text, with none.
 */
export function wrapLine(line: Line, cells: number, hang = 0): Line[] {
	if (lineWidth(line) <= cells) return [line];
	const text = lineText(line);
	const first = wrapRanges(text, cells)[0];
	const inset = hang > 0 && cells - hang >= 2 ? hang : 0;
	if (first === undefined || inset === 0) {
		return wrapRanges(text, cells).map(({ start, end }) => sliceLineUnits(line, start, end));
	}
	const rest = sliceLineUnits(line, skipBlanks(text, first.end), text.length);
	if (rest.length === 0) return [sliceLineUnits(line, first.start, first.end)];
	const margin = span('plain', blank(inset));
	const restRanges = wrapRanges(lineText(rest), cells - inset);
	return [
		sliceLineUnits(line, first.start, first.end),
		...restRanges.map(({ start, end }) => [margin, ...sliceLineUnits(rest, start, end)]),
	];
}

function skipBlanks(text: string, from: number): number {
	let at = from;
	while (text.charAt(at) === ' ') at++;
	return at;
}
