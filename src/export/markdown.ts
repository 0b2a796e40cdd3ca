import { titleOf, valueText } from '../domain/conversation.ts';
import { type Decoded, isNullRow } from '../domain/decoded.ts';
import type { Insight, InsightResult } from '../domain/insight.ts';
import { type Instant, millisOf } from '../domain/instant.ts';
import { isJsonObject, type JsonValue, jsonEntries, jsonText } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { type Signal, signalTitle } from '../domain/signals/signal.ts';
import type { Turn } from '../domain/transcript.ts';
import { type CleanText, cleanJson, cleanText } from '../text/clean-text.ts';
import { duration, isoDay, latency, utc, type ZoneOffset } from '../text/time.ts';
import { type ConversationText, factsOf } from './conversation-text.ts';
import { cellMarkdown, fencedMarkdown, inlineMarkdown, quotedMarkdown } from './markdown-text.ts';
import { dayAndTime, dayInWords, timeOfDay } from './times.ts';

/**
 * A conversation as a Markdown document (CommonMark with tables): facts, signals, metadata, the transcript turn by turn
 * with tools and waits, and insights under the names of their templates. No word of a caller, a tool or an analysis
 * becomes structure, HTML or a link with a text of its own. Ends with a line end.
 */
export function conversationMarkdown(text: ConversationText): CleanText {
	const parts = [
		`# ${inlineMarkdown(titleOf(text.conversation))}`,
		...text.remarks.map((remark) => `**Note:** ${inlineMarkdown(remark)}`),
		factsOf(text)
			.map(([name, value]) => `- **${name}:** ${inlineMarkdown(value)}`)
			.join('\n'),
		...section('Signals', signalList(text)),
		...section('Metadata', metadataTable(text)),
		...section('Transcript', transcript(text.turns, text.zone)),
		...section('Insights', insights(text)),
	];
	return cleanText(`${parts.join('\n\n')}\n`);
}

function section(title: string, parts: readonly string[]): readonly string[] {
	return parts.length === 0 ? [] : [`## ${title}`, ...parts];
}

function signalList({ signals, turns, zone }: ConversationText): readonly string[] {
	if (signals.length === 0) return [];
	const times = new Map(
		turns.flatMap((turn) => ('at' in turn && turn.at !== null ? [[turn.key, turn.at]] : [])),
	);
	return [signals.map((signal) => `- ${signalLine(signal, times, zone)}`).join('\n')];
}

/** Times named beside a signal; a repeated one can have hundreds. */
const mostTimes = 5;

function signalLine(
	{ kind, severity, explanation, quote, turns }: Signal,
	times: ReadonlyMap<string, Instant>,
	zone: ZoneOffset,
): string {
	const known = turns.flatMap((key) => times.get(key) ?? []);
	const shown = known.slice(0, mostTimes).map((at) => timeOfDay(at, zone));
	const more = known.length > mostTimes ? ` and ${known.length - mostTimes} more` : '';
	const when = shown.length === 0 ? '' : `, at ${shown.join(', ')}${more}`;
	const words = quote === null ? '' : ` — “${inlineMarkdown(quote)}”`;
	return `**${signalTitle(kind)}** (${severity}): ${inlineMarkdown(explanation)}${words}${when}`;
}

function metadataTable({ conversation }: ConversationText): readonly string[] {
	const entries = jsonEntries(conversation.metadata);
	if (entries.length === 0) return [];
	const rows = entries.map(([key, value]) => `| ${cellMarkdown(key)} | ${cellMarkdown(valueText(value))} |`);
	return [['| Key | Value |', '| --- | --- |', ...rows].join('\n')];
}

function transcript(turns: readonly Turn[], zone: ZoneOffset): readonly string[] {
	if (turns.length === 0) return ['*(no messages)*'];
	let today: string | null = null;
	return turns.flatMap((turn) => {
		const at = 'at' in turn ? turn.at : null;
		const date = at === null ? today : isoDay(millisOf(at), utc);
		const heading = at !== null && date !== today ? [`### ${dayInWords(at)}, UTC`] : [];
		today = date;
		return [...heading, ...turnParts(turn, zone)];
	});
}

