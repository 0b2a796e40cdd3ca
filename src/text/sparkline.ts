import { type Line, type Span, span } from './line.ts';
import { join } from './safe.ts';
import type { SafeText } from './safe-text.ts';
import { blank, segments } from './width.ts';

/** How a sparkline is drawn: `steps` are signs of one cell each, from low to high; the last is for the longest alone. */
type SparkStyle = {
	readonly steps: SafeText;
	/** What everything is measured by: the highest value unless given, for lines that are to be compared. */
	readonly max?: number;
	/** True where a value of nothing is a blank cell, not the lowest sign. */
	readonly isZeroBlank?: boolean;
};

/**
 * Values as a row of bars of at most `cells` cells, scaled from 0 to the highest. Where there are more values than cells,
 * neighbours share one and the highest of them is drawn. The highest of all has the last sign to itself, and the tone
 * `warn`: it is told from those just below it without colours too.
 */
export function sparkline(values: readonly number[], cells: number, style: SparkStyle): Line {
	const signs = Array.from(segments(style.steps), ({ text }) => text);
	const shown = sharedOut(values, cells);
	const max = style.max ?? highest(shown);
	return merged(
		shown.map((value) => {
			if (value <= 0 && style.isZeroBlank === true) return span('plain', blank(1));
			if (value >= max && max > 0) return span('warn', signs.at(-1) ?? blank(1));
			return span('plain', signs[stepOf(value, max, signs.length - 1)] ?? blank(1));
		}),
	);
}

/** The same line in as few pieces as there are changes of tone. */
export function merged(line: Line): Line {
	const out: Span[] = [];
	for (const part of line) {
		const last = out.at(-1);
		if (last?.tone === part.tone) out[out.length - 1] = span(part.tone, join(last.text, part.text));
		else out.push(part);
	}
	return out;
}

/** Which of so many steps a value below `max` stands on. */
function stepOf(value: number, max: number, steps: number): number {
	return max <= 0 ? 0 : Math.max(0, Math.min(steps - 1, Math.floor((value / max) * steps)));
}

/** The values in at most so many groups of neighbours, each group as its highest. */
function sharedOut(values: readonly number[], cells: number): readonly number[] {
	const room = Math.max(0, Math.floor(cells));
	if (values.length <= room) return values;
	return Array.from({ length: room }, (_, index) => {
		const from = Math.floor((index * values.length) / room);
		return highest(values.slice(from, Math.floor(((index + 1) * values.length) / room)));
	});
}

/** A loop, because a conversation can have more values than a call takes arguments. */
function highest(values: readonly number[]): number {
	let max = 0;
	for (const value of values) max = Math.max(max, value);
	return max;
}
