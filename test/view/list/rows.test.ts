import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../src/api/errors.ts';
import { badgesOf, type ListRow } from '../../../src/data/list-row.ts';
import { signalKinds } from '../../../src/domain/signals/signal.ts';
import { lineText, lineWidth, span } from '../../../src/text/line.ts';
import { safe } from '../../../src/text/safe.ts';
import { cellWidth } from '../../../src/text/width.ts';
import { errorLines } from '../../../src/view/error-lines.ts';
import { channelName, channelTag } from '../../../src/view/list/channel.ts';
import { listColumns } from '../../../src/view/list/list-columns.ts';
import { listLine } from '../../../src/view/list/list-line.ts';
import { paintFrame } from '../../../src/view/pane-frame.ts';
import { asciiGlyphs, createTheme, unicodeGlyphs } from '../../../src/view/theme.ts';
import { anyString } from '../../text/arbitraries.ts';
import { anyConversation } from '../../ui/arbitraries.ts';
import { screenText } from '../../ui/frames.ts';

const anyRow: fc.Arbitrary<ListRow> = fc.oneof(
	anyConversation.map(
		(conversation): ListRow => ({ kind: 'conversation', id: conversation.id, conversation }),
	),
	anyString.map((problem): ListRow => ({ kind: 'broken', id: 'x', problem, raw: null })),
);

describe('exact sizes', () => {
	test('a row of the list is exactly as wide as its pane, for any content', () => {
		fc.assert(
			fc.property(
				anyRow,
				fc.integer({ min: 34, max: 200 }),
				fc.constantFrom('created_at', 'last_message_at'),
				fc.option(
					fc
						.array(
							fc.record({
								kind: fc.constantFrom(...signalKinds),
								severity: fc.constantFrom('low' as const, 'medium' as const, 'high' as const),
								explanation: fc.constant('why'),
								turns: fc.constant([]),
								quote: fc.constant(null),
							}),
							{ maxLength: 13 },
						)
						.map(badgesOf),
				),
				fc.boolean(),
				fc.option(anyString),
				fc.record({
					underWay: fc.constantFrom(null, 'deleting', 'taking-over', 'handing-back', 'saving', 'sending'),
					isMarked: fc.boolean(),
					isDone: fc.boolean(),
					news: fc.constantFrom('new' as const, 'changed' as const, 'gone' as const, null),
				}),
				(row, width, timeOf, badges, here, needle, state) => {
					const options = {
						width,
						columns: listColumns(width),
						timeOf,
						nowMillis: 2e12,
						glyphs: unicodeGlyphs,
						needle,
					};
					const line = listLine(row, badges, { isHere: here, ...state }, options);
					expect(lineWidth(line)).toBe(width);
				},
			),
		);
	});

	test('a channel named like a property of every object does not end the program', () => {
		for (const channel of ['__proto__', 'constructor', 'toString']) {
			expect(channelTag(channel)).toBe(`${channel.slice(0, 3)}…`);
			expect(channelName(channel)).toBe(channel);
		}
	});

	test('a pane has exactly the size of its box, for any rows', () => {
		fc.assert(
			fc.property(
				fc.record({ width: fc.integer({ min: 8, max: 200 }), height: fc.integer({ min: 3, max: 30 }) }),
				fc.array(anyString, { maxLength: 40 }),
				fc.oneof(
					fc.array(anyString, { maxLength: 1 }),
					fc.subarray(['Transcript', 'Insights', 'Metadata', 'Raw', 'Waits']),
				),
				fc.integer({ min: -1, max: 30 }),
				fc.constantFrom(unicodeGlyphs, asciiGlyphs),
				({ width, height }, texts, titles, selectedRow, glyphs) => {
					const frame = {
						width,
						height,
						tabs: titles.map((title, index) => ({ title: safe(title), isActive: index === 0 })),
						isFocused: true,
						rows: texts.map((text) => [span('plain', safe(text))]),
						selectedRow,
					};
					const rows = paintFrame(frame, createTheme(1, glyphs)).map(screenText);
					expect(rows).toHaveLength(height);
					expect(rows.map((row) => cellWidth(safe(row)))).toEqual(rows.map(() => width));
				},
			),
		);
	});

	test('an error takes four rows at most, none wider than the pane', () => {
		fc.assert(
			fc.property(
				anyString,
				anyString,
				anyString,
				fc.integer({ min: 34, max: 160 }),
				(detail, code, id, width) => {
					const error = new ApiError({
						kind: 'server',
						sentence: 'The server failed (500).',
						advice: 'Try again.',
						detail,
						code,
						requestId: id,
					});
					const lines = errorLines('List', error, width, unicodeGlyphs);
					expect(lines.length).toBeLessThanOrEqual(4);
					for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
					expect(lines.map(lineText).join(' ')).toContain('The server failed');
				},
			),
		);
	});

	test('an error too long for its rows ends with an ellipsis', () => {
		for (let length = 0; length <= 200; length++) {
			const detail = 'x '.repeat(length).trim();
			const error = new ApiError({
				kind: 'server',
				sentence: 'It failed.',
				advice: 'Try again.',
				...(detail === '' ? {} : { detail }),
			});
			const text = errorLines('List', error, 40, unicodeGlyphs).map(lineText).join(' ');
			const shown = text.match(/x/g)?.length ?? 0;
			expect(text.trimEnd().endsWith('…'), `${shown} of ${length} are shown`).toBe(shown < length);
		}
	});
});
