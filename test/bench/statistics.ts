/** Statistics of repeated measurements, in their own unit. */
export interface Summary {
	readonly count: number;
	readonly min: number;
	readonly median: number;
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
		p99: percentile(sorted, 0.99),
		max: percentile(sorted, 1),
	};
}