function turnParts(turn: Turn, zone: ZoneOffset): readonly string[] {
	switch (turn.kind) {
		case 'speech': {
			const waited = turn.isAnswer && turn.gapMillis !== null ? `after ${latency(turn.gapMillis)}` : '';
			const who = turn.role === '' ? 'unknown' : inlineMarkdown(turn.role);
			return [dotted(`**${who}**`, whenOf(turn.at, zone), waited), quotedMarkdown(turn.text)];
		}
		case 'silence':
			return [`*${duration(turn.millis)} of silence*`];
		case 'broken':
			return [`**unreadable message:** ${inlineMarkdown(turn.problem)}`, jsonBlock(turn.raw)];
		case 'orphan-result':
			return [
				dotted('**tool**, a result without a call', whenOf(turn.at, zone), failed(turn.outcome)),
				contentBlock(turn.text),
			];
		case 'tool':
			return toolParts(turn, zone);
	}
}

function toolParts(turn: Extract<Turn, { kind: 'tool' }>, zone: ZoneOffset): readonly string[] {
	const { call, result } = turn;
	const took = turn.tookMillis === null ? '' : ` after ${latency(turn.tookMillis)}`;
	const outcome = { ok: `answered${took}`, error: `failed${took}`, unanswered: 'no answer' }[turn.outcome];
	const name = call.name === '' ? '(no name)' : inlineMarkdown(call.name);
	const head = dotted(`**tool ${name}**`, whenOf(turn.at, zone), outcome);
	const asked = [head, 'Arguments:', contentBlock(call.arguments)];
	if (result === null) return asked;
	const inferred = result.inferred ? ' (matched by order: it has no id)' : '';
	return [...asked, `Result${inferred}:`, contentBlock(result.placed.message.text ?? '')];
}

function failed(outcome: string): string {
	return outcome === 'error' ? 'failed' : '';
}

function whenOf(at: Instant | null, zone: ZoneOffset): string {
	return at === null ? 'no time' : timeOfDay(at, zone);
}

function dotted(...parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(' · ');
}

/** A tool's text as a code block, indented if it is JSON. */
function contentBlock(text: string): string {
	if (text.trim() === '') return '*(empty)*';
	const json = parseJsonText(text);
	return json === undefined ? fencedMarkdown(cleanText(text)) : jsonBlock(json);
}

function jsonBlock(value: JsonValue): string {
	return fencedMarkdown(cleanJson(jsonText(value, 2)), 'json');
}

function insights({ insights: rows, templateNames, zone }: ConversationText): readonly string[] {
	return rows.filter((row) => !isNullRow(row)).flatMap((row) => runParts(row, templateNames, zone));
}

function runParts(
	row: Decoded<InsightResult>,
	names: ReadonlyMap<string, string>,
	zone: ZoneOffset,
): readonly string[] {
	if (!row.ok) return [`**unreadable insights:** ${inlineMarkdown(row.problem)}`, jsonBlock(row.raw)];
	const { status, createdAt, insights: found } = row.value;
	const made = createdAt === null ? '' : `, made ${dayAndTime(createdAt, zone)}`;
	const state = `${inlineMarkdown(status.replaceAll('_', ' '))}${made}`;
	if (found.length === 0) return [`*Insights ${state}: none*`];
	return found.flatMap((insight) => [
		`### ${insightTitle(insight, names)}`,
		`*${state}*`,
		insightBody(insight.result),
	]);
}

function insightTitle({ insightId }: Insight, names: ReadonlyMap<string, string>): string {
	return inlineMarkdown(names.get(insightId) ?? `insight ${insightId}`);
}

function insightBody(result: string): string {
	const json = parseJsonText(result);
	// A bare number or word is JSON too, but reads the same either way.
	return Array.isArray(json) || isJsonObject(json) ? jsonBlock(json) : quotedMarkdown(result);
}
