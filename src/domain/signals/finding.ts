import type { Conversation } from '../conversation.ts';
import type { InsightResult } from '../insight.ts';
import type { Instant } from '../instant.ts';
import type { Turn } from '../transcript.ts';
import type { Limits } from './settings.ts';
import type { Severity, Signal } from './signal.ts';

/** What the rules look at. */
export type Scene = {
	readonly turns: readonly Turn[];
	readonly insights: readonly InsightResult[];
	readonly conversation: Conversation;
	readonly now: Instant;
	readonly limits: Limits;
};

/** What a rule found: a signal that does not yet say of which kind it is. */
export type Finding = Omit<Signal, 'kind'>;

/** Looks for one kind of trouble; null where there is none. */
export type Rule = (scene: Scene) => Finding | null;

/** A finding over some turns, or null where there are none. */
export function findingAt(
	turns: readonly { readonly key: string }[],
	severity: Severity,
	explanation: string,
	quote: string | null = null,
): Finding | null {
	if (turns.length === 0) return null;
	return { turns: turns.map(({ key }) => key), severity, explanation, quote };
}
