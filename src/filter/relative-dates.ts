import { type Instant, millisOf, parseInstant } from '../domain/instant.ts';

/** Minutes east of UTC at a moment (milliseconds since 1970). */
export type ZoneOffset = (millis: number) => number;

/** A wall-clock time, represented by the instant at which a clock in UTC shows the same. */
type WallTime = Instant;

const dayMicros = 86_400_000_000;
const minuteMicros = 60_000_000;

/** The wall-clock time in the zone at an instant. */
function wallTimeAt(instant: Instant, zone: ZoneOffset): WallTime {
	return shift(instant, zone(millisOf(instant)) * minuteMicros);
}

/**
 * The instant of a wall-clock time in the zone. If clocks are set back and the time occurs twice, the first. If
 * clocks are set forward and the time is skipped, it is shifted by the gap, like Temporal's `compatible`.
 */
function instantOfWallTime(wall: WallTime, zone: ZoneOffset): Instant {
	const before = zone(millisOf(wall) - dayMicros / 1000);
	const after = zone(millisOf(wall) + dayMicros / 1000);
	const early = shift(wall, -before * minuteMicros);
	if (before === after || zone(millisOf(early)) === before) return early;
	const late = shift(wall, -after * minuteMicros);
	return zone(millisOf(late)) === after ? late : early;
}

/** Midnight at the start of that day, `daysLater` days later (or earlier, if negative). */
function midnight(wall: WallTime, daysLater = 0): WallTime {
	const day = Math.floor(wall / dayMicros) + daysLater;
	return (day * dayMicros) as WallTime;
}

/**
 * Reads `2026-11-01` and a time of day (`9:00`, or `24:00` for the end of the day) as wall-clock time; null if there
 * is no such day or time.
 */
function readWallTime(date: string, time = '00:00'): WallTime | null {
	if (!/^24:00(?::00)?$/.test(time)) return parseInstant(`${date}T${time.replace(/^\d:/, '0$&')}Z`);
	const day = parseInstant(`${date}T00:00Z`);
	return day === null ? null : midnight(day, 1);
}

/** The date of a wall-clock time: `2026-11-01`. */
function dateOf(wall: WallTime): string {
	return new Date(millisOf(wall)).toISOString().slice(0, 10);
}

/** 0 for Sunday to 6 for Saturday. */
function weekdayOf(wall: WallTime): number {
	return new Date(millisOf(wall)).getUTCDay();
}

/** The instant `micros` microseconds later. */
function shift(instant: Instant, micros: number): Instant {
	return (instant + micros) as Instant;
}

/** The context for reading relative dates. */
export type MomentContext = { readonly now: Instant; readonly zone: ZoneOffset };

/**
 * A moment that was read. `span`: from `from` up to but excluding `to`. `point`: exactly `from`. `ago`: that long
 * before now (`24h`): a point with `after:`, or everything since then with `during:`. `to` is null except for a
 * span.
 */
export type Moment =
	| { readonly kind: 'span'; readonly from: Instant; readonly to: Instant }
	| { readonly kind: 'point' | 'ago'; readonly from: Instant; readonly to: null };

const units = { s: 1_000_000, m: 60_000_000, h: 3_600_000_000, d: dayMicros, w: 7 * dayMicros } as const;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

