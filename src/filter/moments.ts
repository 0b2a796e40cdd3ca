import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

/** What dates as people say them are read against. */
export type MomentContext = { readonly now: Instant; readonly zone: ZoneOffset };

/**
 * A moment that was said. `span`: from `from` up to but without `to`. `point`: exactly `from`. `ago`: so long before
 * now (`24h`), which is a point after `after:` and everything since then after `during:`. `to` is null but for a span.
 */
export type Moment =
	| { readonly kind: 'span'; readonly from: Instant; readonly to: Instant }
	| { readonly kind: 'point' | 'ago'; readonly from: Instant; readonly to: null };

/** Reads a date as people say it; null for anything else. */
export function readMoment(text: string, _context: MomentContext): Moment | null {
	const from = parseInstant(text);
	return from === null ? null : { kind: 'point', from, to: null };
}

/** The instant as a clock in the zone shows it, with the zone: `2026-11-22 14:00:00 +01:00`. */
export function showMoment(instant: Instant, _zone: ZoneOffset): string {
	return formatInstant(instant);
}
