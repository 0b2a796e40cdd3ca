import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { Message } from '../../src/domain/message.ts';
import { buildTranscript, type Turn } from '../../src/domain/transcript.ts';
import { answerWaits, endOf, openWait, silencesOf, waitStatistics } from '../../src/domain/waits.ts';
import { call, message, rows } from './messages.ts';

const build = (...messages: readonly Message[]): Turn[] =>
	buildTranscript(rows(...messages), { silenceAfterMillis: 20_000 });

/** Waits with the words of their turns instead of keys. */
function told(turns: readonly Turn[]): (readonly [string, string, number])[] {
	const words = new Map(turns.map((turn) => [turn.key, turn.kind === 'speech' ? turn.text : turn.kind]));
	return answerWaits(turns).map(
		({ askedBy, turn, millis }) => [words.get(askedBy) ?? '', words.get(turn) ?? '', millis] as const,
	);
}

/** An instant `seconds` after 1970, on the same scale as the messages. */
const second = (at: number) => instantFromMillis(at * 1000);

describe('the wait for an answer', () => {
	test("runs from the user's last words to the assistant's next words, tools included", () => {
		const turns = build(
			message('assistant', 'welcome', 0),
			message('user', 'hello', 10),
			message('user', 'a table please', 12),
			message('assistant', null, 13, { toolCalls: [call('1')] }),
			message('tool', '{}', 17, { toolCallId: '1' }),
			message('assistant', 'there is one', 18.5),
			message('assistant', 'at eight', 30),
			message('user', 'good', 40),
			message('assistant', 'done', 41),
		);
		expect(told(turns)).toEqual([
			['a table please', 'there is one', 6500],
			['good', 'done', 1000],
		]);
	});

	test('ends at words that come with a tool call', () => {
		const turns = build(
			message('user', 'and my parcel?', 0),
			message('assistant', 'let me look', 2, { toolCalls: [call('1')] }),
			message('tool', '{}', 9, { toolCallId: '1' }),
			message('assistant', 'in Leipzig', 10),
		);
		expect(told(turns)).toEqual([['and my parcel?', 'let me look', 2000]]);
	});

	test('ignores empty messages and other roles', () => {
		const turns = build(
			message('user', 'hello', 0),
			message('system', 'be kind', 1),
			message('assistant', '', 2),
			message('user', '', 3),
			message('assistant', 'good day', 5),
		);
		expect(told(turns)).toEqual([['hello', 'good day', 5000]]);
	});

	test('is not computed without both timestamps, nor guessed from an earlier turn', () => {
		const unknownQuestion = build(
			message('user', 'a', 0),
			message('user', 'b', null),
			message('assistant', 'c', 9),
		);
		expect(told(unknownQuestion)).toEqual([]);
		const unknownAnswer = build(
			message('user', 'a', 0),
			message('assistant', 'b', null),
			message('assistant', 'c', 9),
		);
		expect(told(unknownAnswer)).toEqual([]);
	});

	test('is never negative, even if the clock runs backwards', () => {
		const backwards = build(message('user', 'a', 5), message('assistant', 'b', 6)).map((turn) =>
			turn.kind === 'speech' && turn.role === 'assistant' ? { ...turn, at: second(1) } : turn,
		);
		expect(told(backwards)).toEqual([['a', 'b', 0]]);
	});
});

describe('an open wait', () => {
	test('lasts while the user spoke last, with or without running tools', () => {
		const asked = [message('assistant', 'welcome', 0), message('user', 'hello', 10)];
		expect(openWait(build(...asked), second(25))?.millis).toBe(15_000);
		const working = message('assistant', null, 11, { toolCalls: [call('1')] });
		expect(openWait(build(...asked, working), second(25))?.millis).toBe(15_000);
		expect(openWait(build(...asked, message('assistant', 'good day', 12)), second(25))).toBeNull();
		expect(openWait(build(), second(25))).toBeNull();
	});

	test('is null without a timestamp, and 0 before its start', () => {
		expect(openWait(build(message('user', 'hello', null)), second(25))).toBeNull();
		expect(openWait(build(message('user', 'hello', 30)), second(25))?.millis).toBe(0);
	});
});

