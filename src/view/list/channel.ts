import { wordsOfChannel } from '../../domain/channel-words.ts';
import { noChannel, noValue } from '../../filter/shown-values.ts';
import { safe } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { clip, padEnd } from '../../text/width.ts';

/** The channel in exactly four letters, not as a picture: terminals disagree about the width of those. */
export function channelTag(channel: string): SafeText {
	const tag = channel === '' ? safe(noValue) : safe(wordsOfChannel(channel)?.tag ?? channel);
	return padEnd(clip(tag, 4), 4);
}

/** The channel in words. */
export function channelName(channel: string): SafeText {
	return channel === '' ? safe(noChannel) : safe(wordsOfChannel(channel)?.name ?? channel);
}
