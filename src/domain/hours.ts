import { type Instant, millisOf } from './instant.ts';

/** An event to count: its time and its channel. */
type Happening = { readonly at: Instant; readonly channel: string };

/** One row of a chart: its channels and the count in each column. */
export type HourSeries = {
	readonly channels: readonly string[];
	readonly counts: readonly number[];
	readonly total: number;
};

/** Events counted by the hour, or by several hours if one hour a column would need too many columns. */
export type HourChart = {
	/** Hours per column. */
	readonly hours: number;
	/** The most frequent channel first. If there are too many channels, the last row holds the rest. */
	readonly series: readonly HourSeries[];
	/** The column of a moment. Moments outside the chart give a column below 0 or beyond the last. */
	readonly columnOf: (at: Instant) => number;
	/** The start of a column in wall-clock time: milliseconds as if the wall clock were UTC. */
	readonly startOf: (column: number) => number;
};

type ChartSize = {
	/** The most columns allowed, but always at least two: one for each side of an hour boundary. */
	readonly columns: number;
	/** The most rows allowed. */
	readonly series: number;
	/** Offset in minutes east of UTC at a moment in milliseconds. Hours and days follow this zone. */
	readonly offsetOf: (millis: number) => number;
};

const hourMillis = 3_600_000;

/**
 * 1970 began on a Thursday. Shifted by this much, week columns begin on Mondays; hour and day columns do not change.
 */
const toMonday = 3 * 24 * hourMillis;

const steps = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72];
const longestStep = 168;

/** Counts events by the hour, with as few hours a column as fit. Returns null if there are no events. */
export function hourChart(happenings: readonly Happening[], size: ChartSize): HourChart | null {
	const wallOf = (at: Instant): number => {
		const millis = millisOf(at);
		return millis + size.offsetOf(millis) * 60_000 + toMonday;
	};
	let from = Number.POSITIVE_INFINITY;
	let to = Number.NEGATIVE_INFINITY;
	for (const { at } of happenings) {
		from = Math.min(from, wallOf(at));
		to = Math.max(to, wallOf(at));
	}
	if (from > to) return null;
	const indexOf = (wall: number, hours: number): number => Math.floor(wall / (hours * hourMillis));
	const fits = (hours: number): boolean =>
		indexOf(to, hours) - indexOf(from, hours) < Math.max(2, size.columns);
	let hours: number = steps.find(fits) ?? longestStep;
	// One very old row squeezes all others into the last columns, but no row is dropped.
	while (!fits(hours)) hours *= 2;
	const first = indexOf(from, hours);
	const columnOf = (at: Instant): number => indexOf(wallOf(at), hours) - first;
	return {
		hours,
		series: seriesOf(happenings, columnOf, indexOf(to, hours) - first + 1, size.series),
		columnOf,
		startOf: (column) => (first + column) * hours * hourMillis - toMonday,
	};
}

function seriesOf(
	happenings: readonly Happening[],
	columnOf: (at: Instant) => number,
	columns: number,
	most: number,
): HourSeries[] {
	const totals = new Map<string, number>();
	for (const { channel } of happenings) totals.set(channel, (totals.get(channel) ?? 0) + 1);
	const byTotal = [...totals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([channel]) => channel);
	const alone = byTotal.slice(0, most - 1);
	const rest = byTotal.slice(alone.length);
	const groups = [...alone.map((channel) => [channel]), ...(rest.length === 0 ? [] : [rest])];
	const rowOf = new Map(groups.flatMap((group, row) => group.map((channel) => [channel, row] as const)));
	const counts = groups.map(() => new Array<number>(columns).fill(0));
	for (const { at, channel } of happenings) {
		const row = counts[rowOf.get(channel) ?? -1];
		const column = columnOf(at);
		if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
	}
	return groups.map((group, row) => {
		const inColumns = counts[row] ?? [];
		return { channels: group, counts: inColumns, total: inColumns.reduce((sum, count) => sum + count, 0) };
	});
}
