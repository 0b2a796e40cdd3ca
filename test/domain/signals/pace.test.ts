import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { call, message } from '../messages.ts';
import { signal, talk, transcript } from './signal-input.ts';

/** A question at 0 and its answer `seconds` later. */
const answeredAfter = (seconds: number, question = 'Is it open?'): readonly Message[] => [
	message('user', question, 0),
	message('assistant', 'Yes, until ten.', seconds),
];

describe('waits', () => {
	test('fires at a slow answer in a call, with statistics over all answers', () => {
		const messages = [
			...answeredAfter(2),
			message('user', 'And tomorrow?', 10),
			message('assistant', 'No.', 25),
		];
		expect(signal('waited', messages)).toEqual({
			kind: 'waited',
			severity: 'medium',
			turns: [transcript(messages).at(-1)?.key],
			explanation: '1 of 2 answers took 8.0 s or more: p50 2.0 s, p95 15 s, max 15 s',
			quote: null,
		});
		expect(signal('waited', answeredAfter(24))?.severity).toBe('high');
		expect(signal('waited', answeredAfter(7.9))).toBeUndefined();
	});

	test('counts quick answers to any words, and leaves out only slow ones that were asked to wait', () => {
		const messages = [
			...answeredAfter(2, 'Thanks!'),
			message('user', 'Is it open?', 10),
			message('assistant', 'Yes.', 25),
		];
		expect(signal('waited', messages)?.explanation).toContain('1 of 2 answers took 8.0 s or more');
		expect(signal('waited', answeredAfter(8))).toBeDefined();
		expect(signal('waited', answeredAfter(8, 'Hold on a second.'))).toBeUndefined();
	});

	test('counts the wait for an answer to a question that also thanks', () => {
		expect(signal('waited', answeredAfter(24, 'Thank you! Is it open?'))).toBeDefined();
	});

	test('uses a limit of a minute for chats and unknown channels', () => {
		for (const channel of ['sms_chat', 'whatsapp_chat', 'web_chat', 'sms', '', 'carrier_pigeon']) {
			expect(signal('waited', answeredAfter(59), { channel })).toBeUndefined();
			expect(signal('waited', answeredAfter(60), { channel })).toBeDefined();
		}
	});

	test('ignores a message days after a goodbye', () => {
		for (const words of ['Thanks, bye!', 'ok', "No, that's all.", '👍']) {
			expect(signal('waited', answeredAfter(200_000, words), { channel: 'sms' })).toBeUndefined();
		}
	});

	test('ignores the wait after a request for time', () => {
		expect(signal('waited', answeredAfter(40, 'Hold on, I have to find my glasses.'))).toBeUndefined();
	});
});

describe('dead air', () => {
	const pause = (seconds: number, words = 'Can you hear me?'): readonly Message[] => [
		message('assistant', words, 0),
		message('assistant', 'Hello?', seconds),
	];

	test('fires at the end of silence in a call, never in a chat', () => {
		const found = signal('dead-air', pause(30));
		expect(found).toMatchObject({ severity: 'low', turns: [transcript(pause(30)).at(-1)?.key] });
		expect(signal('dead-air', pause(90))?.severity).toBe('medium');
		expect(signal('dead-air', pause(90), { channel: 'web_chat' })).toBeUndefined();
	});

	test('subtracts the time needed to speak the words', () => {
		expect(signal('dead-air', pause(30, 'This is a long announcement. '.repeat(8)))).toBeUndefined();
	});

	test('does not fire in addition to a slow answer', () => {
		expect(signal('dead-air', answeredAfter(60))).toBeUndefined();
		const hung = message('assistant', null, 40, { toolCalls: [call('1')] });
		expect(signal('dead-air', [...answeredAfter(60), hung])).toBeUndefined();
	});

	test('ends with an answer also after a note of the system, and begins again after it', () => {
		const [asked, note] = [message('user', 'Is it open?', 0), message('system', '[noise]', 1)];
		const answer = (at: number) => message('assistant', 'Yes.', at);
		expect(signal('dead-air', [asked, note, answer(60)])).toBeUndefined();
		expect(signal('dead-air', [asked, answer(2), answer(60)])).toBeDefined();
		expect(signal('dead-air', [note, answer(60)])).toBeDefined();
	});

	test('ends with an answer also after a message without words', () => {
		const said = [
			message('user', 'Is it open?', 0),
			message('assistant', '', 1),
			message('assistant', 'Yes.', 60),
		];
		expect(signal('dead-air', said)).toBeUndefined();
	});

	test('fires before a tool or a stray answer that the user did not wait for', () => {
		const greeting = message('assistant', 'Welcome!', 0);
		const look = message('assistant', null, 60, { toolCalls: [call('1')] });
		expect(signal('dead-air', [greeting, look])).toMatchObject({
			turns: [transcript([greeting, look]).at(-1)?.key],
		});
		const asked = message('user', 'Is it open?', 0);
		expect(signal('dead-air', [asked, look])).toBeUndefined();
		expect(
			signal('dead-air', [asked, message('tool', '{"ok":true}', 60, { toolCallId: 'other' })]),
		).toBeDefined();
	});

	test('fires if the user breaks the silence by asking again', () => {
		expect(
			signal('dead-air', [message('user', 'Is it open?', 0), message('user', 'Hello?', 30)]),
		).toBeDefined();
	});

	test('does not fire after a request for time', () => {
		expect(signal('dead-air', pause(60, 'One moment, please.'))).toBeUndefined();
	});
});

