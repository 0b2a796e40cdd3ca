import { assumeSafe, type SafeText } from './safe-text.ts';
import { localZone, type ZoneOffset } from './zone.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const minuteMillis = 60_000;
const dayMillis = 86_400_000;
// The moments that a Date can hold, less a day for the zone.
const lastMillis = 8.64e15 - dayMillis;
const unknown = '?';

function two(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** A date whose UTC fields are what a clock on the wall shows; null for a moment that no date can hold. */
function wall(millis: number, zone: ZoneOffset): Date | null {
	if (!(Math.abs(millis) <= lastMillis)) return null;
	return new Date(millis + zone(millis) * minuteMillis);
}

function hoursAndMinutes(date: Date): string {
	return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** The time of day to the second, 8 cells: `12:04:31`. Like all of these, `?` for no real moment, padded alike. */
export function clock(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown.padEnd(8));
	return assumeSafe(`${hoursAndMinutes(date)}:${two(date.getUTCSeconds())}`);
}

/** The day in words: `Mon 26 Oct`. */
export function day(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown);
	return assumeSafe(`${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`);
}

/** The day as ISO 8601 writes it: `2026-10-26`. */
export function isoDay(millis: number, zone: ZoneOffset = localZone): SafeText {
	return assumeSafe(wall(millis, zone)?.toISOString().split('T')[0] ?? unknown);
}

/** As long ago as this, an hour and a minute can still mean only one moment. */
const unmistakableMillis = 20 * 3_600_000;

/** A moment in exactly 6 cells, as fine as `nowMillis` lets it be: `12:04 ` today and just before, `26 Oct`, `Oct'25`. */
export function listTime(millis: number, nowMillis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown.padEnd(6));
	const now = wall(nowMillis, zone) ?? date;
	const isToday = Math.floor(date.getTime() / dayMillis) === Math.floor(now.getTime() / dayMillis);
	// Shortly after midnight a list of dates would tell nobody anything.
	if (isToday || (millis <= nowMillis && nowMillis - millis < unmistakableMillis)) {
		return assumeSafe(`${hoursAndMinutes(date)} `);
	}
	const month = months[date.getUTCMonth()];
	if (date.getUTCFullYear() === now.getUTCFullYear()) {
		return assumeSafe(`${String(date.getUTCDate()).padStart(2)} ${month}`);
	}
	return assumeSafe(`${month}'${two(Math.abs(date.getUTCFullYear()) % 100)}`);
}

/** A length of time in at most 5 cells up to 9,999 days: `0.6 s`, `48 s`, `6m12`, `2h05`, `3d`. Negative counts as 0. */
export function duration(millis: number): SafeText {
	if (!Number.isFinite(millis)) return assumeSafe(unknown);
	const tenths = Math.round(Math.max(0, millis) / 100);
	if (tenths < 100) return assumeSafe(`${(tenths / 10).toFixed(1)} s`);
	const seconds = Math.round(millis / 1000);
	if (seconds < 60) return assumeSafe(`${seconds} s`);
	if (seconds < 3600) return assumeSafe(`${Math.floor(seconds / 60)}m${two(seconds % 60)}`);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 1440) return assumeSafe(`${Math.floor(minutes / 60)}h${two(minutes % 60)}`);
	return assumeSafe(`${Math.floor(minutes / 1440)}d`);
}

/** A wait: in milliseconds below one second, then as `duration`: `612 ms`, `1.4 s`, `48 s`. At most 6 cells. */
export function latency(millis: number): SafeText {
	return millis < 999.5 ? assumeSafe(`${Math.round(Math.max(0, millis))} ms`) : duration(millis);
}

/** How far the zone is from UTC at a moment: `+01:00`. */
export function offset(millis: number, zone: ZoneOffset = localZone): SafeText {
	const minutes = zone(millis);
	const size = Math.abs(minutes);
	return assumeSafe(`${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`);
}

/** The whole moment in ISO 8601 with its zone: `2026-10-15T12:05:41.651-04:00`. */
export function stamp(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown);
	return assumeSafe(date.toISOString().slice(0, -1) + offset(millis, zone));
}
