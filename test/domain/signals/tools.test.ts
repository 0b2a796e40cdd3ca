import { describe, expect, test } from 'vitest';
import { call, message } from '../messages.ts';
import { kinds, signal, talk, transcript } from './scene.ts';

describe('tools that fail', () => {
	test('a failure points at the call, says how many there were, and names the tool', () => {
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

	test('a failure that the same tool made up for matters little', () => {
		const found = signal('tool-failed', talk('t: look', 'r: HTTP 503', 't: look', 'r: {"id":1}'));
		expect(found).toMatchObject({
			severity: 'low',
			explanation: '1 of 2 tool calls failed, the same tool worked later',
		});
		expect(signal('tool-failed', talk('t: look', 'r: {"id":1}', 't: look', 'r: HTTP 503'))?.severity).toBe(
			'high',
		);
	});

	test('a failure whose call nobody knows counts too', () => {
		expect(signal('tool-failed', talk('r: Error: gone'))).toMatchObject({
			turns: [expect.any(String)],
			quote: null,
		});
	});

	test('nothing fires where all tools worked', () => {
		expect(kinds(talk('u: Hi', 't: look', 'r: []', 'a: Nothing there', 'u: Bye'))).toEqual([]);
	});
});

describe('tools that never answer', () => {
	const open = message('assistant', null, 100, { toolCalls: [call('1', 'refund')] });

	test('a call without a result fires once nobody can expect one any more', () => {
		expect(signal('tool-unanswered', [open], { now: 100 + 61 })).toMatchObject({
			severity: 'high',
			quote: 'refund',
		});
		expect(signal('tool-unanswered', [open], { now: 100 + 59 })).toBeUndefined();
	});

	test('a call that ended the talking is not waited for', () => {
		for (const name of ['hangup', 'transfer_call', 'handoff_to_agent', 'end_call']) {
			const last = message('assistant', null, 100, { toolCalls: [call('1', name)] });
			expect(signal('tool-unanswered', [last])).toBeUndefined();
			expect(
				signal('tool-unanswered', [last, message('assistant', 'Hm, that did not work', 130)]),
			).toBeDefined();
		}
	});

	test('a result that matches no call keeps the open ones from counting', () => {
		const stray = message('tool', '{"ok":true}', 101, { toolCallId: 'other' });
		expect(signal('tool-unanswered', [open, stray])).toBeUndefined();
	});
});

describe('what could not be done', () => {
	test.each([
		'Sorry, I was unable to make the reservation. Anything else?',
		"I couldn't book an appointment at that time, shall I try another?",
		'Sorry, the tickets couldn’t be bought.',
		'My apologies. The reservation was unsuccessful.',
		"I'm sorry but the appointment did not go through.",
		'There was an issue booking the tickets.',
	])('fires after a tool: %s', (words) => {
		const found = signal('could-not-do', talk('u: Book it', 't: book', 'r: []', `a: ${words}`));
		expect(found).toMatchObject({ severity: 'medium', quote: words });
		expect(found?.turns).toHaveLength(2);
	});

	test.each([
		"I couldn't find any other museum.",
		'Please call us back if you cannot make it.',
		'Your reservation was successful.',
		'You can not smoke there.',
	])('does not fire for: %s', (words) => {
		expect(signal('could-not-do', talk('u: Book it', 't: book', 'r: []', `a: ${words}`))).toBeUndefined();
	});

	test('does not fire without a tool, nor where the tool said itself that it failed', () => {
		expect(kinds(talk('u: Refund?', 'a: I am not able to make refunds.', 'u: Bye'))).toEqual([]);
		expect(kinds(talk('t: book', 'r: {"error":1}', "a: I couldn't book it."))).toEqual(['tool-failed']);
	});

	test('a later try that worked makes it a small matter', () => {
		const first = ['u: Book it', 't: book', 'r: []', "a: I couldn't book it."];
		expect(signal('could-not-do', talk(...first, 't: book', 'r: [1]', 'a: It is booked.'))?.severity).toBe(
			'low',
		);
		expect(signal('could-not-do', talk(...first, 't: find', 'r: [1]', 'a: I found one.'))?.severity).toBe(
			'medium',
		);
	});
});
