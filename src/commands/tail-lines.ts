import { channelOf, endUserOf } from '../domain/conversation.ts';
import { millisOf } from '../domain/instant.ts';
import type { Message } from '../domain/message.ts';
import type { FedMessage } from '../live/message-feed.ts';
import { isSafe, joinRows, safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { stamp } from '../text/time.ts';
import type { ZoneOffset } from '../text/zone.ts';

/** A message as one line for people: time with its zone, conversation, channel, end user, who, what. */
export function textLine({ conversation, row, at }: FedMessage, zone: ZoneOffset): SafeText {
	const time = at === null ? t`-` : stamp(millisOf(at), zone);
	const lead = [time, word(conversation.id), word(channelOf(conversation)), word(endUserOf(conversation))];
	const said = row.ok
		? t`${word(row.value.role)}: ${safe(wordsOf(row.value))}`
		: t`?: (a message that cannot be read: ${safe(row.problem)})`;
	return joinRows([...lead, said]);
}

/** A field that stands between blanks: never empty, and one word. */
function word(text: string): SafeText {
	const shown = text.trim().replace(/\s+/g, '_');
	return shown === '' ? t`-` : safe(shown);
}

function wordsOf({ text, toolCalls }: Message): string {
	const calls = toolCalls.map((call) => `(calls ${call.name} ${call.arguments})`);
	return [...(text === null || text === '' ? [] : [text]), ...calls].join(' ') || '(no words)';
}

/** A message as one line of JSON, whose strings have nothing in them that a terminal could take for anything but text. */
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
	try {
		return escaped(JSON.stringify({ ...about, ...problem, message }));
	} catch {
		// `JSON.parse` reads what is nested thousands of levels deep; `JSON.stringify` does not write it.
		return escaped(JSON.stringify({ ...about, problem: 'nested too deep to write', message: null }));
	}
}

function utcText(millis: number): string | null {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const beyondAscii = /[^ -~]/g;

/** JSON with everything as `\uXXXX` that is not simply seen. It means the same. */
function escaped(json: string): SafeText {
	const readable = json.replace(unseen, (found) => found.replace(/[\s\S]/g, unit));
	// Piled-up marks and the like would be cut when made safe, which JSON must not be.
	return safe(isSafe(readable) ? readable : json.replace(beyondAscii, unit));
}

function unit(found: string): string {
	return `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
