import { assumeSafe, type SafeText } from './safe-text.ts';

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const minute = 60_000;
const dayMillis = 86_400_000;

/** The zone of the machine. */
export const localZone: ZoneOffset = (millis) => -new Date(millis).getTimezoneOffset();

/** Coordinated universal time. */
export const utc: ZoneOffset = () => 0;

function two(value: number): string {
	return value < 10 ? `0${value}` : String(value);
}

function wall(millis: number, zone: ZoneOffset): Date {
	return new Date(millis + zone(millis) * minute);
}

/** The time of day to the second, 8 cells: `12:04:31`. */
export function clock(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	return assumeSafe(`${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`);
}

/** The time of day to the minute, 5 cells: `12:04`. */
export function shortClock(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	return assumeSafe(`${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`);
}

/** The day in words: `Mon 26 Oct`. */
export function day(millis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	return assumeSafe(`${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`);
}

/** The day as ISO 8601 writes it: `2026-10-26`. */
export function isoDay(millis: number, zone: ZoneOffset = localZone): SafeText {
	return assumeSafe(wall(millis, zone).toISOString().slice(0, 10));
}

/** A moment in exactly 6 cells, as near to `nowMillis` as it needs: `12:04 `, `26 Oct`, `Oct'25`. */
export function listTime(millis: number, nowMillis: number, zone: ZoneOffset = localZone): SafeText {
	const date = wall(millis, zone);
	const now = wall(nowMillis, zone);
	if (Math.floor(date.getTime() / dayMillis) === Math.floor(now.getTime() / dayMillis)) {
		return assumeSafe(`${two(date.getUTCHours())}:${two(date.getUTCMinutes())} `);
	}
	const month = months[date.getUTCMonth()];
	if (date.getUTCFullYear() === now.getUTCFullYear()) {
		return assumeSafe(`${String(date.getUTCDate()).padStart(2)} ${month}`);
	}
	return assumeSafe(`${month}'${two(date.getUTCFullYear() % 100)}`);
}

/** A length of time, at most 5 cells up to 99 days: `0.6 s`, `48 s`, `6m12`, `2h05`, `3d`. */
export function duration(millis: number): SafeText {
	const tenths = Math.round(Math.max(0, millis) / 100);
	if (tenths < 100) return assumeSafe(`${(tenths / 10).toFixed(1)} s`);
	const seconds = Math.round(millis / 1000);
	if (seconds < 60) return assumeSafe(`${seconds} s`);
	if (seconds < 3600) return assumeSafe(`${Math.floor(seconds / 60)}m${two(seconds % 60)}`);
	const minutes = Math.floor(seconds / 60);
	if (minutes < 1440) return assumeSafe(`${Math.floor(minutes / 60)}h${two(minutes % 60)}`);
	return assumeSafe(`${Math.floor(minutes / 1440)}d`);
}

/** A wait, in milliseconds below one second: `612 ms`, `1.4 s`, then as `duration`. */
export function latency(millis: number): SafeText {
	return millis < 999.5 ? assumeSafe(`${Math.round(Math.max(0, millis))} ms`) : duration(millis);
}

/** How long ago, from the milliseconds since: `now`, `12s`, `5m`, `3h`, `2d`, `3w`, `2y`. At most 4 cells. */
export function age(millis: number): SafeText {
	const seconds = Math.floor(millis / 1000);
	if (seconds < 5) return assumeSafe('now');
	if (seconds < 60) return assumeSafe(`${seconds}s`);
	if (seconds < 3600) return assumeSafe(`${Math.floor(seconds / 60)}m`);
	if (seconds < 86_400) return assumeSafe(`${Math.floor(seconds / 3600)}h`);
	const days = Math.floor(seconds / 86_400);
	if (days < 14) return assumeSafe(`${days}d`);
	return assumeSafe(days < 365 ? `${Math.floor(days / 7)}w` : `${Math.floor(days / 365)}y`);
}

/** The whole moment in ISO 8601 with its zone: `2026-10-15T12:05:41.651-04:00`. */
export function stamp(millis: number, zone: ZoneOffset = localZone): SafeText {
	const offset = zone(millis);
	const size = Math.abs(offset);
	const sign = offset < 0 ? '-' : '+';
	return assumeSafe(
		`${wall(millis, zone).toISOString().slice(0, -1)}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`,
	);
}
