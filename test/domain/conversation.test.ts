import { describe, expect, test } from 'vitest';
import {
	type Conversation,
	channelOf,
	channels,
	durationMillis,
	endUserOf,
	isAiDisabled,
	isVoice,
	metadataText,
	titleOf,
	valuesByKey,
} from '../../src/domain/conversation.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';

const conversation = (changes: Partial<Conversation>): Conversation => ({
	id: 'id-1',
	name: null,
	createdAt: null,
	lastMessageAt: null,
	metadata: {},
	raw: {},
	...changes,
});
const user = { telnyx_end_user_target: '+1', from: '+2' };

describe('a conversation', () => {
	test.each<[string, Partial<Conversation>, string]>([
		['its name, without blanks around it', { name: ' Refund ', metadata: user }, 'Refund'],
		['the end user if its name is blank', { name: '  ', metadata: user }, '+1'],
		['the end user if it has no name', { metadata: { from: '+2' } }, '+2'],
		['its id if nothing else is known', { metadata: { from: '' } }, 'id-1'],
	])('is titled by %s', (_, changes, title) => {
		expect(titleOf(conversation(changes))).toBe(title);
	});

	test.each([
		['the end user’s own field', user, '+1'],
		['the caller, if that is missing', { from: '+2' }, '+2'],
		['none if both are missing', {}, ''],
	])('names %s', (_, metadata, expected) => {
		expect(endUserOf(conversation({ metadata }))).toBe(expected);
	});

	test('lasts from its creation to its last message, and never a negative time', () => {
		const [early, late] = [instantFromMillis(1_000), instantFromMillis(3_500)];
		expect(durationMillis(conversation({ createdAt: early, lastMessageAt: late }))).toBe(2_500);
		expect(durationMillis(conversation({ createdAt: late, lastMessageAt: early }))).toBe(0);
		expect(durationMillis(conversation({ createdAt: early }))).toBeNull();
		expect(durationMillis(conversation({ lastMessageAt: late }))).toBeNull();
	});

	test('counts silence in calls only', () => {
		expect(channels.filter(isVoice)).toEqual(['phone_call', 'web_call', 'websocket_call']);
		expect(channelOf(conversation({ metadata: { telnyx_conversation_channel: 'sms' } }))).toBe('sms');
	});

	test.each([
		[{}, false],
		[{ ai_disabled: 'true' }, true],
		[{ ai_disabled: true }, true],
		[{ ai_disabled: 'false' }, false],
	])('has its AI switched off by the word “true”: %o', (metadata, expected) => {
		expect(isAiDisabled({ metadata })).toBe(expected);
	});
});

test.each([
	['text', 'gold', 'gold'],
	['a number', 3, '3'],
	['an object', { a: 1 }, '{"a":1}'],
	['null', null, ''],
])('metadata shows %s', (_, tier, text) => {
	expect(metadataText({ tier }, 'tier')).toBe(text);
});

test('metadata has only its own keys', () => {
	expect(metadataText({}, 'constructor')).toBe('');
});

test('a key that the server sent twice has two values', () => {
	const values = valuesByKey([
		['a', '1'],
		['b', '2'],
		['a', '3'],
	]);
	expect([...values]).toEqual([
		['a', ['1', '3']],
		['b', ['2']],
	]);
});
