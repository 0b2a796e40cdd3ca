import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { defaultSignalSettings } from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import { call, message, rows } from '../messages.ts';
import { conversation, kinds, signal, talk, transcript } from './signal-input.ts';

describe('failing tools', () => {
	test("fire at the call, with the count and the tool's name", () => {
		const messages = talk(
			'u: Book it',
			't: book',
			'r: {"error":"no"}',
			't: pay',
			'r: {"ok":true}',
			'a: Done',
		);
		const found = signal('tool-failed', messages);
		expect(found).toMatchObject({
			severity: 'high',
			explanation: '1 of 2 tool calls failed',
			quote: 'book',
			turns: [transcript(messages).find(({ kind }) => kind === 'tool')?.key],
		});
	});

	test('have low severity if the same tool worked later', () => {
		const found = signal('tool-failed', talk('t: look', 'r: HTTP 503', 't: look', 'r: {"id":1}'));
		expect(found).toMatchObject({
			severity: 'low',
			explanation: '1 of 2 tool calls failed; the same tool worked later',
			quote: 'look',
		});
		expect(signal('tool-failed', talk('t: look', 'r: {"id":1}', 't: look', 'r: HTTP 503'))?.severity).toBe(
			'high',
		);
	});

	test('name the tool that never worked before one that did later', () => {
		const found = signal(
			'tool-failed',
			talk('t: look', 'r: HTTP 503', 't: look', 'r: {"id":1}', 't: book', 'r: HTTP 500'),
		);
		expect(found).toMatchObject({ quote: 'book', severity: 'high', explanation: '2 of 3 tool calls failed' });
	});

	test('count even if the failure matches no call', () => {
		expect(signal('tool-failed', talk('r: Error: gone'))).toMatchObject({
			turns: [expect.any(String)],
			quote: null,
		});
	});

	test('do not fire if all tools worked', () => {
		expect(kinds(talk('u: Hi', 't: look', 'r: []', 'a: Nothing there', 'u: Bye'))).toEqual([]);
	});
});

describe('tools that never answer', () => {
	const open = message('assistant', null, 100, { toolCalls: [call('1', 'refund')] });

	test('fire once a result is no longer expected', () => {
		expect(signal('tool-unanswered', [open], { now: 100 + 60 })).toMatchObject({
			severity: 'high',
			quote: 'refund',
			explanation: '1 of 1 tool calls never answered',
		});
		expect(signal('tool-unanswered', [open], { now: 100 + 59 })).toBeUndefined();
	});

	test('do not fire for a call that ended the conversation', () => {
		for (const name of ['hangup', 'transfer_call', 'handoff_to_agent', 'end_call']) {
			const last = message('assistant', null, 100, { toolCalls: [call('1', name)] });
			expect(signal('tool-unanswered', [last])).toBeUndefined();
			expect(
				signal('tool-unanswered', [last, message('assistant', 'Hm, that did not work', 130)]),
			).toBeDefined();
		}
	});

	test('do not fire for a hang-up that the user spoke over', () => {
		const [goodbye, wait] = [message('assistant', 'Goodbye!', 100), message('user', 'Wait, one more', 102)];
		const hangUp = message('assistant', null, 101, { toolCalls: [call('1', 'hangup')] });
		expect(signal('tool-unanswered', [goodbye, hangUp, wait])).toBeUndefined();
	});

	test('without a time fire once the assistant went on', () => {
		const timeless = message('assistant', null, null, { toolCalls: [call('1', 'refund')] });
		const asked = message('user', 'Refund me', null);
		expect(signal('tool-unanswered', [asked, timeless])).toBeUndefined();
		expect(
			signal('tool-unanswered', [asked, timeless, message('assistant', 'Still there?', null)]),
		).toMatchObject({ quote: 'refund' });
	});

	test('say that the tool is a guess if answers came without ids', () => {
		const unnamed = talk('u: Refund me', 't: look', 't: refund', 'r: {"order":1001}', 'a: One moment');
		expect(signal('tool-unanswered', unnamed)?.explanation).toBe(
			'1 of 2 tool calls never answered (which tool is a guess: answers had no ids)',
		);
		const answered = message('assistant', null, 90, { toolCalls: [call('0', 'look')] });
		const named = [answered, message('tool', '{"order":1001}', 91, { toolCallId: '0' }), open];
		expect(signal('tool-unanswered', named)?.explanation).toBe('1 of 2 tool calls never answered');
	});

	test('do not fire if a message that could not be read may be the answer', () => {
		const found = (...broken: readonly string[]) =>
			signalsOf({
				turns: buildTranscript(
					[...rows(open), ...broken.map((problem) => ({ ok: false as const, problem, raw: {} }))],
					{ silenceAfterMillis: 20_000 },
				),
				insights: [],
				conversation: conversation('phone_call'),
				now: instantFromMillis(1_000_000_000),
				settings: defaultSignalSettings,
			}).map(({ kind }) => kind);
		expect(found()).toEqual(['tool-unanswered']);
		expect(found('It has no role.')).toEqual([]);
	});

	test('do not fire if a result matches no call', () => {
		const stray = message('tool', '{"ok":true}', 101, { toolCallId: 'other' });
		expect(signal('tool-unanswered', [open, stray])).toBeUndefined();
	});
});

