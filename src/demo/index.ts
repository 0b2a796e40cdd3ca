import type { Instant } from '../domain/instant.ts';
import type { ConversationBundle, WireConversation } from '../domain/wire.ts';
import { makePlan } from './plan.ts';
import { makeTimeline, type Timeline } from './timeline.ts';
import { writeConversation } from './write-conversation.ts';
import { writeInsights } from './write-insights.ts';
import { writeMessages } from './write-messages.ts';

export { demoAssistants } from './assistants.ts';
export { demoTemplates } from './templates.ts';

/** How many conversations, as of when, and which of the many possible sets. */
export type DemoOptions = { readonly count: number; readonly now: Instant; readonly seed?: number };

/** The seed that is used where none is given. */
export const defaultDemoSeed = 1;

/** Sample conversations, newest first (by last message), made one at a time as they are asked for. */
export function* demoBundles(options: DemoOptions): Generator<ConversationBundle, void, undefined> {
	const { count, now, seed = defaultDemoSeed } = options;
	const timeline = makeTimeline(seed, now, count);
	for (let index = 0; index < count; index++) yield bundleAt(seed, now, count, index, timeline);
}

/** The rows of the same conversations without their messages and insights, at less than half the cost. */
export function* demoConversations(options: DemoOptions): Generator<WireConversation, void, undefined> {
	const { count, now, seed = defaultDemoSeed } = options;
	const timeline = makeTimeline(seed, now, count);
	for (let index = 0; index < count; index++) {
		yield writeConversation(makePlan(seed, now, count, index, timeline.lastMessageAt(index)));
	}
}

/** Conversation `index` (0 is the newest) of `count`, with its messages and insights; it depends on no other one. */
export function demoBundle(seed: number, now: Instant, count: number, index: number): ConversationBundle {
	return bundleAt(seed, now, count, index, makeTimeline(seed, now, count));
}

/** The row of conversation `index` alone: equal to `demoBundle(…).conversation`. */
export function demoConversation(seed: number, now: Instant, count: number, index: number): WireConversation {
	return writeConversation(
		makePlan(seed, now, count, index, makeTimeline(seed, now, count).lastMessageAt(index)),
	);
}

function bundleAt(
	seed: number,
	now: Instant,
	count: number,
	index: number,
	timeline: Timeline,
): ConversationBundle {
	const plan = makePlan(seed, now, count, index, timeline.lastMessageAt(index));
	return {
		conversation: writeConversation(plan),
		messages: writeMessages(plan),
		insights: writeInsights(plan),
	};
}
