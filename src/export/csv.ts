import { stringify } from 'csv-stringify/sync';
import { durationMillis, endUserOf, titleOf } from '../domain/conversation.ts';
import { decodedValues } from '../domain/decoded.ts';
import { formatInstant, type Instant, millisOf } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import { signalTitle } from '../domain/signals/signal.ts';
import type { Turn } from '../domain/transcript.ts';
import { answerWaits, waitStatistics } from '../domain/waits.ts';
import { cleanText } from '../text/clean-text.ts';
import { stamp } from '../text/time.ts';
import { type ConversationText, channelNamed } from './conversation-text.ts';

type Columns<T> = readonly (readonly [name: string, value: (one: T) => string])[];

const conversationColumns: Columns<ConversationText> = [
	['id', ({ conversation }) => conversation.id],
	['title', ({ conversation }) => titleOf(conversation)],
	['channel', ({ conversation }) => channelNamed(conversation)],
	['end_user', ({ conversation }) => endUserOf(conversation)],
	['started_utc', ({ conversation }) => inUtc(conversation.createdAt)],
	['started_local', ({ conversation, zone }) => inZone(conversation.createdAt, zone)],
	['last_message_utc', ({ conversation }) => inUtc(conversation.lastMessageAt)],
	['last_message_local', ({ conversation, zone }) => inZone(conversation.lastMessageAt, zone)],
	['length_ms', ({ conversation }) => numberText(durationMillis(conversation))],
	['turns', ({ turns }) => String(turns.filter(({ kind }) => kind === 'speech').length)],
	['tool_calls', ({ turns }) => String(toolsOf(turns).length)],
	[
		'failed_tool_calls',
		({ turns }) => String(toolsOf(turns).filter(({ outcome }) => outcome === 'error').length),
	],
	['longest_wait_ms', ({ turns }) => numberText(waitStatistics(answerWaits(turns))?.max ?? null)],
	['median_wait_ms', ({ turns }) => numberText(waitStatistics(answerWaits(turns))?.p50 ?? null)],
	['signals', ({ signals }) => signals.map(({ kind }) => signalTitle(kind)).join('; ')],
	['last_words', ({ turns }) => lastWords(turns)],
	['insights', (text) => insightTexts(text)],
	['metadata', ({ conversation }) => jsonText(conversation.metadata)],
	['remarks', ({ remarks }) => remarks.join(' ')],
];

type TurnOf = {
	readonly text: ConversationText;
	readonly turn: Turn;
	readonly number: number;
	readonly waited: number | null;
};

const turnColumns: Columns<TurnOf> = [
	['conversation_id', ({ text }) => text.conversation.id],
	['title', ({ text }) => titleOf(text.conversation)],
	['number', ({ number }) => String(number)],
	['kind', ({ turn }) => turn.kind],
	['role', ({ turn }) => (turn.kind === 'speech' ? turn.role : turn.kind === 'tool' ? 'tool' : '')],
	['at_utc', ({ turn }) => inUtc('at' in turn ? turn.at : null)],
	['at_local', ({ turn, text }) => inZone('at' in turn ? turn.at : null, text.zone)],
	['waited_ms', ({ waited }) => numberText(waited)],
	['text', ({ turn }) => wordsOf(turn)],
	['tool', ({ turn }) => (turn.kind === 'tool' ? turn.call.name : '')],
	['arguments', ({ turn }) => (turn.kind === 'tool' ? turn.call.arguments : '')],
	['result', ({ turn }) => (turn.kind === 'tool' ? (turn.result?.placed.message.text ?? '') : '')],
	['outcome', ({ turn }) => ('outcome' in turn ? turn.outcome : '')],
	['took_ms', ({ turn }) => numberText(turn.kind === 'tool' ? turn.tookMillis : null)],
];

/** The first row of a CSV file, with a byte order mark: without it, Excel takes the file for Latin-1. */
export function csvHead(rows: 'conversations' | 'turns'): string {
	const names = (rows === 'turns' ? turnColumns : conversationColumns).map(([name]) => name);
	return `\ufeff${csvRows([names])}`;
}

/** A conversation as one row, or as one row a turn. */
export function conversationCsv(text: ConversationText, rows: 'conversations' | 'turns'): string {
	if (rows === 'conversations') return csvRows([conversationColumns.map(([, value]) => value(text))]);
	const waits = new Map(answerWaits(text.turns).map(({ turn, millis }) => [turn, millis]));
	return csvRows(
		text.turns.map((turn, index) => {
			const one: TurnOf = { text, turn, number: index + 1, waited: waits.get(turn.key) ?? null };
			return turnColumns.map(([, value]) => value(one));
		}),
	);
}

function csvRows(rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return '';
	return stringify(
		rows.map((row) => row.map(harmless)),
		{ record_delimiter: 'windows', quoted_string: true },
	);
}

/** A cell with one of these in front is a formula, in some spreadsheets also with a wide sign. */
const formula = /^\s*[=@＝＠+\-＋－\u2212]|^[\t\r\n]/;
/** A signed number stays: `+13125550100` and `-1.5` are shown as they are. */
const signedNumber = /^[+-]\d+(?:[.,]\d+)?$/;

/** A cell that a spreadsheet shows and does not compute: an apostrophe in front makes it a text. */
export function harmless(raw: string): string {
	const cell = cleanText(raw);
	return formula.test(cell) && !signedNumber.test(cell) ? `'${cell}` : cell;
}

function inUtc(at: Instant | null): string {
	return at === null ? '' : formatInstant(at);
}

function inZone(at: Instant | null, zone: ConversationText['zone']): string {
	return at === null ? '' : stamp(millisOf(at), zone);
}

function numberText(value: number | null): string {
	return value === null ? '' : String(Math.round(value));
}

function toolsOf(turns: readonly Turn[]): readonly Extract<Turn, { kind: 'tool' }>[] {
	return turns.filter((turn) => turn.kind === 'tool');
}

function lastWords(turns: readonly Turn[]): string {
	const last = turns.findLast((turn) => turn.kind === 'speech' && turn.text.trim() !== '');
	return last?.kind === 'speech' ? `${last.role}: ${last.text}` : '';
}

function wordsOf(turn: Turn): string {
	switch (turn.kind) {
		case 'speech':
		case 'orphan-result':
			return turn.text;
		case 'silence':
			return `${Math.round(turn.millis / 1000)} s of silence`;
		case 'broken':
			return `${turn.problem}: ${jsonText(turn.raw)}`;
		case 'tool':
			return '';
	}
}

function insightTexts({ insights, templateNames }: ConversationText): string {
	return decodedValues(insights)
		.flatMap((run) => run.insights)
		.map(({ insightId, result }) => `${templateNames.get(insightId) ?? insightId}: ${result}`)
		.join('\n');
}
