import { wordsOfChannel } from '../domain/channel-words.ts';
import {
	type Conversation,
	channelOf,
	durationMillis,
	endUserOf,
	isAiDisabled,
	metadataText,
} from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { InsightResult } from '../domain/insight.ts';
import type { Signal } from '../domain/signals/signal.ts';
import type { Turn } from '../domain/transcript.ts';
import { duration, type ZoneOffset } from '../text/time.ts';
import { dayAndTime } from './times.ts';

/** What a text about a conversation is made of. All of it is as the server sent it; the writers make it harmless. */
export type ConversationText = {
	readonly conversation: Conversation;
	/** The whole transcript; else `remarks` says how much is missing. */
	readonly turns: readonly Turn[];
	readonly insights: readonly Decoded<InsightResult>[];
	readonly signals: readonly Signal[];
	/** The names of insight templates, by id. */
	readonly templateNames: ReadonlyMap<string, string>;
	/** The names of assistants, by id. */
	readonly assistantNames: ReadonlyMap<string, string>;
	/** The zone of the reader. */
	readonly zone: ZoneOffset;
	/** Sentences about what is missing; they stand at the top. */
	readonly remarks: readonly string[];
};

/** Names of facts with their values, as outside text. Only facts that are known. */
export function factsOf(text: ConversationText): readonly (readonly [name: string, value: string])[] {
	const { conversation, zone } = text;
	const { createdAt, lastMessageAt, metadata } = conversation;
	const length = durationMillis(conversation);
	const facts: (readonly [string, string])[] = [
		['Id', conversation.id],
		['Name', conversation.name ?? ''],
		['Channel', channelNamed(conversation)],
		['End user', endUserOf(conversation)],
		['Called or written to', metadataText(metadata, 'telnyx_agent_target')],
		['Assistant', assistantNamed(text)],
		['Started', createdAt === null ? '' : dayAndTime(createdAt, zone)],
		['Last message', lastMessageAt === null ? '' : dayAndTime(lastMessageAt, zone)],
		['Length', length === null ? '' : duration(length)],
		['Turns', turnCount(text.turns)],
		['AI', isAiDisabled(conversation) ? 'disabled (ai_disabled is true)' : ''],
	];
	return facts.filter(([, value]) => value.trim() !== '');
}

/** The channel in words, or as the server names an unknown one; '' for none. */
export function channelNamed(conversation: Conversation): string {
	const channel = channelOf(conversation);
	return wordsOfChannel(channel)?.name ?? channel;
}

/** The assistant's name with its id and version, or the id alone; '' if the metadata has none. */
function assistantNamed({ conversation, assistantNames }: ConversationText): string {
	const id = metadataText(conversation.metadata, 'assistant_id');
	const version = metadataText(conversation.metadata, 'assistant_version_id');
	const name = assistantNames.get(id);
	const called = name === undefined ? id : `${name} (${id})`;
	return called === '' || version === '' ? called : `${called}, version ${version}`;
}

function turnCount(turns: readonly Turn[]): string {
	const spoken = turns.filter(({ kind }) => kind === 'speech').length;
	const tools = turns.filter(({ kind }) => kind === 'tool').length;
	return `${spoken} spoken or written, ${tools} tool ${tools === 1 ? 'call' : 'calls'}`;
}
