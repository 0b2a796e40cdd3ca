import { titleOf } from '../domain/conversation.ts';
import { type Decoded, isNullRow } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import { type JsonValue, jsonEntries, jsonText } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { type Signal, signalTitle } from '../domain/signals/signal.ts';
import type { Turn } from '../domain/transcript.ts';
import { answerWaits, waitStatistics } from '../domain/waits.ts';
import { cleanJson, cleanText } from '../text/clean-text.ts';
import { duration, latency } from '../text/time.ts';
import { type ConversationText, factsOf } from './conversation-text.ts';
import { dayAndTime, timeOfDay } from './times.ts';

/**
 * A conversation as an HTML article: facts, signals, waits, metadata, the transcript with tools, and insights. Every
 * outside word is text: none becomes a tag, an attribute, a link or a script. `anchor` is its id in the page.
 */
export function conversationHtml(text: ConversationText, anchor: string): string {
	return [
		`<article id="${anchor}">`,
		`<h2 dir="auto">${escapeHtml(titleOf(text.conversation))}</h2>`,
		...text.remarks.map((remark) => `<p class="soft">${escapeHtml(remark)}</p>`),
		factList(factsOf(text)),
		...waitLines(text.turns),
		...section('Signals', signalList(text.signals)),
		...metadata(text),
		'<h3>Transcript</h3>',
		...transcript(text),
		...section('Insights', insights(text)),
		'</article>\n',
	].join('\n');
}

