import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, type Instant, instantFromMillis, parseInstant } from '../../src/domain/instant.ts';
import {
	type MomentContext,
	readMoment,
	showMoment,
	type ZoneOffset,
} from '../../src/filter/relative-dates.ts';
import { momentIn, zoneNamed } from '../../src/text/time.ts';

const berlin = zoneNamed('Europe/Berlin');
const newYork = zoneNamed('America/New_York');

function at(text: string): Instant {
	const instant = parseInstant(text);
	if (instant === null) throw new Error(text);
	return instant;
}

/** A Sunday, 15:30:45 in Berlin. */
const sunday: MomentContext = { now: at('2026-11-22T14:30:45.123456Z'), zone: berlin };

/** The resulting instants, `from` or `from to`, in UTC without trailing zeros. */
function said(text: string, context = sunday): string | null {
	const moment = readMoment(text, context);
	if (moment === null) return null;
	const instants = moment.to === null ? [moment.from] : [moment.from, moment.to];
	return [
		moment.kind,
		...instants.map((instant) => formatInstant(instant).replace(/(:00)?(\.0+)?\+00:00$/, 'Z')),
	].join(' ');
}

describe('dates as people write them', () => {
	test.each([
		['24h', 'ago 2026-11-21T14:30:45.123456Z'],
		['90m', 'ago 2026-11-22T13:00:45.123456Z'],
		['30s', 'ago 2026-11-22T14:30:15.123456Z'],
		['7d', 'ago 2026-11-15T14:30:45.123456Z'],
		['2w ago', 'ago 2026-11-08T14:30:45.123456Z'],
		['2 days ago', 'ago 2026-11-20T14:30:45.123456Z'],
		['an hour ago', 'ago 2026-11-22T13:30:45.123456Z'],
		['30 min', 'ago 2026-11-22T14:00:45.123456Z'],
		['now', 'point 2026-11-22T14:30:45.123456Z'],
		['18 nov', 'span 2026-11-17T23:00Z 2026-11-18T23:00Z'],
		['Nov 18', 'span 2026-11-17T23:00Z 2026-11-18T23:00Z'],
		['22 November', 'span 2026-11-21T23:00Z 2026-11-22T23:00Z'],
		['23 nov', 'span 2025-11-22T23:00Z 2025-11-23T23:00Z'],
		['nov 18, 2024', 'span 2024-11-17T23:00Z 2024-11-18T23:00Z'],
		['Mon 26 Oct', 'span 2026-10-25T23:00Z 2026-10-26T23:00Z'],
		['Mon 26 Oct 18:00–19:00', 'span 2026-10-26T17:00Z 2026-10-26T18:00Z'],
		['29 feb', 'span 2024-02-28T23:00Z 2024-02-29T23:00Z'],
		['11-21', 'span 2026-11-20T23:00Z 2026-11-21T23:00Z'],
		['11-23', 'span 2025-11-22T23:00Z 2025-11-23T23:00Z'],
		['21T18', 'span 2026-11-21T17:00Z 2026-11-21T18:00Z'],
		['23T18', 'span 2026-10-23T16:00Z 2026-10-23T17:00Z'],
		['21T18:30', 'point 2026-11-21T17:30Z'],
		['11-21T23', 'span 2026-11-21T22:00Z 2026-11-21T23:00Z'],
		["Oct'25", 'span 2025-09-30T22:00Z 2025-10-31T23:00Z'],
		['oct', 'span 2026-09-30T22:00Z 2026-10-31T23:00Z'],
		['december', 'span 2025-11-30T23:00Z 2025-12-31T23:00Z'],
		['friday..monday', 'span 2026-11-19T23:00Z 2026-11-23T23:00Z'],
		['11-21..11-23', 'span 2026-11-20T23:00Z 2026-11-23T23:00Z'],
		['20 nov..10 dec', 'span 2026-11-19T23:00Z 2026-12-10T23:00Z'],
		['today', 'span 2026-11-21T23:00Z 2026-11-22T23:00Z'],
		[' Yesterday ', 'span 2026-11-20T23:00Z 2026-11-21T23:00Z'],
		['saturday', 'span 2026-11-20T23:00Z 2026-11-21T23:00Z'],
		['monday', 'span 2026-11-15T23:00Z 2026-11-16T23:00Z'],
		['last tue', 'span 2026-11-16T23:00Z 2026-11-17T23:00Z'],
		['Wednesday', 'span 2026-11-17T23:00Z 2026-11-18T23:00Z'],
		['thursday', 'span 2026-11-18T23:00Z 2026-11-19T23:00Z'],
		['fri', 'span 2026-11-19T23:00Z 2026-11-20T23:00Z'],
		['sunday', 'span 2026-11-14T23:00Z 2026-11-15T23:00Z'],
		['2026-11-01', 'span 2026-10-31T23:00Z 2026-11-01T23:00Z'],
		['2026-11', 'span 2026-10-31T23:00Z 2026-11-30T23:00Z'],
		['2026-12', 'span 2026-11-30T23:00Z 2026-12-31T23:00Z'],
		['2026-02', 'span 2026-01-31T23:00Z 2026-02-28T23:00Z'],
		['2026-11-01..03', 'span 2026-10-31T23:00Z 2026-11-03T23:00Z'],
		['11-01..03', 'span 2026-10-31T23:00Z 2026-11-03T23:00Z'],
		['10-30..02', 'span 2026-10-29T23:00Z 2026-11-02T23:00Z'],
		['21T18..20', 'span 2026-11-21T17:00Z 2026-11-21T20:00Z'],
		['2026-11-01..12-02', 'span 2026-10-31T23:00Z 2026-12-02T23:00Z'],
		['2026-11-01..2026-11-05', 'span 2026-10-31T23:00Z 2026-11-05T23:00Z'],
		['2026-09..2026-10', 'span 2026-08-31T22:00Z 2026-10-31T23:00Z'],
		['monday .. yesterday', 'span 2026-11-15T23:00Z 2026-11-21T23:00Z'],
		['24h..1h', 'span 2026-11-21T14:30:45.123456Z 2026-11-22T13:30:45.123456Z'],
		['14:00', 'point 2026-11-22T13:00Z'],
		['9:05', 'point 2026-11-22T08:05Z'],
		['15:31', 'point 2026-11-21T14:31Z'],
		['14:00-15:30', 'span 2026-11-22T13:00Z 2026-11-22T14:30Z'],
		['15:00-16:00', 'span 2026-11-22T14:00Z 2026-11-22T15:00Z'],
		['16:00-17:30', 'span 2026-11-21T15:00Z 2026-11-21T16:30Z'],
		['23:00–01:00', 'span 2026-11-21T22:00Z 2026-11-22T00:00Z'],
		['22:00..24:00', 'span 2026-11-21T21:00Z 2026-11-21T23:00Z'],
		['yesterday 14:00-15:30', 'span 2026-11-21T13:00Z 2026-11-21T14:30Z'],
		['yesterday@14:00', 'point 2026-11-21T13:00Z'],
		['monday 8:00 - 9:00', 'span 2026-11-16T07:00Z 2026-11-16T08:00Z'],
		['today 23:00', 'point 2026-11-22T22:00Z'],
		['2026-11-01T10:00', 'point 2026-11-01T09:00Z'],
		['2026-11-01 10:00:30.5', 'point 2026-11-01T09:00:30.500000Z'],
		['2026-11-01 10:00-11:00', 'span 2026-11-01T09:00Z 2026-11-01T10:00Z'],
		['2026-11-01T10:00Z', 'point 2026-11-01T10:00Z'],
		['2026-11-01T10:00:00-05:00', 'point 2026-11-01T15:00Z'],
		['2026-11-01 10:00:00.123456+00', 'point 2026-11-01T10:00:00.123456Z'],
		['2026-11-01 10:00:00 +01:00', 'point 2026-11-01T09:00Z'],
		['2026-11-01T10:00Z..2026-11-01T12:00Z', 'span 2026-11-01T10:00Z 2026-11-01T12:00Z'],
	])('%s is %s', (text, expected) => {
		expect(said(text)).toBe(expected);
	});

	test.each([
		'',
		' ',
		'x',
		'24',
		'h',
		'-24h',
		'1.5h',
		'2026',
		'2026-13',
		'2026-02-30',
		'2026-1-1',
		'25:00',
		'14:60',
		'14',
		'2026-11-03..01',
		'today..yesterday',
		'2026-11-01..',
		'..2026-11-01',
		'2026-11-01..03..05',
		'yesterday 14',
		'nonday',
		'yesterday14:00',
		'2026-11-01T24:30',
		'9999-01-01',
		'2026-11-01..9999-01-01',
		'1500-01',
		'999999w',
		'2026-11-01T10:00+17:00',
		'0000-00-00',
	])('%j is not a date', (text) => {
		expect(said(text)).toBe(null);
	});

	test('on a Monday, monday is a week ago', () => {
		const monday = { now: at('2026-11-23T09:00Z'), zone: berlin };
		expect(said('monday', monday)).toBe('span 2026-11-15T23:00Z 2026-11-16T23:00Z');
		expect(said('today', monday)).toBe('span 2026-11-22T23:00Z 2026-11-23T23:00Z');
	});

	test('shortly after midnight, the day is that of the zone and not of Greenwich', () => {
		const context = { now: at('2026-11-22T23:30Z'), zone: berlin };
		expect(said('today', context)).toBe('span 2026-11-22T23:00Z 2026-11-23T23:00Z');
		expect(said('14:00', context)).toBe('point 2026-11-22T13:00Z');
		const west = { now: at('2026-11-23T04:30Z'), zone: newYork };
		expect(said('today', west)).toBe('span 2026-11-22T05:00Z 2026-11-23T05:00Z');
	});
});

