import { type Instant, millisOf, parseInstant } from '../domain/instant.ts';

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

/** What a clock on the wall shows, as the instant at which one in UTC shows the same. */
export type WallTime = Instant;

export const dayMicros = 86_400_000_000;
const minuteMicros = 60_000_000;

/** What a clock in the zone shows at the instant. */
export function wallTimeAt(instant: Instant, zone: ZoneOffset): WallTime {
	return shift(instant, zone(millisOf(instant)) * minuteMicros);
}

/**
 * The instant at which a clock in the zone shows this. Of a time that comes twice, when clocks are put back, the first;
 * of one that is left out, as long after the change as it would have been, as Temporal's `compatible` has it.
 */
export function instantOfWallTime(wall: WallTime, zone: ZoneOffset): Instant {
	const before = zone(millisOf(wall) - dayMicros / 1000);
	const after = zone(millisOf(wall) + dayMicros / 1000);
	const early = shift(wall, -before * minuteMicros);
	if (before === after || zone(millisOf(early)) === before) return early;
	const late = shift(wall, -after * minuteMicros);
	return zone(millisOf(late)) === after ? late : early;
}

/** Midnight at the start of the day that the clock shows, so many days later (or, negative, earlier). */
export function midnight(wall: WallTime, daysLater = 0): WallTime {
	const day = Math.floor(wall / dayMicros) + daysLater;
	return (day * dayMicros) as WallTime;
}

/**
 * Reads `2026-11-01` and a time of day (`9:00`, and `24:00` for the end of the day) as what a clock shows; null where
 * there is no such day or time.
 */
export function readWallTime(date: string, time = '00:00'): WallTime | null {
	if (!/^24:00(?::00)?$/.test(time)) return parseInstant(`${date}T${time.replace(/^\d:/, '0$&')}Z`);
	const day = parseInstant(`${date}T00:00Z`);
	return day === null ? null : midnight(day, 1);
}

/** The date that the clock shows: `2026-11-01`. */
export function dateOf(wall: WallTime): string {
	return new Date(millisOf(wall)).toISOString().slice(0, 10);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(wall: WallTime): number {
	return new Date(millisOf(wall)).getUTCDay();
}

/** An instant so many microseconds later. */
export function shift(instant: Instant, micros: number): Instant {
	return (instant + micros) as Instant;
}
