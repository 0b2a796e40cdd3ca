import { expect, test } from 'vitest';
import { channelsNamed, channelWords, wordsOfChannel } from '../../src/domain/channel-words.ts';
import { channels } from '../../src/domain/conversation.ts';

test('every known channel has words of its own, and a tag of at most four letters', () => {
	expect(channelWords.map(({ channel }) => channel)).toEqual([...channels]);
	expect(new Set(channelWords.map(({ name }) => name)).size).toBe(channels.length);
	for (const { tag } of channelWords) expect(tag).toMatch(/^[a-z]{1,4}$/);
	expect(wordsOfChannel('web_chat')).toEqual({ channel: 'web_chat', tag: 'chat', name: 'web chat' });
	expect(wordsOfChannel('carrier_pigeon')).toBeUndefined();
});

test.each([
	['web_chat', ['web_chat']],
	['wapp', ['whatsapp_chat']],
	[' Phone Call ', ['phone_call']],
	['WhatsApp', ['whatsapp_chat']],
	['SMS', ['sms_chat', 'sms']],
	['sms (older)', ['sms']],
	['Carrier_Pigeon', ['Carrier_Pigeon']],
])('“%s” names %j', (word, named) => {
	expect(channelsNamed(word)).toEqual(named);
});