describe('around clock changes', () => {
	const now = at('2026-12-01T12:00Z');
	test.each([
		['a day of 23 hours', berlin, '2026-03-29', 'span 2026-03-28T23:00Z 2026-03-29T22:00Z'],
		['a day of 25 hours', berlin, '2026-10-25', 'span 2026-10-24T22:00Z 2026-10-25T23:00Z'],
		['23 hours in New York', newYork, '2026-03-08', 'span 2026-03-08T05:00Z 2026-03-09T04:00Z'],
		['25 hours in New York', newYork, '2026-11-01', 'span 2026-11-01T04:00Z 2026-11-02T05:00Z'],
		['a span over the change', berlin, '2026-10-24..26', 'span 2026-10-23T22:00Z 2026-10-26T23:00Z'],
		['a time that comes twice is the first', berlin, '2026-10-25 02:30', 'point 2026-10-25T00:30Z'],
		[
			'a time that is left out is as late after the change',
			berlin,
			'2026-03-29 02:30',
			'point 2026-03-29T01:30Z',
		],
		['just before', berlin, '2026-03-29 01:59', 'point 2026-03-29T00:59Z'],
		['just after', berlin, '2026-03-29 03:00', 'point 2026-03-29T01:00Z'],
		[
			'three hours that take four',
			berlin,
			'2026-10-25 01:00-04:00',
			'span 2026-10-24T23:00Z 2026-10-25T03:00Z',
		],
		[
			'a day that starts at one',
			zoneNamed('America/Asuncion'),
			'2024-10-06',
			'span 2024-10-06T04:00Z 2024-10-07T03:00Z',
		],
		[
			'a day whose midnight comes twice',
			zoneNamed('America/Havana'),
			'2025-11-02',
			'span 2025-11-02T04:00Z 2025-11-03T05:00Z',
		],
		[
			'half an hour',
			zoneNamed('Australia/Lord_Howe'),
			'2026-04-05',
			'span 2026-04-04T13:00Z 2026-04-05T13:30Z',
		],
		[
			'quarters of an hour',
			zoneNamed('Asia/Kathmandu'),
			'2026-11-01',
			'span 2026-10-31T18:15Z 2026-11-01T18:15Z',
		],
	])('%s', (_, zone, text, expected) => {
		expect(said(text, { now, zone })).toBe(expected);
	});

	test('24h is 24 hours, even if the clock shows 23', () => {
		expect(said('24h', { now: at('2026-03-29T12:00Z'), zone: berlin })).toBe('ago 2026-03-28T12:00Z');
	});
});

