import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hourChart } from '../../../src/domain/hours.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { t } from '../../../src/text/safe.ts';
import { timelineColumns, timelineLines } from '../../../src/ui/lines/timeline-lines.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/ui/theme.ts';

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
	const chart = hourChart(some, { columns: timelineColumns(width), series: 2, offsetOf: inUtc });
	if (chart === null) throw new TypeError('there is something to count');
	const { column = 5, timeless = 0 } = facts;
	return timelineLines(chart, { column, counted: t`100 loaded`, timeless }, width, glyphs);
}

describe('conversations by the hour', () => {
	test('a row a channel, with one measure, and the hour of the cursor in words', () => {
		expect(drawn(60).map(lineText)).toEqual([
			` call ▂  ▄ █${' '.repeat(47)}7`,
			` rest ▂  ▂ ▂${' '.repeat(47)}3`,
			' Sun 22 Nov 12:00 to 13:00: 5 of 100 loaded, 1 h a column',
		]);
		expect(drawn(60, {}, asciiGlyphs).map(lineText)[0]).toBe(` call .  = @${' '.repeat(47)}7`);
	});

	test('the column of the cursor is inverse, an empty one too', () => {
		const at = (column: number | null) =>
			drawn(60, { column }).map((line) =>
				line.filter(({ tone }) => tone === 'selected').map(({ text }) => text),
			);
		expect(at(5)).toEqual([['█'], ['▂'], []]);
		expect(at(1)).toEqual([[' '], [' '], []]);
		expect(at(null)).toEqual([[], [], []]);
		expect(drawn(60, { column: null }).map(lineText).at(-1)).toBe(' of 100 loaded, 1 h a column');
	});

	test('rows that have no time are told of', () => {
		expect(drawn(80, { timeless: 3 }).map(lineText).at(-1)).toContain(
			'100 loaded, 3 without a time, 1 h a column',
		);
	});

	test('in a narrow pane the caption says less', () => {
		expect(drawn(45).map(lineText).at(-1)).toBe(' Sun 22 Nov 12:00: 5 of 100 loaded, 1 h each');
		expect(drawn(42).map(lineText).at(-1)).toBe(' 22 Nov 12:00: 5 of 100 loaded, 1 h each');
		expect(drawn(35).map(lineText).at(-1)).toBe(' 12:00: 5 of 100 loaded, 1 h each');
	});

	test('never wider than its pane, whatever is counted', () => {
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
					const chart = hourChart(happenings, { columns: timelineColumns(width), series, offsetOf: inUtc });
					if (chart === null) throw new TypeError('there is something to count');
					const column = chart.columnOf(happenings[0]?.at ?? instantFromMillis(0));
					for (const place of [column, null]) {
						const facts = { column: place, counted: t`12,345 loaded`, timeless };
						const lines = timelineLines(chart, facts, width, glyphs);
						expect(lines).toHaveLength(chart.series.length + 1);
						for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
					}
				},
			),
		);
	});
});
