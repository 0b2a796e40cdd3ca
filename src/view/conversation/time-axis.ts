import type { Instant } from '../../domain/instant.ts';
import type { Turn } from '../../domain/transcript.ts';
import { endOf, type Silence, silencesOf } from '../../domain/waits.ts';

/** The time of a conversation laid out in cells, from its first moment to its last. */
export type TimeAxis = {
	/** The cell of a moment, clamped to the ends of the axis. */
	readonly cellOf: (at: Instant) => number;
	/** Cells that stand for a silence cut out of the axis. */
	readonly seams: readonly number[];
	/** Keys of the turns that follow a cut silence; too many of them have no seam. */
	readonly cutBefore: ReadonlySet<string>;
	/** The time of one cell, in milliseconds. */
	readonly millisPerCell: number;
};

/** Cells from one side of a cut to the other, with the seam between them. */
const cellsOfCut = 3;

/**
 * Lays turns out over `cells` cells; null if no turn has a timestamp. Cuts out the longest silences of at least
 * `silenceFromMillis`, until the remaining ones take no more of the axis than everything else: otherwise the days of a
 * chat would leave no cell for its messages.
 */
export function timeAxis(turns: readonly Turn[], cells: number, silenceFromMillis: number): TimeAxis | null {
	const span = spanOf(turns);
	if (span === null) return null;
	const { from, to } = span;
	const cuts = tooLong(silencesOf(turns, silenceFromMillis).map(withMicros), to - from);
	const ends = cuts.map(({ since, micros }) => since + micros);
	const cutOut = sumsBefore(cuts);
	const scaled = to - from - (cutOut.at(-1) ?? 0);
	const gapCells = cuts.length === 0 ? 0 : Math.min(cellsOfCut, Math.floor(cells / 2 / cuts.length));
	const last = Math.max(0, cells - cuts.length * gapCells - 1);
	/** The cell of a moment after `passed` cuts. */
	const place = (at: Instant, passed: number): number => {
		const elapsed = at - from - (cutOut[passed] ?? 0);
		return Math.round(scaled <= 0 ? 0 : (elapsed / scaled) * last) + passed * gapCells;
	};
	return {
		cellOf: (at) => {
			const passed = countUpTo(ends, at);
			const next = cuts[passed];
			// No time passes within a cut.
			const held = next !== undefined && at > next.since ? next.since : at;
			return Math.max(0, Math.min(cells - 1, place(held, passed)));
		},
		seams: cuts.flatMap(({ since }, index) => {
			const first = place(since, index) + 1;
			return Array.from({ length: Math.max(0, gapCells - 1) }, (_, nth) => first + nth);
		}),
		cutBefore: new Set(cuts.map(({ before }) => before)),
		millisPerCell: scaled / 1000 / Math.max(1, last),
	};
}

/** From the first start to the last end. */
function spanOf(turns: readonly Turn[]): { readonly from: Instant; readonly to: Instant } | null {
	let from: Instant | null = null;
	let to: Instant | null = null;
	for (const turn of turns) {
		const start = 'at' in turn ? turn.at : null;
		const end = endOf(turn);
		if (start === null || end === null) continue;
		if (from === null || start < from) from = start;
		if (to === null || end > to) to = end;
	}
	return from === null || to === null ? null : { from, to };
}

/** Whole microseconds sum exactly; a rounding error could be the only part drawn to scale. */
type Stretch = Silence & { readonly micros: number };

function withMicros(silence: Silence): Stretch {
	return { ...silence, micros: Math.round(silence.millis * 1000) };
}

/** The silences to cut out, in order. Silences of equal length are cut together. */
function tooLong(silences: readonly Stretch[], length: number): readonly Stretch[] {
	let silent = 0;
	for (const { micros } of silences) silent += micros;
	const rest = length - silent;
	let limit = Number.POSITIVE_INFINITY;
	for (const { micros } of silences.toSorted((a, b) => b.micros - a.micros)) {
		if (silent <= rest) break;
		silent -= micros;
		limit = micros;
	}
	return silences.filter(({ micros }) => micros >= limit);
}

/** Running totals of the silences, one before each of them and one after the last. */
function sumsBefore(silences: readonly Stretch[]): readonly number[] {
	const sums = [0];
	for (const { micros } of silences) sums.push((sums.at(-1) ?? 0) + micros);
	return sums;
}

/** The number of elements of an ascending list that do not exceed the limit (binary search). */
function countUpTo(numbers: readonly number[], limit: number): number {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