describe('requests that could not be done', () => {
	test.each([
		'Sorry, I was unable to make the reservation. Anything else?',
		"I couldn't book an appointment at that time, shall I try another?",
		'Sorry, the tickets couldn’t be bought.',
		'My apologies. The reservation was unsuccessful.',
		"I'm sorry but the appointment did not go through.",
		'There was an issue booking the tickets.',
	])('fire after a tool: %s', (words) => {
		const found = signal('could-not-do', talk('u: Book it', 't: book', 'r: []', `a: ${words}`));
		expect(found).toMatchObject({
			severity: 'medium',
			quote: words,
			explanation: 'the assistant said that it could not be done',
		});
		expect(found?.turns).toHaveLength(2);
	});

	test.each([
		"I couldn't find any other museum.",
		'Please call us back if you cannot make it.',
		'Your reservation was successful.',
		'You can not smoke there.',
	])('do not fire for: %s', (words) => {
		expect(signal('could-not-do', talk('u: Book it', 't: book', 'r: []', `a: ${words}`))).toBeUndefined();
	});

	test('do not fire without a tool, or if the tool itself reported the failure', () => {
		expect(kinds(talk('u: Refund?', 'a: I am not able to make refunds.', 'u: Bye'))).toEqual([]);
		expect(kinds(talk('t: book', 'r: {"error":1}', "a: I couldn't book it."))).toEqual(['tool-failed']);
	});

	test('have low severity if a later try worked', () => {
		const first = ['u: Book it', 't: book', 'r: []', "a: I couldn't book it."];
		expect(signal('could-not-do', talk(...first, 't: book', 'r: [1]', 'a: It is booked.'))).toMatchObject({
			severity: 'low',
			explanation: 'the assistant said that it could not be done; a later try worked',
			quote: "I couldn't book it.",
		});
		expect(signal('could-not-do', talk(...first, 't: find', 'r: [1]', 'a: I found one.'))?.severity).toBe(
			'medium',
		);
	});

	test('are not made good by a later search, only by the tool that was to do it', () => {
		const both = ['u: Book it', 't: find', 'r: [1]', 't: book', 'r: []', "a: I couldn't book it."];
		expect(signal('could-not-do', talk(...both, 't: book', 'r: [1]', 'a: It is booked.'))?.severity).toBe(
			'low',
		);
		expect(signal('could-not-do', talk(...both, 't: find', 'r: [2]', 'a: I found another.'))).toMatchObject({
			severity: 'medium',
			explanation: 'the assistant said that it could not be done',
		});
	});

	test('are counted, and quote the one that no later try made good', () => {
		const found = signal(
			'could-not-do',
			talk(
				't: book',
				'r: []',
				"a: I couldn't book it.",
				't: pay',
				'r: []',
				'a: The payment did not go through.',
				't: book',
				'r: [1]',
				'a: It is booked.',
			),
		);
		expect(found).toMatchObject({
			severity: 'medium',
			explanation: 'the assistant said 2 times that it could not be done',
			quote: 'The payment did not go through.',
			turns: { length: 4 },
		});
	});

	test('fire also if a silence or a message without words lies between the tool and the answer', () => {
		const words = "I couldn't book it.";
		const booked = talk('u: Book it', 't: book', 'r: []');
		expect(signal('could-not-do', [...booked, message('assistant', words, 60)])?.quote).toBe(words);
		const empty = message('user', '', 8);
		expect(signal('could-not-do', [...booked, empty, message('assistant', words, 10)])?.quote).toBe(words);
	});

	test('do not fire for what a user says after a tool', () => {
		expect(
			signal('could-not-do', talk('t: look', 'r: []', 'u: I was unable to book it on the web site.')),
		).toBeUndefined();
	});
});