describe('unanswered user', () => {
	const ends = (heard: string | null, words: string): readonly Message[] => [
		...(heard === null ? [] : [message('assistant', heard, 0)]),
		message('user', words, 5),
	];

	test.each([
		['What is your zip code?', '10013'],
		['Here it is.', 'And what does that cost?'],
		['It is booked.', 'Thanks. I also need a taxi to get there.'],
		['Please confirm: two people at eight.', 'Yes, that is right.'],
		['Is there anything else?', 'No wait, can you change it to nine?'],
		[null, 'My internet is down'],
	])('fires: %s — %s', (heard, words) => {
		expect(signal('user-unanswered', ends(heard, words))).toMatchObject({ severity: 'high', quote: words });
	});

	test.each([
		['Have a nice day!', 'You too, bye'],
		['Is there anything else?', "No, that'll be all I need right now."],
		['Shall I book it?', 'Not right now, maybe later.'],
		['It is booked.', 'Great, thank you so much for your help!'],
		['The bill is corrected.', "Oh, that's a relief."],
		['I can ask the office to call you.', "No, that's fine. What a relief."],
		['Anything else?', '🤷🏽‍♀️'],
		['Reply C to confirm.', 'STOP'],
		['¿Algo más?', 'No, muchas gracias'],
		['Can you come on Friday?', 'See you on Friday'],
	])('does not fire: %s — %s', (heard, words) => {
		expect(signal('user-unanswered', ends(heard, words), { channel: 'sms' })).toBeUndefined();
	});

	test('fires once an answer is no longer expected: sooner in a call', () => {
		const open = ends('Hi!', 'Are you open?');
		expect(signal('user-unanswered', open, { now: 5 + 29 })).toBeUndefined();
		expect(signal('user-unanswered', open, { now: 5 + 30 })?.explanation).toBe(
			'the user spoke last, 30 s ago, and nobody answered',
		);
		expect(signal('user-unanswered', open, { now: 5 + 299, channel: 'web_chat' })).toBeUndefined();
		expect(signal('user-unanswered', open, { now: 5 + 300, channel: 'web_chat' })).toBeDefined();
	});

	test('does not fire after a handover or hang-up, but does after a lookup without an answer', () => {
		const then = (name: string): readonly Message[] => [
			...ends('Hi!', 'Are you open?'),
			message('assistant', null, 6, { toolCalls: [call('1', name)] }),
			message('tool', '{"ok":true}', 7, { toolCallId: '1' }),
		];
		expect(signal('user-unanswered', then('transfer_call'))).toBeUndefined();
		expect(signal('user-unanswered', then('hangup'))).toBeUndefined();
		expect(signal('user-unanswered', then('get_hours'))).toBeDefined();
	});

	test('fires for words after a handover that came to nothing', () => {
		const said = talk(
			'u: Get me a human.',
			't: transfer_call',
			'r: {"error":"busy"}',
			'a: They are all busy.',
			'u: When are they free?',
		);
		expect(signal('user-unanswered', said)).toMatchObject({ quote: 'When are they free?' });
	});

	test('fires for requested information also after an empty message of the assistant', () => {
		const said = talk('a: What is your zip code?', 'a: ', 'u: 10013');
		expect(signal('user-unanswered', said)).toMatchObject({ quote: '10013' });
	});

	test('mentions a disabled AI', () => {
		const metadata = { ai_disabled: 'true' };
		const found = signal('user-unanswered', ends('Hi!', 'Are you open?'), { metadata });
		expect(found?.explanation).toContain('the AI is disabled');
	});
});
