import { expect, test } from 'vitest';
import type { InsightResult } from '../../../src/domain/insight.ts';
import type { SignalKind } from '../../../src/domain/signals/signal.ts';
import { inWords, isOffer } from '../../../src/domain/signals/wording.ts';
import { message } from '../messages.ts';
import { signal, talk } from './signal-input.ts';

const loop = 'a: Which day would you like to come in?';
const cancel = 'u: Cancel my order 1001.';
const human = 'u: Get me a human.';

test.each<[SignalKind, readonly string[], string, string]>([
	['asked-for-person', [human], 'high', 'the user asked for a person; no tool handed over'],
	[
		'asked-for-person',
		[human, 'a: Why?', human, 't: transfer_call', 'r: {"ok":true}'],
		'medium',
		'the user asked for a person 2 times; the assistant handed over',
	],
	[
		'asked-for-person',
		['t: transfer_call', 'r: {}', human],
		'high',
		'the user asked for a person; no tool handed over',
	],
	['strong-language', ['u: What the fuck'], 'medium', 'strong language in 1 turn by the user'],
	['strong-language', ['u: What the fuck', 'u: bullshit'], 'high', 'strong language in 2 turns by the user'],
	['user-repeated', [cancel, 'a: What?', cancel], 'medium', 'the user repeated themselves (2 turns)'],
	['user-repeated', [cancel, cancel, cancel], 'high', 'the user repeated themselves (3 turns)'],
	[
		'user-repeated',
		['u: Hello there you', 'u: I just said so!'],
		'medium',
		'the user complained about having to repeat (1 turn)',
	],
	[
		'user-repeated',
		['u: Cancel order 1001', 'u: Cancel order 1001'],
		'medium',
		'the user repeated themselves (2 turns)',
	],
	['assistant-repeated', [loop, 'u: Friday', loop], 'medium', 'the assistant said the same thing twice'],
	['assistant-repeated', [loop, loop, loop], 'high', 'the assistant said the same thing 3 times'],
	['tool-failed', ['r: Error: gone', 't: pay', 'r: HTTP 500'], 'high', '2 of 2 tool calls failed'],
	['tool-failed', ['r: Error: gone'], 'high', '1 of 1 tool calls failed'],
])('%s explains itself: %j', (kind, lines, severity, explanation) => {
	expect(signal(kind, talk(...lines))).toMatchObject({ severity, explanation });
});

test('two words are too few to count as repeated', () => {
	expect(signal('user-repeated', talk('u: Order 1001', 'a: What?', 'u: Order 1001'))).toBeUndefined();
});

test('failed insight runs are counted', () => {
	const run = (id: string): InsightResult => ({
		id,
		status: 'failed',
		createdAt: null,
		insights: [],
		raw: {},
	});
	const said = (...runs: readonly InsightResult[]) =>
		signal('insight-failed', [], { insights: runs })?.explanation;
	expect(said(run('a'))).toBe('1 insight run failed');
	expect(said(run('a'), run('b'))).toBe('2 insight runs failed');
});

test('silence is counted beyond the time that the words around it take', () => {
	const hello = (at: number) => message('assistant', 'Hello?', at);
	const spoken = 12 * 0.067;
	expect(signal('dead-air', [hello(0), hello(20 + spoken)])).toMatchObject({
		severity: 'low',
		explanation: 'nobody spoke for 20 s',
	});
	expect(signal('dead-air', [hello(0), hello(19.9 + spoken)])).toBeUndefined();
	expect(signal('dead-air', [hello(0), hello(60 + spoken)])?.severity).toBe('medium');
	expect(signal('dead-air', [hello(0), hello(59.9 + spoken)])?.severity).toBe('low');
	expect(signal('dead-air', [hello(0), hello(31), hello(91)])).toMatchObject({
		severity: 'medium',
		explanation: 'nobody spoke for 59 s, the longest of 2 silences',
	});
});

test('the last words without an answer are spoken or written, by the channel', () => {
	const asked = talk('u: Are you open?');
	expect(signal('user-unanswered', asked, { now: 60 })?.explanation).toContain(
		'the user spoke last, 60 s ago',
	);
	expect(signal('user-unanswered', asked, { now: 600, channel: 'sms' })?.explanation).toContain(
		'the user wrote last, 10 min ago',
	);
});

test.each([
	[0, '0.0 s'],
	[9_940, '9.9 s'],
	[9_950, '10 s'],
	[119_400, '119 s'],
	[119_500, '2 min'],
	[7_169_000, '119 min'],
	[7_170_000, '2.0 h'],
])('%i milliseconds are %s', (millis, words) => {
	expect(inWords(millis)).toBe(words);
});

test('an offer of help counts only at the end of what was said', () => {
	expect(isOffer('It is booked. Can I help with anything else?')).toBe(true);
	expect(isOffer(`Can I help? ${'The table is by the window. '.repeat(4)}`)).toBe(false);
});
