import { safe } from '../../text/safe.ts';
import { assumeSafe, type SafeText } from '../../text/safe-text.ts';
import { clip, padEnd } from '../../text/width.ts';

const names: Readonly<Record<string, SafeText>> = {
	phone_call: assumeSafe('call'),
	web_call: assumeSafe('webc'),
	websocket_call: assumeSafe('wsck'),
	sms_chat: assumeSafe('sms'),
	sms: assumeSafe('sms'),
	whatsapp_chat: assumeSafe('wapp'),
	web_chat: assumeSafe('chat'),
	'': assumeSafe('-'),
};

const words: Readonly<Record<string, SafeText>> = {
	phone_call: assumeSafe('phone call'),
	web_call: assumeSafe('web call'),
	websocket_call: assumeSafe('websocket call'),
	sms_chat: assumeSafe('SMS'),
	sms: assumeSafe('SMS'),
	whatsapp_chat: assumeSafe('WhatsApp'),
	web_chat: assumeSafe('web chat'),
	'': assumeSafe('no channel'),
};

/** The channel in exactly four letters; words rather than pictures, since terminals disagree about those. */
export function channelTag(channel: string): SafeText {
	return padEnd(clip(names[channel] ?? safe(channel), 4), 4);
}

/** The channel in words. */
export function channelName(channel: string): SafeText {
	return words[channel] ?? safe(channel);
}

/** True for channels where people speak: there, seconds of silence count. */
export function isVoice(channel: string): boolean {
	return channel === 'phone_call' || channel === 'web_call' || channel === 'websocket_call';
}
