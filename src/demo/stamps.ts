import { formatInstant, type Instant } from '../domain/instant.ts';

const minuteMicros = 60_000_000;

/**
 * Makes a `formatInstant` that remembers the minute it wrote last. Nearly every stamp of a conversation shares it, and
 * writing dates was a third of the time that sample data took.
 */
export function makeStamps(): (instant: Instant) => string {
	let minute = Number.NaN;
	let prefix = '';
	return (instant) => {
		const start = Math.floor(instant / minuteMicros) * minuteMicros;
		if (start !== minute) {
			minute = start;
			prefix = formatInstant(start as Instant).slice(0, 17);
		}
		const digits = String(100_000_000 + (instant - start));
		return `${prefix}${digits.slice(1, 3)}.${digits.slice(3)}+00:00`;
	};
}