describe('wait statistics', () => {
	test('percentiles are nearest-rank', () => {
		const of = (...millis: readonly number[]) => waitStatistics(millis.map((each) => ({ millis: each })));
		expect(of()).toBeNull();
		expect(of(7)).toEqual({ count: 1, p50: 7, p95: 7, max: 7 });
		expect(of(2, 1)).toEqual({ count: 2, p50: 1, p95: 2, max: 2 });
		const hundred = Array.from({ length: 100 }, (_, index) => index + 1).reverse();
		expect(of(...hundred)).toEqual({ count: 100, p50: 50, p95: 95, max: 100 });
		const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
		expect(of(...twenty)).toEqual({ count: 20, p50: 10, p95: 19, max: 20 });
	});

	test('are always real waits, in order', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 }), (millis) => {
				const numbers = waitStatistics(millis.map((each) => ({ millis: each })));
				expect(numbers?.count).toBe(millis.length);
				const { p50 = -1, p95 = -1, max = -1 } = numbers ?? {};
				expect(millis).toContain(p50);
				expect(millis).toContain(p95);
				expect(max).toBe(Math.max(...millis));
				expect(p50).toBeLessThanOrEqual(p95);
				const atMost = (limit: number) => millis.filter((each) => each <= limit).length / millis.length;
				expect(atMost(p95)).toBeGreaterThanOrEqual(0.95);
				expect(millis.filter((each) => each < p95).length / millis.length).toBeLessThan(0.95);
			}),
		);
	});
});

describe('silence', () => {
	test('lies between any two turns, but not while a tool runs', () => {
		const turns = build(
			message('user', 'hello', 0),
			message('assistant', null, 1, { toolCalls: [call('1')] }),
			message('tool', '{}', 40, { toolCallId: '1' }),
			message('assistant', 'done', 45),
			message('user', 'are you there?', null),
			message('user', 'hello?', 75),
		);
		expect(silencesOf(turns, 5000).map(({ millis }) => millis)).toEqual([5000, 30_000]);
		expect(silencesOf(turns, 30_000)).toEqual([
			{ after: turns.at(2)?.key, before: turns.at(-1)?.key, since: second(45), millis: 30_000 },
		]);
	});

	test('begins at the end of a tool that was still running when the user spoke', () => {
		const turns = build(
			message('assistant', null, 1, { toolCalls: [call('1')] }),
			message('user', 'are you there?', 10),
			message('tool', '{}', 40, { toolCallId: '1' }),
			message('assistant', 'done', 45),
		);
		expect(silencesOf(turns, 1000)).toMatchObject([
			{ after: turns[0]?.key, before: turns.at(-1)?.key, since: second(40), millis: 5000 },
		]);
	});

	test('comes after the last of several turns at the same moment', () => {
		const turns = build(message('user', 'a', 0), message('user', 'b', 0), message('assistant', 'c', 9));
		expect(silencesOf(turns, 1000)).toMatchObject([{ after: turns[1]?.key, millis: 9000 }]);
	});
});

test('no wait and no silence is ever negative, for any times', () => {
	const anyTurn = fc
		.record({
			role: fc.constantFrom('user', 'assistant', 'system', 'tool'),
			text: fc.constantFrom('words', '', null),
			at: fc.option(fc.integer({ min: 0, max: 1000 })),
			calls: fc.boolean(),
		})
		.map(({ role, text, at, calls }) => message(role, text, at, calls ? { toolCalls: [call(null)] } : {}));
	fc.assert(
		fc.property(fc.array(anyTurn), fc.integer({ min: 0, max: 1000 }), (messages, now) => {
			const turns = build(...messages);
			const keys = new Set(turns.map(({ key }) => key));
			const waits = answerWaits(turns);
			for (const { turn, askedBy, millis } of waits) {
				expect(millis).toBeGreaterThanOrEqual(0);
				expect(keys.has(turn) && keys.has(askedBy)).toBe(true);
			}
			for (const { millis } of silencesOf(turns, 1)) expect(millis).toBeGreaterThan(0);
			expect(openWait(turns, second(now))?.millis ?? 0).toBeGreaterThanOrEqual(0);
		}),
	);
});

describe('the end of a turn', () => {
	const tool = (asked: number | null, answered: number | null): Turn | undefined =>
		build(
			message('assistant', null, asked, { toolCalls: [call('1')] }),
			message('tool', '{}', answered, { toolCallId: '1' }),
		).find(({ kind }) => kind === 'tool');

	test.each([
		['its tool answered', tool(3, 7), 7],
		['it was made if the answer has no time', tool(3, null), 3],
		['it was made if the answer is older', tool(7, 3), 7],
		['nothing is known without a time', tool(null, 7), null],
		['nothing is known of silence', { kind: 'silence', key: 's', millis: 1 } as const, null],
	])('is when %s', (_, turn, expected) => {
		expect(turn && endOf(turn)).toBe(expected === null ? null : second(expected));
	});
});
