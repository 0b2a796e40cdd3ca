import { BoundedMap } from './bounded-map.ts';
import { assumeSafe, type SafeText } from './safe-text.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const minuteMillis = 60_000;
const dayMillis = 86_400_000;
// The range of a Date, less a day for the zone.
const lastMillis = 8.64e15 - dayMillis;
const unknown = '?';

function two(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

/** The zone of this computer. */
export const localZone: ZoneOffset = (millis) => -new Date(millis).getTimezoneOffset();

/** Coordinated universal time. */
export const utc: ZoneOffset = () => 0;

const quarterHour = 900_000;

/**
 * A zone by its IANA name (`America/New_York`). Throws RangeError for an unknown name. The formatter is created once
 * and queried once a quarter of an hour: every change of every zone since 1972 falls on a quarter.
 */
export function zoneNamed(name: string): ZoneOffset {
	const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
	const known = new BoundedMap<number, number>(1024);
	return (millis) => {
		const quarter = Math.floor(millis / quarterHour);
		return known.get(quarter) ?? known.set(quarter, offsetAt(format, quarter * quarterHour));
	};
}

function offsetAt(format: Intl.DateTimeFormat, millis: number): number {
	const text = format.formatToParts(millis).find((part) => part.type === 'timeZoneName')?.value ?? '';
	const match = /([+-])(\d{2}):(\d{2})/.exec(text);
	if (match === null) return 0;
	return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** A date whose UTC fields are the wall-clock time; null for a moment outside the range of Date. */
function wall(millis: number, zone: ZoneOffset): Date | null {
	if (!(Math.abs(millis) <= lastMillis)) return null;
	return new Date(millis + zone(millis) * minuteMillis);
}

function hoursAndMinutes(date: Date): string {
	return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/**
 * The time of day to the second in 8 cells: `12:04:31`. Invalid moments give `?`, padded to the same width, as in all
 * these functions.
 */
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

/** The day in ISO 8601: `2026-10-26`. */
export function isoDay(millis: number, zone: ZoneOffset = localZone): SafeText {
	return assumeSafe(wall(millis, zone)?.toISOString().split('T')[0] ?? unknown);
}

/** Up to this age, hours and minutes identify a single moment. */
const unmistakableMillis = 20 * 3_600_000;

/** A moment in exactly 6 cells, as precise as its age allows: `12:04 ` today or shortly before, `26 Oct`, `Oct'25`. */
export function listTime(millis: number, nowMillis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown.padEnd(6));
	const now = wall(nowMillis, zone) ?? date;
	const isToday = Math.floor(date.getTime() / dayMillis) === Math.floor(now.getTime() / dayMillis);
	// Shortly after midnight, a list of dates would carry no information.
	if (isToday || (millis <= nowMillis && nowMillis - millis < unmistakableMillis)) {
		return assumeSafe(`${hoursAndMinutes(date)} `);
	}
	const month = months[date.getUTCMonth()];
	if (date.getUTCFullYear() === now.getUTCFullYear()) {
		return assumeSafe(`${String(date.getUTCDate()).padStart(2)} ${month}`);
	}
	return assumeSafe(`${month}'${two(Math.abs(date.getUTCFullYear()) % 100)}`);
}

/**
 * A moment in a column of exactly `cells` cells, at its right end: the time today, else day and time: `26 Oct 12:04`. Of
 * another year, 12 cells hold the day (`26 Oct 2025`), 16 also the time. 6 cells are those of `listTime`. The filter reads
 * each of them.
 */
export function momentIn(
	cells: 6 | 12 | 16,
	millis: number,
	nowMillis: number,
	zone: ZoneOffset = localZone,
): SafeText {
	if (cells === 6) return listTime(millis, nowMillis, zone);
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown.padStart(cells));
	const now = wall(nowMillis, zone) ?? date;
	const time = hoursAndMinutes(date);
	if (date.toISOString().slice(0, 10) === now.toISOString().slice(0, 10))
		return assumeSafe(time.padStart(cells));
	const dayAndMonth = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
	if (date.getUTCFullYear() === now.getUTCFullYear())
		return assumeSafe(`${dayAndMonth} ${time}`.padStart(cells));
	const year = date.getUTCFullYear();
	const isFourDigits = year >= 1000 && year <= 9999;
	if (cells === 12) return assumeSafe((isFourDigits ? `${dayAndMonth} ${year}` : unknown).padStart(cells));
	return assumeSafe(
		(isFourDigits ? date.toISOString().slice(0, 16).replace('T', ' ') : unknown).padStart(cells),
	);
}

/** A duration in at most 5 cells up to 9,999 days: `0.6 s`, `48 s`, `6m12`, `2h05`, `3d`. Negative counts as 0. */
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

/** A wait in at most 6 cells: milliseconds below one second, then as `duration`: `612 ms`, `1.4 s`, `48 s`. */
export function latency(millis: number): SafeText {
	return millis < 999.5 ? assumeSafe(`${Math.round(Math.max(0, millis))} ms`) : duration(millis);
}

/** The zone's offset from UTC at a moment: `+01:00`. */
export function offset(millis: number, zone: ZoneOffset = localZone): SafeText {
	const minutes = zone(millis);
	const size = Math.abs(minutes);
	return assumeSafe(`${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`);
}

/** The complete moment in ISO 8601 with its zone: `2026-10-15T12:05:41.651-04:00`. */
export function stamp(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	if (date === null) return assumeSafe(unknown);
	return assumeSafe(date.toISOString().slice(0, -1) + offset(millis, zone));
}
