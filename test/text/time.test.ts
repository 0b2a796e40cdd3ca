import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	clock,
	day,
	duration,
	isoDay,
	latency,
	listTime,
	localZone,
	stamp,
	utc,
	zoneNamed,
} from '../../src/text/time.ts';
import { cellWidth } from '../../src/text/width.ts';

const noon = Date.UTC(2026, 9, 26, 12, 4, 31, 651);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const dayLong = 24 * hour;

describe('a moment', () => {
	it('is formatted for people and for machines', () => {
		expect(clock(noon, utc)).toBe('12:04:31');
		expect(day(noon, utc)).toBe('Mon 26 Oct');
		expect(isoDay(noon, utc)).toBe('2026-10-26');
		expect(stamp(noon, utc)).toBe('2026-10-26T12:04:31.651+00:00');
	});

	it('is formatted in the given zone', () => {
		const newYork = zoneNamed('America/New_York');
		const kathmandu = zoneNamed('Asia/Kathmandu');
		expect(clock(noon, newYork)).toBe('08:04:31');
		expect(stamp(noon, newYork)).toBe('2026-10-26T08:04:31.651-04:00');
		expect(stamp(noon, kathmandu)).toBe('2026-10-26T17:49:31.651+05:45');
		expect(isoDay(Date.UTC(2026, 9, 26, 1), newYork)).toBe('2026-10-25');
	});

	it('follows clock changes', () => {
		const berlin = zoneNamed('Europe/Berlin');
		const change = Date.UTC(2026, 9, 25, 1);
		expect([berlin(change - 1), berlin(change)]).toEqual([120, 60]);
		expect([clock(change - 1, berlin), clock(change, berlin)]).toEqual(['02:59:59', '02:00:00']);
	});

	it('is local without a zone', () => {
		expect(clock(noon)).toBe(clock(noon, localZone));
		expect(localZone(noon)).toBe(-new Date(noon).getTimezoneOffset());
	});

	it('refuses an unknown zone', () => {
		expect(() => zoneNamed('Mars/Olympus')).toThrow(RangeError);
	});

	it('is a question mark of the same width if invalid', () => {
		expect([
			clock(Number.NaN),
			clock(1e300),
			listTime(Number.NaN, noon),
			stamp(Number.POSITIVE_INFINITY),
		]).toEqual(['?       ', '?       ', '?     ', '?']);
		expect([day(Number.NaN), isoDay(Number.NaN), duration(Number.NaN)]).toEqual(['?', '?', '?']);
	});
});

describe('listTime', () => {
	it.each([
		[noon, '12:04 '],
		[noon - 12 * hour, '00:04 '],
		[noon - 13 * hour, '23:04 '],
		[noon - 19 * hour, '17:04 '],
		[noon - 21 * hour, '25 Oct'],
		[Date.UTC(2026, 9, 6), ' 6 Oct'],
		[Date.UTC(2025, 11, 31), "Dec'25"],
		[noon + dayLong, '27 Oct'],
	])('%i is %s', (millis, text) => {
		expect(listTime(millis, noon, utc)).toBe(text);
	});

	it('always takes six cells', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (millis, now) => {
				expect(cellWidth(listTime(millis, now, utc))).toBe(6);
			}),
		);
	});
});

describe('durations', () => {
	it.each([
		[0, '0.0 s', '0 ms'],
		[-5, '0.0 s', '0 ms'],
		[612, '0.6 s', '612 ms'],
		[999.6, '1.0 s', '1.0 s'],
		[1449, '1.4 s', '1.4 s'],
		[9949, '9.9 s', '9.9 s'],
		[9951, '10 s', '10 s'],
		[48 * second, '48 s', '48 s'],
		[59.6 * second, '1m00', '1m00'],
		[6 * minute + 12 * second, '6m12', '6m12'],
		[59 * minute + 59.6 * second, '1h00', '1h00'],
		[2 * hour + 5 * minute, '2h05', '2h05'],
		[24 * hour - 1, '1d', '1d'],
		[3.5 * dayLong, '3d', '3d'],
		[21 * dayLong, '21d', '21d'],
		[800 * dayLong, '800d', '800d'],
	])('%d ms is %s, a wait of %s', (millis, length, wait) => {
		expect([duration(millis), latency(millis)]).toEqual([length, wait]);
	});

	it('stay narrow', () => {
		fc.assert(
			fc.property(fc.double({ min: -1e12, max: 8e11, noNaN: true }), (millis) => {
				expect(duration(millis).length).toBeLessThanOrEqual(5);
				expect(latency(millis).length).toBeLessThanOrEqual(6);
			}),
		);
	});
});
