import { channelOf, endUserOf } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import type { FedMessage } from '../live/message-feed.ts';
import { isSafe, joinRows, safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { stamp, type ZoneOffset } from '../text/time.ts';

/** A message as one line for people: time with its zone, conversation, channel, end user, role, text. */
export function textLine({ conversation, row, at }: FedMessage, zone: ZoneOffset): SafeText {
	const time = at === null ? t`-` : stamp(millisOf(at), zone);
	const lead = [time, word(conversation.id), word(channelOf(conversation)), word(endUserOf(conversation))];
	const said = row.ok
		? t`${word(row.value.role)}: ${safe(wordsOf(row.value))}`
		: t`?: (unreadable message: ${safe(row.problem)})`;
	return joinRows([...lead, said]);
}

/** A field between blanks: never empty, and one word. */
function word(text: string): SafeText {
	const shown = text.trim().replace(/\s+/g, '_');
	return shown === '' ? t`-` : safe(shown);
}

function wordsOf({ text, toolCalls }: Message): string {
	const calls = toolCalls.map((call) => `(calls ${call.name} ${call.arguments})`);
	return [...(text === null || text === '' ? [] : [text]), ...calls].join(' ') || '(no text)';
}

/** A message as one line of JSON, whose strings contain only characters that a terminal prints as text. */
export function jsonLine({ conversation, row, at }: FedMessage): SafeText {
	const about = {
		at: at === null ? null : utcText(millisOf(at)),
		conversation_id: conversation.id,
		conversation_name: conversation.name,
		channel: channelOf(conversation) || null,
		end_user: endUserOf(conversation) || null,
	};
	const problem = row.ok ? {} : { problem: row.problem };
	const message = row.ok ? row.value.raw : row.raw;
	return escaped(jsonText({ ...about, ...problem, message }));
}

function utcText(millis: number): string | null {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const beyondAscii = /[^ -~]/g;

/** JSON with invisible characters as `\uXXXX`. Its meaning stays the same. */
function escaped(json: string): SafeText {
	const readable = json.replace(unseen, (found) => found.replace(/[\s\S]/g, unit));
	// Making it safe would cut piled-up marks, and JSON must not be cut.
	return safe(isSafe(readable) ? readable : json.replace(beyondAscii, unit));
}

function unit(found: string): string {
	return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
