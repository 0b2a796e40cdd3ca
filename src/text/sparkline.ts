import { type Line, type Span, span } from './line.ts';
import { join } from './safe.ts';
import type { SafeText } from './safe-text.ts';
import { blank, segments } from './width.ts';

/**
 * The style of a sparkline. `steps` are characters of one cell each, from low to high; the last marks only the maximum.
 */
type SparkStyle = {
	readonly steps: SafeText;
	/** The value at full height, by default the maximum; set it to compare several lines. */
	readonly max?: number;
	/** True if zero is a blank cell instead of the lowest step. */
	readonly isZeroBlank?: boolean;
};

/**
 * Draws values as a row of bars in at most `cells` cells, scaled from 0 to the maximum. If there are more values than
 * cells, neighbours share a cell and the highest is drawn. The maximum alone gets the last step and the tone `warn`,
 * so that it stands out without colours too.
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

/** Merges adjacent spans of the same tone. */
export function merged(line: Line): Line {
	const out: Span[] = [];
	for (const part of line) {
		const last = out.at(-1);
		if (last?.tone === part.tone) out[out.length - 1] = span(part.tone, join(last.text, part.text));
		else out.push(part);
	}
	return out;
}

/** The step, of `steps`, for a value below `max`. */
function stepOf(value: number, max: number, steps: number): number {
	return max <= 0 ? 0 : Math.max(0, Math.min(steps - 1, Math.floor((value / max) * steps)));
}

/** Groups neighbouring values into at most `cells` groups and returns the highest of each. */
function sharedOut(values: readonly number[], cells: number): readonly number[] {
	const room = Math.max(0, Math.floor(cells));
	if (values.length <= room) return values;
	return Array.from({ length: room }, (_, index) => {
		const from = Math.floor((index * values.length) / room);
		return highest(values.slice(from, Math.floor(((index + 1) * values.length) / room)));
	});
}

/** A loop, because a conversation can have more values than a call allows arguments. */
function highest(values: readonly number[]): number {
	let max = 0;
	for (const value of values) max = Math.max(max, value);
	return max;
}
