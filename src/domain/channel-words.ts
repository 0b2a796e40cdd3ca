import type { channels } from './conversation.ts';

/** The words for a channel: the API's value, the list's tag of at most four letters, and its name. */
type ChannelWords = {
	readonly channel: (typeof channels)[number];
	readonly tag: string;
	readonly name: string;
};

export const channelWords: readonly ChannelWords[] = [
	{ channel: 'phone_call', tag: 'call', name: 'phone call' },
	{ channel: 'web_call', tag: 'webc', name: 'web call' },
	{ channel: 'websocket_call', tag: 'wsck', name: 'websocket call' },
	{ channel: 'sms_chat', tag: 'sms', name: 'SMS chat' },
	{ channel: 'whatsapp_chat', tag: 'wapp', name: 'WhatsApp' },
	{ channel: 'web_chat', tag: 'chat', name: 'web chat' },
	{ channel: 'sms', tag: 'sms', name: 'SMS (older)' },
];

/** The words of a channel of the API; undefined for one that is not known. */
export function wordsOfChannel(channel: string): ChannelWords | undefined {
	return channelWords.find((words) => words.channel === channel);
}

/** The channels that a word names, in any case; the word itself if it names none. `sms` names the older one too. */
export function channelsNamed(word: string): readonly string[] {
	const wanted = word.trim().toLowerCase();
	const found = channelWords.filter(({ channel, tag, name }) =>
		[channel, tag, name.toLowerCase()].includes(wanted),
	);
	return found.length === 0 ? [word] : found.map(({ channel }) => channel);
}
