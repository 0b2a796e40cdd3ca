import { type Instant, millisOf } from '../domain/instant.ts';
import { clock, day, isoDay, offset, utc, type ZoneOffset } from '../text/time.ts';

/** The time of day in UTC, and in the reader's zone where that differs: `16:05:41 UTC (12:05:41 -04:00)`. */
export function timeOfDay(at: Instant, zone: ZoneOffset): string {
	const millis = millisOf(at);
	const theirs = zone(millis) === 0 ? '' : ` (${clock(millis, zone)} ${offset(millis, zone)})`;
	return `${clock(millis, utc)} UTC${theirs}`;
}

/** Day and time in UTC and in the reader's zone: `2026-10-15 16:05:41 UTC (2026-10-15 12:05:41 -04:00)`. */
export function dayAndTime(at: Instant, zone: ZoneOffset): string {
	const millis = millisOf(at);
	const inZone = (of: ZoneOffset): string => `${isoDay(millis, of)} ${clock(millis, of)}`;
	const theirs = zone(millis) === 0 ? '' : ` (${inZone(zone)} ${offset(millis, zone)})`;
	return `${inZone(utc)} UTC${theirs}`;
}

/** The day in UTC in words: `Thu 15 Oct 2026`. */
export function dayInWords(at: Instant): string {
	const millis = millisOf(at);
	return `${day(millis, utc)} ${isoDay(millis, utc).slice(0, 4)}`;
}
