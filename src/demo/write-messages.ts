import { formatInstant, type Instant } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { Random } from '../domain/random.ts';
import type { WireMessage, WireToolCall } from '../domain/wire.ts';
import type { Plan } from './plan.ts';
import type { ScriptedMessage, ToolUse } from './script-builder.ts';

/** The order in which the API sends the messages, and the quality of their times. */
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

const minuteMicros = 60_000_000;

/**
 * Makes a `formatInstant` that remembers the last minute it wrote. Nearly all stamps of a conversation share it;
 * without it, writing dates took a third of the time to make sample data.
 */
function makeStamps(): (instant: Instant) => string {
	let minute = Number.NaN;
	let prefix = '';
	return (instant) => {
		const start = Math.floor(instant / minuteMicros) * minuteMicros;
		if (start !== minute) {
			minute = start;
			prefix = formatInstant(start as Instant).slice(0, 17);
		}
		const digits = String(100_000_000 + (instant - start));
		return `${prefix}${digits.slice(1, 3)}.${digits.slice(3)}+00:00`;
	};
}

/** Writes the messages in the API's order, which is not always the order of time. */
export function writeMessages(plan: Plan): readonly WireMessage[] {
	const random = new Random(plan.seed, plan.index, 3);
	const { habit } = random.weighted(habits);
	const idsGiven = random.chance(0.72) ? 1 : random.chance(0.8) ? 0 : 0.5;
	const measured = random.chance(0.3);
	const messages: WireMessage[] = [];
	const stamp = makeStamps();
	let seconds = 0;
	for (const scripted of plan.messages) {
		seconds += scripted.pause;
		const at = (plan.createdAt + Math.round(seconds * 1_000_000)) as Instant;
		const times = timesOf(plan, scripted, at, habit, random);
		const metadata = metadataOf(scripted, random, idsGiven, measured);
		const message: Draft = { role: scripted.role };
		if (habit !== 'ragged' || scripted.text !== '') message.text = textOf(scripted.text);
		if (times.created !== undefined) message.created_at = stamp(times.created);
		if (times.sent !== undefined) message.sent_at = stamp(times.sent);
		if (metadata !== null) message.metadata = metadata;
		if (scripted.calls.length > 0)
			message.tool_calls = scripted.calls.map((use) => callOf(use, habit, random));
		messages.push(message);
	}
	return ordered(messages, habit, random);
}

function timesOf(plan: Plan, scripted: ScriptedMessage, at: Instant, habit: Habit, random: Random): Times {
	switch (habit) {
		case 'whole seconds':
			return { created: (Math.ceil(at / 1_000_000) * 1_000_000) as Instant };
		case 'no sent_at':
			return { created: at };
		case 'written at the end':
			return { created: plan.lastMessageAt, sent: at };
		case 'ragged':
			return scripted.role === 'tool' ? {} : random.chance(0.3) ? { sent: at } : { created: at };
		default:
			return { created: at, sent: (at + heardAfter(scripted, random)) as Instant };
	}
}

/** Microseconds from writing the row to its speech: a caller's words come before, the assistant's after. */
function heardAfter(scripted: ScriptedMessage, random: Random): number {
	if (scripted.role === 'tool' || scripted.calls.length > 0) return 0;
	return scripted.role === 'user' ? -random.int(20_000, 320_000) : random.int(60_000, 420_000);
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
	scripted: ScriptedMessage,
	random: Random,
	idsGiven: number,
	measured: boolean,
): { readonly [key: string]: JsonValue } | null {
	if (scripted.answers !== null) {
		const id = random.unit() < idsGiven ? { tool_call_id: scripted.answers.id } : {};
		return measured
			? { ...id, duration_ms: Math.round(scripted.pause * 1000) }
			: 'tool_call_id' in id
				? id
				: null;
	}
	if (!measured || !random.chance(0.6)) return null;
	if (scripted.role === 'user')
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
