import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, instantFromMillis, millisOf, parseInstant } from '../../src/domain/instant.ts';

/** Every microsecond of the years 1 to 2255, as text and offset minutes. */
const moments = fc.record({
	micros: fc.integer({ min: -6e16, max: 8.9e15 }).filter((micros) => micros > -Number.MAX_SAFE_INTEGER),
	offset: fc.integer({ min: -15 * 60 + 1, max: 15 * 60 - 1 }),
});

function written(micros: number, offset: number): string {
	const local = micros + offset * 60_000_000;
	const millis = Math.floor(local / 1000);
	const rest = String(local - millis * 1000).padStart(3, '0');
	const sign = offset < 0 ? '-' : '+';
	const minutes = Math.abs(offset);
	const zone = `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
	return `${new Date(millis).toISOString().slice(0, -1)}${rest}${zone}`;
}

describe('instants', () => {
	test('reads back a formatted instant to the microsecond, at any offset', () => {
		fc.assert(
			fc.property(moments, ({ micros, offset }) => {
				expect(parseInstant(written(micros, offset))).toBe(micros);
			}),
		);
	});

	test('formats a parsed instant to the same microsecond', () => {
		fc.assert(
			fc.property(moments, ({ micros }) => {
				const text = written(micros, 0);
				const instant = parseInstant(text);
				expect(instant === null ? null : formatInstant(instant)).toBe(text);
			}),
		);
	});

	test.each([
		['2026-10-15T16:05:41.651903+00:00', '2026-10-15T16:05:41.651903+00:00'],
		['2026-10-15T16:05:41.651Z', '2026-10-15T16:05:41.651000+00:00'],
		['2026-10-15T18:05:41+02:00', '2026-10-15T16:05:41.000000+00:00'],
		['2026-10-15 16:05', '2026-10-15T16:05:00.000000+00:00'],
		[' 2026-10-15T16:05Z\n', '2026-10-15T16:05:00.000000+00:00'],
		['2026-10-15T16:05z', '2026-10-15T16:05:00.000000+00:00'],
		['2026-10-15T16:05:41.123456789Z', '2026-10-15T16:05:41.123456+00:00'],
		['2026-10-15T16:05:41-0330', '2026-10-15T19:35:41.000000+00:00'],
		['2026-10-15T16:05:41+05', '2026-10-15T11:05:41.000000+00:00'],
		['2026-10-15T16:05:41+15:59', '2026-10-15T00:06:41.000000+00:00'],
		['2026-10-15T23:59:59Z', '2026-10-15T23:59:59.000000+00:00'],
		['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000+00:00'],
		['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000000+00:00'],
		['2025-12-31T23:30:00-01:00', '2026-01-01T00:30:00.000000+00:00'],
		['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999+00:00'],
	])('%s is %s', (text, expected) => {
		const instant = parseInstant(text);
		expect(instant === null ? null : formatInstant(instant)).toBe(expected);
	});

	test.each([
		'2025-02-29T00:00:00Z',
		'1900-02-29T00:00:00Z',
		'2026-04-31T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'2026-00-01T00:00:00Z',
		'2026-01-00T00:00:00Z',
		'2026-01-01T24:00:00Z',
		'2026-01-01T00:60:00Z',
		'2026-01-01T00:00:60Z',
		'2026-01-01T00:00:00+16:00',
		'2026-01-01T00:00:00+01:60',
		'2026-01-01',
		'1764590741',
		'yesterday',
		'',
	])('“%s” is not a timestamp', (text) => {
		expect(parseInstant(text)).toBeNull();
	});

	test('keeps milliseconds through a round trip', () => {
		fc.assert(
			fc.property(fc.integer({ min: -8e12, max: 8e12 }), (millis) => {
				expect(millisOf(instantFromMillis(millis))).toBe(millis);
			}),
		);
	});
});
