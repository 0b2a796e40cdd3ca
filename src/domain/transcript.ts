import { type Decoded, decodedValues } from './decoded.ts';
import type { Instant } from './instant.ts';
import type { JsonValue } from './json.ts';
import { type Message, messageInstant, type ToolCall } from './message.ts';
import { judgeToolResult, type ToolOutcome } from './tool-outcome.ts';
import { isToolResult, type PairedResult, type Placed, pairTools } from './tool-pairing.ts';

/**
 * One entry of a transcript. `key` names the same turn however many others come or go. `gapMillis` is the time since
 * what came before it, null for the first and where a timestamp is missing.
 */
export type Turn =
	| {
			readonly kind: 'speech';
			readonly key: string;
			readonly role: string;
			readonly text: string;
			readonly at: Instant | null;
			readonly gapMillis: number | null;
			/** True where the assistant answers the user: the gap is a wait that somebody felt. */
			readonly isAnswer: boolean;
			readonly message: Message;
	  }
	| {
			readonly kind: 'tool';
			readonly key: string;
			readonly call: ToolCall;
			readonly result: PairedResult | null;
			readonly outcome: ToolOutcome;
			readonly at: Instant | null;
			readonly tookMillis: number | null;
	  }
	| {
			readonly kind: 'orphan-result';
			readonly key: string;
			readonly text: string;
			readonly outcome: ToolOutcome;
			readonly at: Instant | null;
			readonly message: Message;
	  }
	| { readonly kind: 'silence'; readonly key: string; readonly millis: number }
	| { readonly kind: 'broken'; readonly key: string; readonly problem: string; readonly raw: JsonValue };

/** Silence worth a line of its own, in milliseconds: nobody keeps quiet for long on a call, in a chat they do. */
export const silenceMillis = { voice: 20_000, chat: 300_000 } as const;

type Options = { readonly silenceAfterMillis: number };

/**
 * Turns messages, in whatever order the API sent them, into the transcript as it happened: sorted by when the end user
 * experienced each (`sent_at`, else `created_at`), tool calls with their results, long silences as entries.
 */
export function buildTranscript(rows: readonly Decoded<Message>[], options: Options): Turn[] {
	const placed = chronological(rows);
	const pairing = pairTools(placed);
	const turns: Turn[] = [];
	let previousAt: Instant | null = null;
	let lastSpeaker: string | null = null;
	for (const entry of placed) {
		const { message } = entry;
		const at = messageInstant(message);
		if (isToolResult(message) && !pairing.orphans.has(entry)) {
			// Told with its call; calls of its own, which no contract speaks of, are told here.
			turns.push(...callTurns(entry, at, pairing.results));
			previousAt = at ?? previousAt;
			continue;
		}
		const gapMillis: number | null = between(previousAt, at);
		if (gapMillis !== null && gapMillis >= options.silenceAfterMillis) {
			turns.push({ kind: 'silence', key: `${entry.key}-silence`, millis: gapMillis });
		}
		turns.push(...turnsOf(entry, at, gapMillis, lastSpeaker, pairing.results, pairing.orphans));
		if (hasWords(message)) lastSpeaker = message.role;
		previousAt = at ?? previousAt;
	}
	const nameOf = namesFor();
	const broken = rows.flatMap((row): Turn[] =>
		row.ok ? [] : [{ kind: 'broken', key: nameOf('broken'), problem: row.problem, raw: row.raw }],
	);
	return [...turns, ...broken];
}

function turnsOf(
	entry: Placed,
	at: Instant | null,
	gapMillis: number | null,
	lastSpeaker: string | null,
	results: ReadonlyMap<ToolCall, PairedResult>,
	orphans: ReadonlySet<Placed>,
): Turn[] {
	const { message, key } = entry;
	if (orphans.has(entry)) {
		const outcome = judgeToolResult(message.text);
		return [
			{ kind: 'orphan-result', key, text: message.text ?? '', outcome, at, message },
			...callTurns(entry, at, results),
		];
	}
	const turns: Turn[] = [];
	if (hasWords(message) || message.toolCalls.length === 0) {
		const isAnswer = message.role === 'assistant' && lastSpeaker === 'user';
		turns.push({
			kind: 'speech',
			key,
			role: message.role,
			text: message.text ?? '',
			at,
			gapMillis,
			isAnswer,
			message,
		});
	}
	return [...turns, ...callTurns(entry, at, results)];
}

function callTurns(
	{ message, key }: Placed,
	at: Instant | null,
	results: ReadonlyMap<ToolCall, PairedResult>,
): Turn[] {
	return message.toolCalls.map((call, index): Turn => {
		const result = results.get(call) ?? null;
		return {
			kind: 'tool',
			key: `${key}-call${index}`,
			call,
			result,
			outcome: result === null ? 'unanswered' : judgeToolResult(result.placed.message.text),
			at,
			tookMillis: result === null ? null : between(at, messageInstant(result.placed.message)),
		};
	});
}

function hasWords(message: Message): boolean {
	return message.text !== null && message.text !== '';
}

function between(from: Instant | null, to: Instant | null): number | null {
	return from === null || to === null ? null : Math.max(0, (to - from) / 1000);
}

/** Sorts by instant, stably. A message without one stays behind the message that it came after. */
function chronological(rows: readonly Decoded<Message>[]): Placed[] {
	const received = decodedValues(rows);
	const ordered = cameNewestFirst(received) ? received.reverse() : received;
	let inherited = Number.NEGATIVE_INFINITY;
	const stamped = ordered.map((message) => {
		inherited = messageInstant(message) ?? inherited;
		return { message, at: inherited };
	});
	const inTime = stamped.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at));
	const nameOf = namesFor();
	return inTime.map(({ message }) => ({ key: nameOf(identity(message)), message }));
}

/** What a message is known by: it has no id, and its place in an answer changes with every message before it. */
function identity({ role, sentAt, createdAt, text, toolCalls }: Message): string {
	const calls = toolCalls.map(({ id, name }) => id ?? name).join(' ');
	return `${role} ${sentAt ?? createdAt ?? ''} ${calls} ${(text ?? '').slice(0, 40)}`;
}

/** Tells equal names apart by counting them. */
function namesFor(): (name: string) => string {
	const seen = new Map<string, number>();
	return (name) => {
		const count = seen.get(name) ?? 0;
		seen.set(name, count + 1);
		return count === 0 ? name : `${name} (${count + 1})`;
	};
}

/** An answer that runs backwards has its equal timestamps backwards too. */
function cameNewestFirst(received: readonly Message[]): boolean {
	let balance = 0;
	for (let index = 1; index < received.length; index += 1) {
		const before = received[index - 1];
		const after = received[index];
		if (before === undefined || after === undefined) continue;
		const gap = stepBetween(before, after);
		if (gap !== null) balance += Math.sign(gap);
	}
	return balance < 0;
}

function stepBetween(before: Message, after: Message): number | null {
	const from = messageInstant(before);
	const to = messageInstant(after);
	return from === null || to === null ? null : to - from;
}