/** Outside words as the text of an element or an attribute. */
export function escapeHtml(raw: string): string {
	return cleanText(raw).replaceAll(
		/[&<>"']/g,
		(sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign,
	);
}

function section(title: string, parts: readonly string[]): readonly string[] {
	return parts.length === 0 ? [] : [`<h3>${title}</h3>`, ...parts];
}

function factList(facts: readonly (readonly [string, string])[]): string {
	const rows = facts.map(
		([name, value]) => `<dt>${escapeHtml(name)}</dt><dd dir="auto">${escapeHtml(value)}</dd>`,
	);
	return `<dl>${rows.join('')}</dl>`;
}

function waitLines(turns: readonly Turn[]): readonly string[] {
	const waits = waitStatistics(answerWaits(turns));
	if (waits === null) return [];
	const { count, p50, p95, max } = waits;
	const words = `median ${latency(p50)}, 95th percentile ${latency(p95)}, longest ${latency(max)}`;
	return [`<p class="soft">${count} ${count === 1 ? 'answer' : 'answers'}; waits: ${words}</p>`];
}

function signalList(signals: readonly Signal[]): readonly string[] {
	if (signals.length === 0) return [];
	const items = signals.map(({ kind, severity, explanation, quote }) => {
		const words = quote === null ? '' : ` <q dir="auto">${escapeHtml(quote)}</q>`;
		return `<li><b>${signalTitle(kind)}</b> (${severity}): ${escapeHtml(explanation)}${words}</li>`;
	});
	return [`<ul>${items.join('')}</ul>`];
}

function metadata({ conversation }: ConversationText): readonly string[] {
	const entries = jsonEntries(conversation.metadata);
	if (entries.length === 0) return [];
	const facts = entries.map(([key, value]) => [key, plainText(value)] as const);
	return [`<details><summary>Metadata (${entries.length})</summary>${factList(facts)}</details>`];
}

function plainText(value: JsonValue): string {
	return typeof value === 'string' ? value : jsonText(value);
}

function transcript({ turns, zone }: ConversationText): readonly string[] {
	if (turns.length === 0) return ['<p class="soft">(no messages)</p>'];
	const waits = new Map(answerWaits(turns).map(({ turn, millis }) => [turn, millis]));
	const longest = Math.max(1, ...waits.values());
	const when = (at: Instant | null): string =>
		at === null
			? '<span class="soft">no time</span>'
			: `<time class="soft" datetime="${formatInstant(at)}">${timeOfDay(at, zone)}</time>`;
	return turns.map((turn) => turnHtml(turn, when, waitHtml(waits.get(turn.key), longest)));
}

function waitHtml(millis: number | undefined, longest: number): string {
	if (millis === undefined) return '';
	const share = (millis / longest).toFixed(3);
	return `<span class="soft"><span class="bar" style="--share:${share}"></span>after ${latency(millis)}</span>`;
}

function turnHtml(turn: Turn, when: (at: Instant | null) => string, wait: string): string {
	switch (turn.kind) {
		case 'speech': {
			const side = turn.role === 'user' || turn.role === 'assistant' ? turn.role : 'other';
			const words = turn.text.trim() === '' ? '<i class="soft">(no words)</i>' : escapeHtml(turn.text);
			const head = `<b class="who">${escapeHtml(turn.role || 'unknown')}</b>${when(turn.at)}${wait}`;
			return block(side, head, `<div class="words" dir="auto">${words}</div>`);
		}
		case 'silence':
			return `<p class="quiet">${duration(turn.millis)} of silence</p>`;
		case 'broken':
			return block(
				'other',
				`<b class="bad">unreadable message: ${escapeHtml(turn.problem)}</b>`,
				jsonBlock(turn.raw),
			);
		case 'orphan-result': {
			const head = `<b class="who">tool, a result without a call</b>${when(turn.at)}${outcomeHtml(turn.outcome, '')}`;
			return block('tool', head, fold('Result', contentBlock(turn.text)));
		}
		case 'tool': {
			const { call, result, outcome, tookMillis } = turn;
			const took = tookMillis === null ? '' : ` after ${latency(tookMillis)}`;
			const head = `<b class="who">tool ${escapeHtml(call.name || '(no name)')}</b>${when(turn.at)}${outcomeHtml(outcome, took)}`;
			const inferred = result?.inferred === true ? ' (matched by order: it has no id)' : '';
			const answer =
				result === null ? '' : fold(`Result${inferred}`, contentBlock(result.placed.message.text ?? ''));
			return block('tool', head, fold('Arguments', contentBlock(call.arguments)) + answer);
		}
	}
}

function outcomeHtml(outcome: 'ok' | 'error' | 'unanswered', took: string): string {
	if (outcome === 'ok') return `<span class="soft">answered${took}</span>`;
	return `<span class="bad">${outcome === 'error' ? `failed${took}` : 'no answer'}</span>`;
}

function block(side: string, head: string, body: string): string {
	return `<div class="turn ${side}"><div class="head">${head}</div>${body}</div>`;
}

function fold(title: string, body: string): string {
	return `<details><summary class="soft">${title}</summary>${body}</details>`;
}

function contentBlock(text: string): string {
	if (text.trim() === '') return '<p class="soft">(empty)</p>';
	const json = parseJsonText(text);
	return json === undefined ? `<pre dir="auto">${escapeHtml(text)}</pre>` : jsonBlock(json);
}

function jsonBlock(value: JsonValue): string {
	return `<pre dir="ltr">${escapeHtml(cleanJson(jsonText(value, 2)))}</pre>`;
}

function insights({ insights: rows, templateNames, zone }: ConversationText): readonly string[] {
	return rows
		.filter((row) => !isNullRow(row))
		.flatMap((row: Decoded<InsightResult>) => {
			if (!row.ok)
				return [`<p class="bad">unreadable insights: ${escapeHtml(row.problem)}</p>`, jsonBlock(row.raw)];
			const { status, createdAt, insights: found } = row.value;
			const made = createdAt === null ? '' : `, made ${dayAndTime(createdAt, zone)}`;
			const state = `${escapeHtml(status.replaceAll('_', ' '))}${made}`;
			if (found.length === 0) return [`<p class="soft">Insights ${state}: none</p>`];
			return found.map(({ insightId, result }) => {
				const name = templateNames.get(insightId) ?? `insight ${insightId}`;
				const head = `<b class="who" dir="auto">${escapeHtml(name)}</b><span class="soft">${state}</span>`;
				const json = parseJsonText(result);
				const isJson = typeof json === 'object' && json !== null;
				const body = isJson ? jsonBlock(json) : `<div class="words" dir="auto">${escapeHtml(result)}</div>`;
				return block('other', head, body);
			});
		});
}