const unit = 's(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?';
const time = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?`;
const weekday = '(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?';
const month =
	'(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const dayOfMonth = String.raw`\d{1,2} ${month}(?: \d{4})?|${month} \d{1,2}(?:,? \d{4})?`;
const day = String.raw`today|yesterday|(?:last )?${weekday}|(?:${weekday},? )?(?:${dayOfMonth})|(?:\d{4}-)?\d{2}-\d{2}|\d{1,2}(?=t)`;
const dayAndTimes = new RegExp(
	`^(${day})?(?:(?:^|[t@]| +)(${time}|(?<=t)\\d{1,2})(?: ?(?:-|–|\\.\\.) ?(${time}))?)?$`,
);
const length = new RegExp(`^(\\d{1,6}|an?) ?(${unit})(?: ago)?$`);
const wholeMonth = new RegExp(`^(?:(\\d{4})-(\\d{2})|(${month})(?:'(\\d{2})| (\\d{4}))?)$`);
/** Days that come again: the end of a range is the next one after its start. */
const everyWeek = new RegExp(`^${weekday}`);
const everyYear = new RegExp(`^(?:\\d{1,2} ${month}|${month} \\d{1,2}|\\d{2}-\\d{2})`);

/** `2026-11-01 10:00-11:00` means an hour of that day, not a time in a zone west of Greenwich. */
const zoned = /^\d{4}-\d{2}-\d{2}(?! \d{2}:\d{2}-)[t ].*(?:z|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * Reads a date as people write it, and as the program prints it:
 *   `24h` `90m` `7d` `2w` `2 days ago` (that long ago, to the microsecond), `now`,
 *   `today`, `yesterday`, `monday` (the last one before today), `2026-11-01`, `2026-11`, `oct'25`,
 *   `18 nov`, `nov 18`, `11-18` (the latest one, today included), `21T18` (that hour of the latest 21st),
 *   `14:00`, `14:00-15:30` (today, or yesterday if the start is still ahead), `yesterday 14:00`,
 *   `2026-11-01T10:00`, a timestamp with its zone,
 *   and `a..b` between any of these, both included (`2026-11-01..03`, `11-21..23`, `21T18..20`). A day runs from midnight to midnight in the
 * zone, whatever its length. Returns null for any other text and for an empty span.
 */
export function readMoment(text: string, context: MomentContext): Moment | null {
	const said = text.trim().toLowerCase().replace(/\s+/g, ' ');
	const moment = readTimestamp(said) ?? readRelative(said, context) ?? readRange(said, context);
	return moment !== null && isExact(moment) ? moment : null;
}

/**
 * Formats the instant as local time with the zone: `2026-11-22 14:00:00 +01:00`, with fractional seconds if there are
 * any. `readMoment` reads it back.
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
	const [, count, word] = length.exec(said) ?? [];
	if (count === undefined) return null;
	const [, micros = 0] = Object.entries(units).find(([letter]) => word?.startsWith(letter)) ?? [];
	const times = /^an?$/.test(count) ? 1 : Number(count);
	return { kind: 'ago', from: shift(now, -times * micros), to: null };
}

/** True for a length of time without "ago": `24h`, `2 days`. */
export function isLength(text: string): boolean {
	const said = text.trim().toLowerCase();
	return length.test(said) && !said.endsWith(' ago');
}

/** A day, a month, a time of day, or a range between two of them. */
function readRange(said: string, context: MomentContext): Moment | null {
	const whole = readMonth(said, context) ?? readDay(said, context);
	if (whole !== null) return whole;
	const cut = said.indexOf('..');
	if (cut <= 0 || said.includes('..', cut + 2)) return null;
	const start = said.slice(0, cut).trim();
	const end = completeEnd(start, said.slice(cut + 2).trim());
	const first = readMoment(start, context);
	const last = readMoment(end, context);
	if (first === null || last === null) return null;
	const until = last.to ?? last.from;
	const days = everyWeek.test(end) ? 7 : everyYear.test(end) ? 364 : 0;
	if (until > first.from || days === 0) return span(first.from, until);
	const next = readMoment(end, { ...context, now: shift(first.from, days * dayMicros) });
	return next === null ? null : span(first.from, next.to ?? next.from);
}

/** Completes the end of `2026-11-01..03`, `2026-11-01..12-03`, `11-21..23` and `21T18..20` from its start. */
function completeEnd(start: string, end: string): string {
	const isDay = /^(?:\d{2}-)?\d{2}$/.test(end) && /^\d{4}-\d{2}-\d{2}$/.test(start);
	const isShort = /^\d{2}$/.test(end) && (/^\d{2}-\d{2}$/.test(start) || /t\d{2}$/.test(start));
	// `11-28..02` ends in the next month.
	const month = Number(/^(\d{2})-\d{2}$/.exec(start)?.[1] ?? 0);
	if (isShort && month > 0 && end < start.slice(3)) return `${two((month % 12) + 1)}-${end}`;
	return isDay || isShort ? start.slice(0, start.length - end.length) + end : end;
}

function readMonth(said: string, { now, zone }: MomentContext): Moment | null {
	const [, isoYear, isoMonth, named, short, long] = wholeMonth.exec(said) ?? [];
	const number = isoMonth ?? (named === undefined ? undefined : monthNumber(named));
	if (number === undefined) return null;
	const today = dateOf(wallTimeAt(now, zone));
	const year = isoYear ?? long ?? (short === undefined ? undefined : `20${short}`);
	const thisYear = Number(today.slice(0, 4));
	const latest = today.slice(5, 7) >= number ? thisYear : thisYear - 1;
	const first = readWallTime(`${year ?? latest}-${number}-01`);
	if (first === null) return null;
	const next = dateOf(midnight(first, 31)).slice(0, 7);
	return fromWalls(first, readWallTime(`${next}-01`), zone);
}

/** `11` for `nov` and `november`. */
function monthNumber(name: string): string {
	return two(months.findIndex((known) => name.startsWith(known)) + 1);
}

function readDay(said: string, context: MomentContext): Moment | null {
	const match = dayAndTimes.exec(said);
	if (match === null || said === '') return null;
	const [, named, start, end] = match;
	const today = midnight(wallTimeAt(context.now, context.zone));
	const on = named === undefined ? today : namedDay(named, today);
	if (on === null) return null;
	if (start === undefined) return fromWalls(on, midnight(on, 1), context.zone);
	// An hour alone is a span of time, as in the chart of the activity.
	const times = start.includes(':') ? [start, end] : [`${start}:00`, end ?? `${Number(start) + 1}:00`];
	const [begin = '', finish] = times;
	const moment = timesOn(on, begin, finish, context.zone);
	const isAhead = named === undefined && moment !== null && moment.from > context.now;
	return isAhead ? timesOn(midnight(today, -1), begin, finish, context.zone) : moment;
}

function namedDay(named: string, today: WallTime): WallTime | null {
	if (named === 'today') return today;
	if (named === 'yesterday') return midnight(today, -1);
	if (/^\d{4}-/.test(named)) return readWallTime(named);
	if (/\d/.test(named)) return latestDay(named, today);
	const wanted = weekdays.findIndex((name) => named.replace('last ', '').startsWith(name));
	// On a Monday, `monday` is a week ago: people write `today` for today.
	return midnight(today, -((weekdayOf(today) - wanted + 6) % 7) - 1);
}

/** The latest day of `18 nov`, `nov 18 2025`, `11-18` or `18`, today included; null if there is none. */
function latestDay(named: string, today: WallTime): WallTime | null {
	const [year] = /\d{4}$/.exec(named) ?? [];
	const [name] =
		/[a-z]{3,}(?=\W*\d|\W*$)/.exec(named.replace(/^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]*,? /, '')) ?? [];
	const numbers = (year === undefined ? named : named.slice(0, -4)).match(/\d+/g) ?? [];
	const monthOf = name === undefined ? (numbers.length > 1 ? numbers[0] : undefined) : monthNumber(name);
	const dayOf = two(Number(numbers.at(-1)));
	if (year !== undefined) return readWallTime(`${year}-${monthOf}-${dayOf}`);
	const [thisYear = 0, thisMonth = 1] = dateOf(today).split('-').map(Number);
	// Each 29 February has another within eight years, each 31st another within two months.
	for (let back = 0; back <= 8 * 12; back++) {
		const months = thisYear * 12 + thisMonth - 1 - back;
		const number = two((months % 12) + 1);
		const date = `${Math.floor(months / 12)}-${number}-${dayOf}`;
		const found = monthOf === undefined || monthOf === number ? readWallTime(date) : null;
		if (found !== null && found <= today) return found;
	}
	return null;
}

/** A time of that day, or a range of times. An end no later than the start belongs to the next day. */
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

/** Microseconds are exact integers from 1684 to 2255. */
function isExact({ from, to }: Moment): boolean {
	return Number.isSafeInteger(from) && (to === null || Number.isSafeInteger(to));
}
