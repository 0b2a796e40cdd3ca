import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourChart } from '../../src/domain/hours.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';

const inUtc = () => 0;
const at = (iso: string, channel = 'phone_call') => ({ at: instantFromMillis(Date.parse(iso)), channel });
const shown = (wall: number | undefined) =>
	wall === undefined ? '' : new Date(wall).toISOString().slice(0, 16);

describe('hour chart', () => {
	const day = [
		at('2026-11-22T09:10:00Z'),
		at('2026-11-22T09:59:59Z', 'sms'),
		at('2026-11-22T11:00:00Z'),
		at('2026-11-22T11:30:00Z'),
		at('2026-11-22T11:30:00Z', 'web_chat'),
	];

	test('has one column an hour, empty hours included, and orders channels by count', () => {
		const chart = hourChart(day, { columns: 20, series: 4, offsetOf: inUtc });
		expect(chart?.hours).toBe(1);
		expect(chart?.series).toEqual([
			{ channels: ['phone_call'], counts: [1, 0, 2], total: 3 },
			{ channels: ['sms'], counts: [1, 0, 0], total: 1 },
			{ channels: ['web_chat'], counts: [0, 0, 1], total: 1 },
		]);
		expect(shown(chart?.startOf(0))).toBe('2026-11-22T09:00');
		expect(chart?.columnOf(at('2026-11-22T10:30:00Z').at)).toBe(1);
		expect(chart?.columnOf(at('2026-11-22T08:30:00Z').at)).toBe(-1);
	});

	test('orders channels by how often they come, and by name if that is equal', () => {
		const hour = (channel: string) => at('2026-11-22T09:10:00Z', channel);
		const mixed = ['whatsapp_chat', 'sms', 'phone_call', 'sms', 'phone_call', 'sms', 'web_chat'].map(hour);
		const rows = (series: number) =>
			hourChart(mixed, { columns: 20, series, offsetOf: inUtc })?.series.map(({ channels, total }) => [
				channels,
				total,
			]);
		expect(rows(4)).toEqual([
			[['sms'], 3],
			[['phone_call'], 2],
			[['web_chat'], 1],
			[['whatsapp_chat'], 1],
		]);
		expect(rows(5)).toEqual(rows(4));
		expect(rows(3)).toEqual([
			[['sms'], 3],
			[['phone_call'], 2],
			[['web_chat', 'whatsapp_chat'], 2],
		]);
	});

	test('puts surplus channels into the last row', () => {
		const two = hourChart(day, { columns: 20, series: 2, offsetOf: inUtc });
		expect(two?.series.map(({ channels, total }) => [channels, total])).toEqual([
			[['phone_call'], 3],
			[['sms', 'web_chat'], 2],
		]);
		expect(hourChart(day, { columns: 20, series: 1, offsetOf: inUtc })?.series[0]?.counts).toEqual([2, 0, 3]);
	});

	test('uses the hours of the zone, half-hour offsets included', () => {
		const india = () => 330;
		const chart = hourChart([at('2026-11-22T18:20:00Z'), at('2026-11-22T18:40:00Z')], {
			columns: 20,
			series: 1,
			offsetOf: india,
		});
		expect(chart?.series[0]?.counts).toEqual([1, 1]);
		expect(shown(chart?.startOf(1))).toBe('2026-11-23T00:00');
	});

	test('uses several hours a column when space is short, then whole days, then weeks from Monday', () => {
		const over = (from: string, to: string) => {
			const chart = hourChart([at(from), at(to)], { columns: 24, series: 1, offsetOf: inUtc });
			return [chart?.hours, shown(chart?.startOf(0))];
		};
		expect(over('2026-11-22T00:30:00Z', '2026-11-22T23:30:00Z')).toEqual([1, '2026-11-22T00:00']);
		expect(over('2026-11-22T05:30:00Z', '2026-11-24T03:30:00Z')).toEqual([2, '2026-11-22T04:00']);
		expect(over('2026-11-02T13:00:00Z', '2026-11-24T04:30:00Z')).toEqual([24, '2026-11-02T00:00']);
		expect(over('2026-07-01T13:00:00Z', '2026-11-24T04:30:00Z')).toEqual([168, '2026-06-29T00:00']);
	});

	test('is null without events', () => {
		expect(hourChart([], { columns: 20, series: 2, offsetOf: inUtc })).toBeNull();
	});

	test('counts every event once, in an existing column, for any times', () => {
		const happening = fc.record({
			at: fc.integer({ min: -6e13, max: 6e13 }).map(instantFromMillis),
			channel: fc.constantFrom('phone_call', 'sms', '', '__proto__', 'constructor'),
		});
		fc.assert(
			fc.property(
				fc.array(happening, { minLength: 1 }),
				fc.integer({ min: 0, max: 200 }),
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: -720, max: 840 }),
				(happenings, columns, series, offset) => {
					const chart = hourChart(happenings, { columns, series, offsetOf: () => offset });
					const rows = chart?.series ?? [];
					expect(rows.length).toBeLessThanOrEqual(series);
					expect(rows.reduce((sum, { total }) => sum + total, 0)).toBe(happenings.length);
					for (const { counts } of rows) expect(counts.length).toBeLessThanOrEqual(Math.max(2, columns));
					const perColumn = (rows[0]?.counts ?? []).map((_, column) =>
						rows.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0),
					);
					for (const { at: moment } of happenings)
						expect(perColumn[chart?.columnOf(moment) ?? -1]).toBeGreaterThan(0);
				},
			),
		);
	});
});