describe('displayed instants', () => {
	test.each([
		['2026-11-22T13:00:00Z', berlin, '2026-11-22 14:00:00 +01:00'],
		['2026-07-22T13:00:00.651903Z', berlin, '2026-07-22 15:00:00.651903 +02:00'],
		['2026-07-22T13:00:00.5Z', newYork, '2026-07-22 09:00:00.5 -04:00'],
		['2026-11-22T23:30:00Z', zoneNamed('Asia/Kathmandu'), '2026-11-23 05:15:00 +05:45'],
		['2026-11-22T02:00:00Z', zoneNamed('America/St_Johns'), '2026-11-21 22:30:00 -03:30'],
		['1969-12-31T23:59:59.999999Z', (): number => 0, '1969-12-31 23:59:59.999999 +00:00'],
	])('%s', (text, zone, shown) => {
		expect(showMoment(at(text), zone)).toBe(shown);
	});

	const zones = [
		'UTC',
		'Europe/Berlin',
		'America/New_York',
		'Asia/Kathmandu',
		'Australia/Lord_Howe',
		'Pacific/Apia',
	].map(zoneNamed);
	const anyZone: fc.Arbitrary<ZoneOffset> = fc.constantFrom(...zones);
	const anyInstant = fc
		.integer({ min: at('1973-01-01T00:00Z'), max: at('2037-12-31T00:00Z') })
		.map((micros) => micros as Instant);

	test('round-trip through readMoment', () => {
		fc.assert(
			fc.property(anyInstant, anyZone, (instant, zone) => {
				expect(readMoment(showMoment(instant, zone), { now: at('2026-11-22T00:00Z'), zone })).toEqual({
					kind: 'point',
					from: instant,
					to: null,
				});
			}),
		);
	});

	test('every instant is within its own today, which follows its yesterday', () => {
		fc.assert(
			fc.property(anyInstant, anyZone, (now, zone) => {
				const today = readMoment('today', { now, zone });
				const yesterday = readMoment('yesterday', { now, zone });
				expect(today?.from).toBeLessThanOrEqual(now);
				expect(today?.to).toBeGreaterThan(now);
				expect(yesterday?.to).toBe(today?.from);
			}),
		);
	});
});

test('what the list shows as a time is read back as that minute, or as the day or month around it', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 0, max: 400 * 86_400 }),
			fc.constantFrom(6 as const, 12 as const, 16 as const),
			(secondsAgo, cells) => {
				const now = Date.UTC(2026, 10, 22, 12, 0, 30);
				const minute = Math.floor((now - secondsAgo * 1000) / 60_000) * 60_000;
				const shown = momentIn(cells, minute, now, () => 60).trim();
				const read = readMoment(shown, { now: instantFromMillis(now), zone: () => 60 });
				const at = instantFromMillis(minute);
				if (read?.kind === 'span') expect(read.from <= at && at < read.to, shown).toBe(true);
				else expect(read?.from, shown).toBe(at);
			},
		),
	);
});
