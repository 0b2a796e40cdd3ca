/** Statistics of repeated measurements, in their own unit. */
export interface Summary {
	readonly count: number;
	readonly min: number;
	readonly median: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
}

/** The value that the share `at` (0–1) of `sorted` does not exceed: nearest rank, so always a measured value. */
export function percentile(sorted: readonly number[], at: number): number {
	return sorted[Math.max(0, Math.ceil(at * sorted.length) - 1)] ?? Number.NaN;
}

/** Summarises measurements. All figures are NaN without measurements. */
export function summarise(measured: readonly number[]): Summary {
	const sorted = measured.toSorted((one, other) => one - other);
	return {
		count: sorted.length,
		min: percentile(sorted, 0),
		median: percentile(sorted, 0.5),
		p95: percentile(sorted, 0.95),
		p99: percentile(sorted, 0.99),
		max: percentile(sorted, 1),
	};
}

/** A figure to compare with an earlier run: a ratio to a bare program of the same run, and its spread in that run. */
export interface Ratio {
	/** Smaller is better. */
	readonly value: number;
	/** The spread of the ratio over the rounds of one run, as a share of its value: 0.1 is 10 %. */
	readonly noise: number;
}

/** The ratio over several rounds: the median, and the distance between the quartiles as a share of it. */
export function ratioOf(rounds: readonly number[]): Ratio {
	const sorted = rounds.toSorted((one, other) => one - other);
	const value = percentile(sorted, 0.5);
	return { value, noise: value === 0 ? 0 : (percentile(sorted, 0.75) - percentile(sorted, 0.25)) / value };
}

/** A smaller change than this is never a fault, however quiet the run seems: a share of the earlier value. */
const leastTolerance = 0.1;

/** True if a ratio is worse than an earlier one by more than the noise of both runs together. */
export function isWorse(now: Ratio, before: Ratio): boolean {
	const tolerance = Math.max(leastTolerance, now.noise + before.noise);
	return now.value > before.value * (1 + tolerance);
}
