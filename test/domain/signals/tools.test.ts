import { describe, expect, test } from 'vitest';
import { call, message } from '../messages.ts';
import { kinds, signal, talk, transcript } from './signal-input.ts';

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
		});
		expect(signal('tool-failed', talk('t: look', 'r: {"id":1}', 't: look', 'r: HTTP 503'))?.severity).toBe(
			'high',
		);
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
		expect(signal('tool-unanswered', [open], { now: 100 + 61 })).toMatchObject({
			severity: 'high',
			quote: 'refund',
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
		expect(found).toMatchObject({ severity: 'medium', quote: words });
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
		expect(signal('could-not-do', talk(...first, 't: book', 'r: [1]', 'a: It is booked.'))?.severity).toBe(
			'low',
		);
		expect(signal('could-not-do', talk(...first, 't: find', 'r: [1]', 'a: I found one.'))?.severity).toBe(
			'medium',
		);
	});
});
