import { clustersOf } from './clusters.ts';
import { type Line, lineText, lineWidth, sliceLineUnits, span } from './line.ts';
import { isPrintableAscii } from './quick.ts';
import type { SafeText } from './safe-text.ts';
import { blank } from './width.ts';
import { type Range, wrapClusters, wrapRanges } from './wrap.ts';

/**
 * Wraps a line of spans into lines of at most `cells` cells, tones kept. Every line but the first starts with `hang`
 * blank cells; where these would leave no room for text, with none.
 */
export function wrapLine(line: Line, cells: number, hang = 0): Line[] {
	if (lineWidth(line) <= cells) return [line];
	const text = lineText(line);
	const ranges = rangesOf(line, text, cells);
	const first = ranges[0];
	const inset = hang > 0 && cells - hang >= 2 ? hang : 0;
	if (first === undefined || inset === 0) {
		return ranges.map(({ start, end }) => sliceLineUnits(line, start, end));
	}
	const head = sliceLineUnits(line, first.start, first.end);
	const second = ranges[1];
	if (second === undefined) return [head];
	const rest = sliceLineUnits(line, second.start, text.length);
	const margin = span('plain', blank(inset));
	const rows = rangesOf(rest, lineText(rest), cells - inset);
	return [head, ...rows.map(({ start, end }) => [margin, ...sliceLineUnits(rest, start, end)])];
}

/** Letters of two spans can make one cluster in the text, but not on screen: clusters are those of the spans. */
function rangesOf(line: Line, text: SafeText, cells: number): Range[] {
	if (isPrintableAscii(text)) return wrapRanges(text, cells);
	return wrapClusters(
		text,
		Math.max(1, cells),
		line.flatMap((part) => clustersOf(part.text)),
	);
}
