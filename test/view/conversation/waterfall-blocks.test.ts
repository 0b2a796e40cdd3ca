import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { buildTranscript, type Turn } from '../../../src/domain/transcript.ts';
import { answerWaits } from '../../../src/domain/waits.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { waterfallBlocks, waterfallKey } from '../../../src/view/conversation/waterfall-blocks.ts';
import { asciiGlyphs, unicodeGlyphs } from '../../../src/view/theme.ts';
import { call, message, rows } from '../../domain/messages.ts';
import { anyMessage } from '../../ui/arbitraries.ts';

const silence = 20_000;
const build = (...messages: readonly Message[]): Turn[] =>
	buildTranscript(rows(...messages), { silenceAfterMillis: silence });

function optionsFor(turns: readonly Turn[], width: number, glyphs = unicodeGlyphs) {
	const waits = answerWaits(turns);
	return { width, glyphs, waits, silenceAfterMillis: silence, slowAnswerMillis: 4000 };
}

/** The rows without their clocks, which depend on the machine's time zone. */
function drawn(turns: readonly Turn[], width: number, glyphs = unicodeGlyphs): string[] {
	const blocks = waterfallBlocks(turns, optionsFor(turns, width, glyphs));
	return blocks.flatMap(({ lines }) => lines.map((line) => lineText(line).slice(width >= 44 ? 10 : 1)));
}

const keyOf = (turns: readonly Turn[], width: number, glyphs = unicodeGlyphs): string =>
	lineText(waterfallKey(turns, optionsFor(turns, width, glyphs)));

const order = build(
	message('assistant', 'welcome', 0),
	message('user', 'a pizza', 4),
	message('assistant', null, 6, { toolCalls: [call('1', 'find')] }),
	message('tool', '{"place":1}', 10, { toolCallId: '1' }),
	message('assistant', 'done', 12),
	message('assistant', null, 14, { toolCalls: [call('2', 'notify')] }),
	message('user', 'and now?', 16),
);

describe('turns to scale', () => {
	test('a wait spans from question to answer, across the tool; each has its own sign', () => {
		expect(drawn(order, 46)).toEqual([
			'assistant A                         ',
			'user      ····U               +4.0 s',
			'find {}         ████           4.0 s',
			'assistant     ▒▒▒▒▒▒▒▒A        8.0 s',
			'notify {}               █     ✗ none',
			'user                    ··U   +2.0 s',
		]);
	});

	test('ASCII and narrow', () => {
		expect(drawn(order, 36, asciiGlyphs).slice(1, 4)).toEqual([
			expect.stringMatching(/^user {6}\.+U {2,}\+4\.0 s$/),
			expect.stringMatching(/^find \{\} +#+ +4\.0 s$/),
			expect.stringMatching(/^assistant +=+A +8\.0 s$/),
		]);
		expect([...drawn(order, 120, asciiGlyphs), keyOf(order, 80, asciiGlyphs)].join('')).toMatch(
			/^[\x20-\x7e]*$/,
		);
	});

	test('words follow the speaker if there is room for both', () => {
		expect(drawn(order, 78)[1]).toMatch(/^user {7}a pizza {3,}·+U/);
		expect(drawn(order, 46).join()).not.toContain('pizza');
	});

	test('a silence has its own row; hours of it are cut short on all rows, and the key says so', () => {
		const turns = build(
			message('user', 'hello', 0),
			message('assistant', 'good day', 10),
			message('user', 'me again', 30_000),
			message('assistant', 'good day again', 30_010),
		);
		expect(drawn(turns, 46).filter((row) => !row.includes('─'))).toEqual([
			'user      U       ╱╱                ',
			'assistant ▒▒▒▒▒▒▒A╱╱            10 s',
			'silence           ╱╱            8h19',
			'user              ╱╱U               ',
			'assistant         ╱╱▒▒▒▒▒▒A     10 s',
		]);
		expect(keyOf(turns, 80)).toBe('▒ wait  █ tool  · between  ╱ 1 silence cut short  1 cell = 741 ms');
		expect(keyOf(turns, 36)).toBe('▒ wait  █ tool  ╱ 1 cut');
	});

	test('a short silence is drawn to scale, even in few cells', () => {
		const talk = Array.from({ length: 60 }, (_, index) => message('user', `line ${index}`, index * 10));
		const turns = build(...talk, message('user', 'still here', 620));
		expect(drawn(turns, 46).at(-2)).toMatch(/^silence +┄ +30 s$/);
		expect(drawn(turns, 200).at(-2)).toMatch(/^silence +┄{5,8} +30 s$/);
	});

	test('turns without a time have no bar and say so', () => {
		const turns = build(message('user', 'hello', null), message('assistant', 'good day', null));
		expect(drawn(turns, 46)).toEqual([
			expect.stringMatching(/^user +no time$/),
			expect.stringMatching(/^assistant +no time$/),
		]);
		expect(keyOf(turns, 46)).toBe('▒ wait  █ tool');
	});

	test('every turn has one row exactly as wide as its pane, for any data', () => {
		fc.assert(
			fc.property(
				fc.array(anyMessage, { maxLength: 12 }),
				fc.integer({ min: 36, max: 200 }),
				fc.constantFrom(unicodeGlyphs, asciiGlyphs),
				(messages, width, glyphs) => {
					const turns = buildTranscript(messages, { silenceAfterMillis: silence });
					const blocks = waterfallBlocks(turns, optionsFor(turns, width, glyphs));
					expect(blocks.map(({ key }) => key)).toEqual(turns.map(({ key }) => key));
					for (const { lines } of blocks) {
						expect(lines.length).toBeLessThanOrEqual(2);
						expect(lines.map(lineWidth)).toEqual(lines.map(() => width));
					}
					expect(lineWidth(waterfallKey(turns, optionsFor(turns, width, glyphs)))).toBeLessThan(width);
				},
			),
		);
	});
});
