import { type Instant, millisOf, parseInstant } from '../domain/instant.ts';
import {
	dateOf,
	dayMicros,
	instantOfWallTime,
	midnight,
	readWallTime,
	shift,
	type WallTime,
	wallTimeAt,
	weekdayOf,
	type ZoneOffset,
} from './wall-clock.ts';

export type { ZoneOffset } from './wall-clock.ts';

/** What dates as people say them are read against. */
export type MomentContext = { readonly now: Instant; readonly zone: ZoneOffset };

/**
 * A moment that was said. `span`: from `from` up to but without `to`. `point`: exactly `from`. `ago`: so long before
 * now (`24h`), which is a point after `after:` and everything since then after `during:`. `to` is null but for a span.
 */
export type Moment =
	| { readonly kind: 'span'; readonly from: Instant; readonly to: Instant }
	| { readonly kind: 'point' | 'ago'; readonly from: Instant; readonly to: null };

const units = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: dayMicros, w: 7 * dayMicros } as const;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const time = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?`;
const day = String.raw`today|yesterday|(?:last )?(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?|\d{4}-\d{2}-\d{2}`;
const dayAndTimes = new RegExp(`^(${day})?(?:(?:^|[t@]| +)(${time})(?: ?(?:-|–|\\.\\.) ?(${time}))?)?$`);

/** `2026-11-01 10:00-11:00` is an hour of that day rather than a time in a zone west of Greenwich. */
const zoned = /^\d{4}-\d{2}-\d{2}(?! \d{2}:\d{2}-)[t ].*(?:z|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * Reads a date as people say it; null for anything else, and for a span with nothing in it:
 * `24h` `90m` `7d` `2w` (that long ago, to the microsecond), `now`, `today`, `yesterday`, `monday` (the last one before
 * today), `2026-11-01`, `2026-11`, `14:00`, `14:00-15:30` (today's, or yesterday's where today's has not begun),
 * `yesterday 14:00`, `2026-11-01T10:00`, a timestamp with its zone, and `a..b` from any of these to any other, both
 * included (`2026-11-01..03`). A day is midnight to midnight in the zone, whatever its length.
 */
export function readMoment(text: string, context: MomentContext): Moment | null {
	const said = text.trim().toLowerCase().replace(/\s+/g, ' ');
	const moment = readTimestamp(said) ?? readRelative(said, context) ?? readRange(said, context);
	return moment !== null && isExact(moment) ? moment : null;
}

/**
 * The instant as a clock in the zone shows it, with the zone: `2026-11-22 14:00:00 +01:00`, and with the fraction of the
 * second where there is one. `readMoment` reads it back.
 */
export function showMoment(instant: Instant, zone: ZoneOffset): string {
	const offset = zone(millisOf(instant));
	const wall = wallTimeAt(instant, zone);
	const clock = new Date(millisOf(wall)).toISOString().slice(11, 19);
	const micros = wall - Math.floor(wall / 1_000_000) * 1_000_000;
	const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
	const size = Math.abs(offset);
	const east = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(Math.round(size % 60))}`;
	return `${dateOf(wall)} ${clock}${fraction} ${east}`;
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}

function readTimestamp(said: string): Moment | null {
	const instant = zoned.test(said) ? parseInstant(said.replace('t', 'T')) : null;
	return instant === null ? null : point(instant);
}

function readRelative(said: string, { now }: MomentContext): Moment | null {
	if (said === 'now') return point(now);
	const [, count, unit] = /^(\d{1,6}) ?([smhdw])(?: ago)?$/.exec(said) ?? [];
	if (count === undefined) return null;
	const [, micros = 0] = Object.entries(units).find(([letter]) => letter === unit) ?? [];
	return { kind: 'ago', from: shift(now, -Number(count) * micros), to: null };
}

/** A day, a month, a time of day, or from one of them to another. */
function readRange(said: string, context: MomentContext): Moment | null {
	const whole = readMonth(said, context.zone) ?? readDay(said, context);
	if (whole !== null) return whole;
	const cut = said.indexOf('..');
	if (cut <= 0 || said.includes('..', cut + 2)) return null;
	const start = said.slice(0, cut).trim();
	const first = readMoment(start, context);
	const last = readMoment(completeEnd(start, said.slice(cut + 2).trim()), context);
	return first === null || last === null ? null : span(first.from, last.to ?? last.from);
}

/** What the end of `2026-11-01..03` and of `2026-11-01..12-03` leaves out is as in its start. */
function completeEnd(start: string, end: string): string {
	const given = /^(?:\d{2}-)?\d{2}$/.test(end) && /^\d{4}-\d{2}-\d{2}$/.test(start) ? end.length : null;
	return given === null ? end : start.slice(0, start.length - given) + end;
}

function readMonth(said: string, zone: ZoneOffset): Moment | null {
	if (!/^\d{4}-\d{2}$/.test(said)) return null;
	const first = readWallTime(`${said}-01`);
	if (first === null) return null;
	const next = dateOf(midnight(first, 31)).slice(0, 7);
	return fromWalls(first, readWallTime(`${next}-01`), zone);
}

function readDay(said: string, context: MomentContext): Moment | null {
	const match = dayAndTimes.exec(said);
	if (match === null || said === '') return null;
	const [, named, start, end] = match;
	const today = midnight(wallTimeAt(context.now, context.zone));
	const on = named === undefined ? today : namedDay(named, today);
	if (on === null) return null;
	if (start === undefined) return fromWalls(on, midnight(on, 1), context.zone);
	const moment = timesOn(on, start, end, context.zone);
	const isAhead = named === undefined && moment !== null && moment.from > context.now;
	return isAhead ? timesOn(midnight(today, -1), start, end, context.zone) : moment;
}

function namedDay(named: string, today: WallTime): WallTime | null {
	if (named === 'today') return today;
	if (named === 'yesterday') return midnight(today, -1);
	const weekday = weekdays.findIndex((name) => named.replace('last ', '').startsWith(name));
	if (weekday < 0) return readWallTime(named);
	// Whoever means today says so: on a Monday, `monday` is a week ago.
	return midnight(today, -((weekdayOf(today) - weekday + 6) % 7) - 1);
}

/** A time of that day, or from one to another; an end that is no later than the start is the next day's. */
function timesOn(day: WallTime, start: string, end: string | undefined, zone: ZoneOffset): Moment | null {
	const from = readWallTime(dateOf(day), start);
	if (from === null) return null;
	if (end === undefined) return point(instantOfWallTime(from, zone));
	const to = readWallTime(dateOf(day), end);
	return fromWalls(from, to === null || to > from ? to : shift(to, dayMicros), zone);
}

function fromWalls(from: WallTime, to: WallTime | null, zone: ZoneOffset): Moment | null {
	return to === null ? null : span(instantOfWallTime(from, zone), instantOfWallTime(to, zone));
}

function span(from: Instant, to: Instant): Moment | null {
	return to <= from ? null : { kind: 'span', from, to };
}

function point(from: Instant): Moment {
	return { kind: 'point', from, to: null };
}

/** As far as microseconds are exact: from 1684 to 2255. */
function isExact({ from, to }: Moment): boolean {
	return Number.isSafeInteger(from) && (to === null || Number.isSafeInteger(to));
}
