import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { clip, padEnd } from '../../text/width.ts';

// Maps, because a server can name a channel `constructor`, which every object has.
const names: ReadonlyMap<string, SafeText> = new Map(
	Object.entries({
		phone_call: t`call`,
		web_call: t`webc`,
		websocket_call: t`wsck`,
		sms_chat: t`sms`,
		sms: t`sms`,
		whatsapp_chat: t`wapp`,
		web_chat: t`chat`,
		'': t`-`,
	}),
);

const words: ReadonlyMap<string, SafeText> = new Map(
	Object.entries({
		phone_call: t`phone call`,
		web_call: t`web call`,
		websocket_call: t`websocket call`,
		sms_chat: t`SMS`,
		sms: t`SMS`,
		whatsapp_chat: t`WhatsApp`,
		web_chat: t`web chat`,
		'': t`no channel`,
	}),
);

/** The channel in exactly four letters, not as a picture: terminals disagree about the width of those. */
export function channelTag(channel: string): SafeText {
	return padEnd(clip(names.get(channel) ?? safe(channel), 4), 4);
}

/** The channel in words. */
export function channelName(channel: string): SafeText {
	return words.get(channel) ?? safe(channel);
}
