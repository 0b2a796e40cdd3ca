import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { call, message } from '../messages.ts';
import { signal, transcript } from './scene.ts';

/** A question at 0 and its answer so many seconds later. */
const answeredAfter = (seconds: number, question = 'Is it open?'): readonly Message[] => [
	message('user', question, 0),
	message('assistant', 'Yes, until ten.', seconds),
];

describe('waits', () => {
	test('a slow answer in a call fires at the answer, with the numbers of all answers', () => {
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

	test('a chat takes a minute, and so does a channel that nobody knows', () => {
		for (const channel of ['sms_chat', 'whatsapp_chat', 'web_chat', 'sms', '', 'carrier_pigeon']) {
			expect(signal('waited', answeredAfter(59), { channel })).toBeUndefined();
			expect(signal('waited', answeredAfter(60), { channel })).toBeDefined();
		}
	});

	test('what comes days after a goodbye answers nothing', () => {
		for (const words of ['Thanks, bye!', 'ok', "No, that's all.", '👍']) {
			expect(signal('waited', answeredAfter(200_000, words), { channel: 'sms' })).toBeUndefined();
		}
	});

	test('who asks for time is waited for', () => {
		expect(signal('waited', answeredAfter(40, 'Hold on, I have to find my glasses.'))).toBeUndefined();
	});
});

describe('dead air', () => {
	const pause = (seconds: number, words = 'Can you hear me?'): readonly Message[] => [
		message('assistant', words, 0),
		message('assistant', 'Hello?', seconds),
	];

	test('silence in a call fires where it ends, in a chat never', () => {
		const found = signal('dead-air', pause(30));
		expect(found).toMatchObject({ severity: 'low', turns: [transcript(pause(30)).at(-1)?.key] });
		expect(signal('dead-air', pause(90))?.severity).toBe('medium');
		expect(signal('dead-air', pause(90), { channel: 'web_chat' })).toBeUndefined();
	});

	test('the time that the words took to say is no silence', () => {
		expect(signal('dead-air', pause(30, 'This is a long announcement. '.repeat(8)))).toBeUndefined();
	});

	test('a slow answer is a wait and not dead air as well', () => {
		expect(signal('dead-air', answeredAfter(60))).toBeUndefined();
		const hung = message('assistant', null, 40, { toolCalls: [call('1')] });
		expect(signal('dead-air', [...answeredAfter(60), hung])).toBeUndefined();
	});

	test('a silence that the user breaks by asking again is dead air', () => {
		expect(
			signal('dead-air', [message('user', 'Is it open?', 0), message('user', 'Hello?', 30)]),
		).toBeDefined();
	});

	test('who asked for time is not silent', () => {
		expect(signal('dead-air', pause(60, 'One moment, please.'))).toBeUndefined();
	});
});

describe('a user whom nobody answered', () => {
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
	])('does not fire: %s — %s', (heard, words) => {
		expect(signal('user-unanswered', ends(heard, words), { channel: 'sms' })).toBeUndefined();
	});

	test('only once an answer can no longer be expected: sooner in a call', () => {
		const open = ends('Hi!', 'Are you open?');
		expect(signal('user-unanswered', open, { now: 5 + 29 })).toBeUndefined();
		expect(signal('user-unanswered', open, { now: 5 + 30 })?.explanation).toBe(
			'the user spoke last, 30 s ago, and nobody answered',
		);
		expect(signal('user-unanswered', open, { now: 5 + 299, channel: 'web_chat' })).toBeUndefined();
		expect(signal('user-unanswered', open, { now: 5 + 300, channel: 'web_chat' })).toBeDefined();
	});

	test('not where the assistant handed over or hung up; yes where a tool looked something up and that was it', () => {
		const then = (name: string): readonly Message[] => [
			...ends('Hi!', 'Are you open?'),
			message('assistant', null, 6, { toolCalls: [call('1', name)] }),
			message('tool', '{"ok":true}', 7, { toolCallId: '1' }),
		];
		expect(signal('user-unanswered', then('transfer_call'))).toBeUndefined();
		expect(signal('user-unanswered', then('hangup'))).toBeUndefined();
		expect(signal('user-unanswered', then('get_hours'))).toBeDefined();
	});

	test('says so where the AI is disabled', () => {
		const metadata = { ai_disabled: 'true' };
		const found = signal('user-unanswered', ends('Hi!', 'Are you open?'), { metadata });
		expect(found?.explanation).toContain('the AI is disabled');
	});
});
