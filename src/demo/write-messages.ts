import type { Instant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import type { WireMessage, WireToolCall } from '../domain/wire.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import type { Beat, ToolUse } from './stage.ts';
import { makeStamps } from './stamps.ts';

/** In which order the API gives the messages, and how carefully their times were kept. */
type Habit =
	| 'tidy'
	| 'greeting last'
	| 'newest first'
	| 'shuffled'
	| 'whole seconds'
	| 'written at the end'
	| 'no sent_at'
	| 'ragged';

const habits: readonly { readonly weight: number; readonly habit: Habit }[] = [
	{ weight: 66, habit: 'tidy' },
	{ weight: 8, habit: 'greeting last' },
	{ weight: 5, habit: 'newest first' },
	{ weight: 4, habit: 'shuffled' },
	{ weight: 5, habit: 'whole seconds' },
	{ weight: 4, habit: 'written at the end' },
	{ weight: 5, habit: 'no sent_at' },
	{ weight: 3, habit: 'ragged' },
];

type Draft = { -readonly [key in keyof WireMessage]: WireMessage[key] };

type Times = { readonly created?: Instant; readonly sent?: Instant };

/** Writes the messages down, in the order in which the API gives them: not always that of time. */
export function writeMessages(plan: Plan): readonly WireMessage[] {
	const random = new Random(plan.seed, plan.index, 3);
	const { habit } = random.weighted(habits);
	const idsGiven = random.chance(0.72) ? 1 : random.chance(0.8) ? 0 : 0.5;
	const measured = random.chance(0.3);
	const messages: WireMessage[] = [];
	const stamp = makeStamps();
	let seconds = 0;
	for (const beat of plan.beats) {
		seconds += beat.pause;
		const at = (plan.createdAt + Math.round(seconds * 1_000_000)) as Instant;
		const times = timesOf(plan, beat, at, habit, random);
		const metadata = metadataOf(beat, random, idsGiven, measured);
		const message: Draft = { role: beat.role };
		if (habit !== 'ragged' || beat.text !== '') message.text = textOf(beat.text);
		if (times.created !== undefined) message.created_at = stamp(times.created);
		if (times.sent !== undefined) message.sent_at = stamp(times.sent);
		if (metadata !== null) message.metadata = metadata;
		if (beat.calls.length > 0) message.tool_calls = beat.calls.map((use) => callOf(use, habit, random));
		messages.push(message);
	}
	return ordered(messages, habit, random);
}

function timesOf(plan: Plan, beat: Beat, at: Instant, habit: Habit, random: Random): Times {
	switch (habit) {
		case 'whole seconds':
			return { created: (Math.ceil(at / 1_000_000) * 1_000_000) as Instant };
		case 'no sent_at':
			return { created: at };
		case 'written at the end':
			return { created: plan.lastMessageAt, sent: at };
		case 'ragged':
			return beat.role === 'tool' ? {} : random.chance(0.3) ? { sent: at } : { created: at };
		default:
			return { created: at, sent: (at + heardAfter(beat, random)) as Instant };
	}
}

/** Microseconds from writing the row to the end user's experience of it: speech was heard before it was written. */
function heardAfter(beat: Beat, random: Random): number {
	if (beat.role === 'tool' || beat.calls.length > 0) return 0;
	return beat.role === 'user' ? -random.int(20_000, 320_000) : random.int(60_000, 420_000);
}

function textOf(text: JsonValue): string | null {
	return text === null || typeof text === 'string' ? text : JSON.stringify(text);
}

function callOf(use: ToolUse, habit: Habit, random: Random): WireToolCall {
	const whole = typeof use.input === 'string' ? use.input : JSON.stringify(use.input);
	const cut = habit === 'ragged' && random.chance(0.5);
	return {
		id: use.id,
		type: 'function',
		function: { name: use.name, arguments: cut ? whole.slice(0, -2) : whole },
	};
}

function metadataOf(
	beat: Beat,
	random: Random,
	idsGiven: number,
	measured: boolean,
): { readonly [key: string]: JsonValue } | null {
	if (beat.answers !== null) {
		const id = random.unit() < idsGiven ? { tool_call_id: beat.answers.id } : {};
		return measured
			? { ...id, duration_ms: Math.round(beat.pause * 1000) }
			: 'tool_call_id' in id
				? id
				: null;
	}
	if (!measured || !random.chance(0.6)) return null;
	if (beat.role === 'user')
		return { confidence: random.int(610, 999) / 1000, interrupted: random.chance(0.1) };
	return {
		llm_latency_ms: random.int(180, 1900),
		tokens: random.int(9, 140),
		guardrails: random.chance(0.1) ? ['pii', 'tone'] : [],
	};
}

function ordered(messages: WireMessage[], habit: Habit, random: Random): readonly WireMessage[] {
	if (habit === 'newest first') return messages.reverse();
	if (habit === 'greeting last') {
		const greeting = messages.shift();
		return greeting === undefined ? messages : [...messages, greeting];
	}
	if (habit !== 'shuffled') return messages;
	for (let i = messages.length - 1; i > 0; i--) {
		const j = random.int(0, i);
		const [a, b] = [messages[i], messages[j]];
		if (a === undefined || b === undefined) continue;
		messages[i] = b;
		messages[j] = a;
	}
	return messages;
}
