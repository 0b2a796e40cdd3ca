import type { Instant } from '../domain/instant.ts';
import { formatInstant } from '../domain/instant.ts';
import type { ConversationBundle, WireConversation } from '../domain/wire.ts';
import { Random } from './random.ts';

export { demoAssistants } from './assistants.ts';
export { demoTemplates } from './templates.ts';

/** How many conversations, as of when, and which of the many possible sets. */
export type DemoOptions = { readonly count: number; readonly now: Instant; readonly seed?: number };

/** The seed that is used where none is given. */
export const defaultDemoSeed = 1;

/** Sample conversations, newest first (by last message), made one at a time as they are asked for. */
export function* demoBundles(options: DemoOptions): Generator<ConversationBundle, void, undefined> {
	for (let index = 0; index < options.count; index++)
		yield demoBundle(options.seed ?? defaultDemoSeed, options.now, options.count, index);
}

/** The rows of the same conversations without their messages and insights, at a fraction of the cost. */
export function* demoConversations(options: DemoOptions): Generator<WireConversation, void, undefined> {
	for (let index = 0; index < options.count; index++)
		yield demoConversation(options.seed ?? defaultDemoSeed, options.now, options.count, index);
}

/** Conversation `index` (0 is the newest) of `count`, with its messages and insights; it depends on no other one. */
export function demoBundle(seed: number, now: Instant, count: number, index: number): ConversationBundle {
	const conversation = demoConversation(seed, now, count, index);
	return {
		conversation,
		messages: [
			{
				role: 'assistant',
				text: 'Hello, how can I help?',
				created_at: conversation.created_at,
				sent_at: conversation.created_at,
			},
			{
				role: 'user',
				text: 'A table for two, please.',
				created_at: conversation.last_message_at,
				sent_at: conversation.last_message_at,
			},
		],
		insights: [],
	};
}

/** The row of conversation `index` alone: equal to `demoBundle(…).conversation`. */
export function demoConversation(seed: number, now: Instant, count: number, index: number): WireConversation {
	const random = new Random(seed, index);
	const last = (now - 5_000_000 - Math.floor((index / count) * 13 * 86_400_000_000)) as Instant;
	return {
		id: random.uuid(),
		name: `Sample ${index}`,
		created_at: formatInstant((last - 60_000_000) as Instant),
		last_message_at: formatInstant(last),
		metadata: {
			telnyx_conversation_channel: 'phone_call',
			assistant_id: 'assistant-5b0c7c0e-3f7a-4a55-9d0e-0f6c1f6f1a01',
		},
	};
}
