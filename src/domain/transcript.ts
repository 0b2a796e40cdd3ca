import { type Decoded, decodedValues, isNullRow } from './decoded.ts';
import type { Instant } from './instant.ts';
import type { JsonValue } from './json.ts';
import { type Message, messageInstant, type ToolCall } from './message.ts';
import { judgeToolResult, type ToolOutcome } from './tool-outcome.ts';

/** A message in chronological place. `key` stays the same when other messages arrive. */
type Placed = { readonly key: string; readonly message: Message };

/** A tool's answer, matched by id or (`inferred`) by order. */
type PairedResult = { readonly placed: Placed; readonly inferred: boolean };

/** The answer of each call, and the answers without a call. */
type Pairing = {
	readonly results: ReadonlyMap<ToolCall, PairedResult>;
	readonly orphans: ReadonlySet<Placed>;
};

/**
 * Pairs tool calls with their results, in chronological order. A result with an id goes to that call. A result
 * without one goes to the oldest open call before it and is marked as inferred, because the API documents no
 * `tool_call_id` on a result.
 */
export function pairTools(messages: readonly Placed[]): Pairing {
	const results = new Map<ToolCall, PairedResult>();
	const orphans = new Set<Placed>();
	const byId = new Map<string, ToolCall[]>();
	const identified = new Set<Placed>();
	for (const { message } of messages) {
		for (const call of message.toolCalls) {
			if (call.id !== null) byId.set(call.id, [...(byId.get(call.id) ?? []), call]);
		}
	}
	// Ids first, over the whole conversation: a guess must not take the call of a result with an id.
	for (const placed of messages) {
		const id = isToolResult(placed.message) ? placed.message.toolCallId : null;
		if (id === null) continue;
		identified.add(placed);
		const own = placed.message.toolCalls;
		const call = byId.get(id)?.find((candidate) => !results.has(candidate) && !own.includes(candidate));
		if (call === undefined) orphans.add(placed);
		else results.set(call, { placed, inferred: false });
	}
	const open: ToolCall[] = [];
	for (const placed of messages) {
		if (isToolResult(placed.message) && !identified.has(placed)) {
			const call = open.shift();
			if (call === undefined) orphans.add(placed);
			else results.set(call, { placed, inferred: true });
		}
		// Opened only now: a message never answers its own call.
		open.push(...placed.message.toolCalls.filter((call) => !results.has(call)));
	}
	return { results, orphans };
}

/** True for a message that is a tool's answer. */
function isToolResult(message: Message): boolean {
	return message.role === 'tool';
}

/**
 * One entry of a transcript. `key` stays the same when other entries come or go. `gapMillis` is the time since the
 * previous entry; null for the first entry or without a timestamp.
 */
export type Turn =
	| {
			readonly kind: 'speech';
			readonly key: string;
			readonly role: string;
			readonly text: string;
			readonly at: Instant | null;
			readonly gapMillis: number | null;
			/** True if the assistant answers the user: the gap is a wait that the user felt. */
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

/** Silence that gets its own line, in milliseconds. Callers notice silence sooner than chat users. */
export const silenceMillis = { voice: 20_000, chat: 300_000 } as const;

type Options = { readonly silenceAfterMillis: number };

/**
 * Builds the transcript from messages in any order. Sorts them by the time the end user experienced each (`sent_at`,
 * else `created_at`), joins tool calls with their results, and adds long silences as entries.
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
			// The result appears with its call. Calls within a result are undocumented; they appear here.
			turns.push(...callTurns(entry, at, pairing.results));
			previousAt = at ?? previousAt;
			continue;
		}
		const gapMillis: number | null = between(previousAt, at);
		if (gapMillis !== null && gapMillis >= options.silenceAfterMillis) {
			turns.push({ kind: 'silence', key: `${entry.key}-silence`, millis: gapMillis });
		}
		turns.push(...turnsOf(entry, at, gapMillis, lastSpeaker, pairing.results, pairing.orphans));
		// A system note such as “[long silence]” is not a turn: the words after it still answer the words before it.
		if (hasWords(message) && message.role !== 'system') lastSpeaker = message.role;
		previousAt = at ?? previousAt;
	}
	const nameOf = namesFor();
	const broken = rows.flatMap((row): Turn[] =>
		row.ok || isNullRow(row)
			? []
			: [{ kind: 'broken', key: nameOf('broken'), problem: row.problem, raw: row.raw }],
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

/** Stable sort by instant. A message without one stays after its predecessor. */
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

/** Identifies a message by content: it has no id, and its position changes with every earlier message. */
function identity({ role, sentAt, createdAt, text, toolCalls }: Message): string {
	const calls = toolCalls.map(({ id, name }) => id ?? name).join(' ');
	return `${role} ${sentAt ?? createdAt ?? ''} ${calls} ${(text ?? '').slice(0, 40)}`;
}

/** Makes equal names unique by numbering them. */
function namesFor(): (name: string) => string {
	const seen = new Map<string, number>();
	return (name) => {
		const count = seen.get(name) ?? 0;
		seen.set(name, count + 1);
		return count === 0 ? name : `${name} (${count + 1})`;
	};
}

/** A newest-first answer also has messages with equal timestamps in reverse order. */
function cameNewestFirst(received: readonly Message[]): boolean {
	let balance = 0;
	let before: Instant | null = null;
	for (const message of received) {
		const at = messageInstant(message);
		if (before !== null && at !== null) balance += Math.sign(at - before);
		before = at;
	}
	return balance < 0;
}
