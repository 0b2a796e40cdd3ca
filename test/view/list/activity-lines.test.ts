import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourChart } from '../../../src/domain/hours.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { t } from '../../../src/text/safe.ts';
import { activityColumns, activityLines } from '../../../src/view/list/activity-lines.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/view/theme.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const hoursBefore = (hours: number, channel = 'phone_call') => ({
	at: instantFromMillis(noon - hours * 3_600_000),
	channel,
});
const inUtc = () => 0;

const some = [
	...[0, 0, 0, 0, 2, 2, 5].map((hours) => hoursBefore(hours)),
	...[0, 5].map((hours) => hoursBefore(hours, 'web_chat')),
	hoursBefore(2, 'sms'),
];

function drawn(
	width: number,
	facts: { column?: number | null; timeless?: number } = {},
	glyphs = unicodeGlyphs,
) {
	const chart = hourChart(some, { columns: activityColumns(width), series: 2, offsetOf: inUtc });
	if (chart === null) throw new TypeError('there is something to count');
	const { column = 5, timeless = 0 } = facts;
	return activityLines(chart, { column, counted: t`100 loaded`, timeless }, width, glyphs);
}

describe('activity by the hour', () => {
	test('one row per channel on a common scale, and the cursor’s hour in words', () => {
		expect(drawn(60).map(lineText)).toEqual([
			` call ▂  ▄ █${' '.repeat(47)}7`,
			` rest ▂  ▂ ▂${' '.repeat(47)}3`,
			' Sun 22 Nov 12:00 to 13:00: 5 of 100 loaded, 1 h a column',
		]);
		expect(drawn(60, {}, asciiGlyphs).map(lineText)[0]).toBe(` call .  = @${' '.repeat(47)}7`);
	});

	test('the cursor’s column is inverse, even if it is empty', () => {
		const at = (column: number | null) =>
			drawn(60, { column }).map((line) =>
				line.filter(({ tone }) => tone === 'selected').map(({ text }) => text),
			);
		expect(at(5)).toEqual([['█'], ['▂'], []]);
		expect(at(1)).toEqual([[' '], [' '], []]);
		expect(at(null)).toEqual([[], [], []]);
		expect(drawn(60, { column: null }).map(lineText).at(-1)).toBe(' of 100 loaded, 1 h a column');
	});

	test('rows without a time are counted in the caption', () => {
		expect(drawn(80, { timeless: 3 }).map(lineText).at(-1)).toContain(
			'100 loaded, 3 without a time, 1 h a column',
		);
	});

	test('a narrow pane has a shorter caption', () => {
		expect(drawn(45).map(lineText).at(-1)).toBe(' Sun 22 Nov 12:00: 5 of 100 loaded, 1 h each');
		expect(drawn(42).map(lineText).at(-1)).toBe(' 22 Nov 12:00: 5 of 100 loaded, 1 h each');
		expect(drawn(35).map(lineText).at(-1)).toBe(' 12:00: 5 of 100 loaded, 1 h each');
	});

	test('no line is wider than its pane, for any counts', () => {
		const happening = fc.record({
			at: fc.integer({ min: 0, max: 4e12 }).map(instantFromMillis),
			channel: fc.oneof(fc.constantFrom('phone_call', 'sms'), fc.string()),
		});
		fc.assert(
			fc.property(
				fc.array(happening, { minLength: 1 }),
				fc.integer({ min: 34, max: 200 }),
				fc.integer({ min: 1, max: 4 }),
				fc.constantFrom(unicodeGlyphs, asciiGlyphs),
				fc.nat(99_999),
				(happenings, width, series, glyphs, timeless) => {
					const chart = hourChart(happenings, { columns: activityColumns(width), series, offsetOf: inUtc });
					if (chart === null) throw new TypeError('there is something to count');
					const column = chart.columnOf(happenings[0]?.at ?? instantFromMillis(0));
					for (const place of [column, null]) {
						const facts = { column: place, counted: t`12,345 loaded`, timeless };
						const lines = activityLines(chart, facts, width, glyphs);
						expect(lines).toHaveLength(chart.series.length + 1);
						for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
					}
				},
			),
		);
	});
});
