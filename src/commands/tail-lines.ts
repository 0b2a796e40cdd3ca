import { channelOf, endUserOf } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import type { FedMessage } from '../live/message-feed.ts';
import { joinRows, safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { stamp, type ZoneOffset } from '../text/time.ts';
import { messageText } from './message-text.ts';
import { jsonLine } from './output/json-line.ts';

/** A message as one line for people: time with its zone, conversation, channel, end user, role, text. */
export function textLine({ conversation, row, at }: FedMessage, zone: ZoneOffset): SafeText {
	const time = at === null ? t`-` : stamp(millisOf(at), zone);
	const lead = [time, word(conversation.id), word(channelOf(conversation)), word(endUserOf(conversation))];
	const said = row.ok
		? t`${word(row.value.role)}: ${safe(messageText(row.value) ?? '(no text)')}`
		: t`?: (unreadable message: ${safe(row.problem)})`;
	return joinRows([...lead, said]);
}

/** A field between blanks: never empty, and one word. */
function word(text: string): SafeText {
	const shown = text.trim().replace(/\s+/g, '_');
	return shown === '' ? t`-` : safe(shown);
}

/** A message as one line of JSON, whose strings contain only characters that a terminal prints as text. */
export function messageJson({ conversation, row, at }: FedMessage): SafeText {
	const about = {
		at: at === null ? null : utcText(millisOf(at)),
		conversation_id: conversation.id,
		conversation_name: conversation.name,
		channel: channelOf(conversation) || null,
		end_user: endUserOf(conversation) || null,
	};
	const problem = row.ok ? {} : { problem: row.problem };
	const message = row.ok ? row.value.raw : row.raw;
	return jsonLine({ ...about, ...problem, message });
}

function utcText(millis: number): string | null {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
