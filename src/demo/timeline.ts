import type { Instant } from '../domain/instant.ts';
import { Random } from './random.ts';

const hourMicros = 3_600_000_000;
const hours = 13 * 24 + 8;
const newestAge = 5_000_000;
const tieEvery = 37;

/** How busy each hour of a day is, seen from the Gulf of Mexico's meridian: two peaks, a lunch dip, quiet nights. */
const byHour = [2, 1, 1, 1, 1, 2, 5, 14, 30, 44, 50, 46, 34, 38, 46, 48, 44, 36, 26, 20, 15, 10, 6, 3];
const byWeekday = [0.3, 1.1, 1, 0.95, 1, 0.9, 0.45];

/** Where the newest conversations end, in seconds before `now`, however few there are. */
const newestSeconds = [1, 38, 130, 275, 560];

/** When the conversations of one sample end. */
export type Timeline = {
	/** The time of conversation `index`; 0 is the newest, and no later index is newer. */
	readonly lastMessageAt: (index: number) => Instant;
};

/**
 * Spreads `count` conversations over the two weeks before `now`: dense in business hours and in the last half day,
 * thin at night and at weekends, a few with the very same time.
 */
export function makeTimeline(seed: number, now: Instant, count: number): Timeline {
	const cumulative = cumulativeWeights(now);
	const slots = Math.max(1, count);
	const age = (index: number): number => {
		const share = (index + new Random(seed, index, 0x71).unit()) / slots;
		const head = newestSeconds[index];
		const spread = ageAt(cumulative, share);
		return (
			newestAge + (head === undefined ? spread : Math.min(spread, head * 1_000_000 + (spread % 1_000_000)))
		);
	};
	return {
		lastMessageAt: (index) => {
			const tied = index % tieEvery === tieEvery - 1;
			return (now - Math.floor(age(tied ? index - 1 : index))) as Instant;
		},
	};
}

function cumulativeWeights(now: Instant): Float64Array {
	const sums = new Float64Array(hours + 1);
	const hourNow = Math.floor(now / hourMicros) - 6;
	for (let k = 0; k < hours; k++) {
		const hour = hourNow - k;
		const weekday = (((Math.floor(hour / 24) + 4) % 7) + 7) % 7;
		const busy = (byHour[((hour % 24) + 24) % 24] ?? 1) * (byWeekday[weekday] ?? 1);
		const recent = 1 + 5 * Math.exp(-k / 9);
		sums[k + 1] = (sums[k] ?? 0) + (k < 14 ? Math.max(busy, 20) : busy) * recent;
	}
	return sums;
}

/** The age, in microseconds, below which `share` of the weight lies. */
function ageAt(cumulative: Float64Array, share: number): number {
	const wanted = share * (cumulative[hours] ?? 0);
	let low = 0;
	let high = hours;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((cumulative[middle] ?? 0) <= wanted) low = middle;
		else high = middle;
	}
	const start = cumulative[low] ?? 0;
	const width = (cumulative[low + 1] ?? 0) - start;
	return (low + (width > 0 ? (wanted - start) / width : 0)) * hourMicros;
}
