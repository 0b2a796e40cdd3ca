import type { Conversation } from '../../../src/domain/conversation.ts';
import type { InsightResult } from '../../../src/domain/insight.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import {
	defaultSignalSettings,
	type Signal,
	type SignalKind,
	type SignalSettings,
} from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { buildTranscript, type Turn } from '../../../src/domain/transcript.ts';
import { call, message, rows } from '../messages.ts';

type Options = {
	readonly channel?: string;
	/** Seconds since 1970; by default long after all messages. */
	readonly now?: number;
	readonly insights?: readonly InsightResult[];
	readonly settings?: SignalSettings;
	readonly name?: string | null;
	readonly metadata?: Conversation['metadata'];
};

/** A conversation with only the fields that signals read. */
export function conversation(channel: string, { name = null, metadata = {} }: Options = {}): Conversation {
	return {
		id: 'c',
		name,
		createdAt: null,
		lastMessageAt: null,
		metadata: { telnyx_conversation_channel: channel, ...metadata },
		raw: {},
	};
}

/** The transcript of some messages. */
export function transcript(messages: readonly Message[]): readonly Turn[] {
	return buildTranscript(rows(...messages), { silenceAfterMillis: 20_000 });
}

/** The signals of these messages. */
export function signals(messages: readonly Message[], options: Options = {}): readonly Signal[] {
	const {
		channel = 'phone_call',
		now = 1_000_000,
		insights = [],
		settings = defaultSignalSettings,
	} = options;
	return signalsOf({
		turns: transcript(messages),
		insights,
		conversation: conversation(channel, options),
		now: instantFromMillis(now * 1000),
		settings,
	});
}

/** The signal of one kind, or undefined if it does not fire. */
export function signal(
	kind: SignalKind,
	messages: readonly Message[],
	options: Options = {},
): Signal | undefined {
	return signals(messages, options).find((found) => found.kind === kind);
}

/** The kinds that fire. */
export function kinds(messages: readonly Message[], options: Options = {}): readonly SignalKind[] {
	return signals(messages, options).map(({ kind }) => kind);
}

/** Turns two seconds apart: `u: …`, `a: …`, `t: name` for a call, `r: …` for its result. */
export function talk(...lines: readonly string[]): readonly Message[] {
	return lines.map((line, index) => {
		const text = line.slice(3);
		const at = index * 2;
		if (line.startsWith('t: ')) return message('assistant', null, at, { toolCalls: [call(null, text)] });
		return message(line.startsWith('u') ? 'user' : line.startsWith('a') ? 'assistant' : 'tool', text, at);
	});
}
