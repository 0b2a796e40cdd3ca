import type { Conversation } from '../conversation.ts';
import type { InsightResult } from '../insight.ts';
import type { Instant } from '../instant.ts';
import type { Turn } from '../transcript.ts';

/** The kinds of trouble in a conversation, in display order. */
export const signalKinds = [
	'user-unanswered',
	'asked-for-person',
	'tool-failed',
	'tool-unanswered',
	'could-not-do',
	'hostile-text',
	'strong-language',
	'scored-poor',
	'user-repeated',
	'assistant-repeated',
	'waited',
	'dead-air',
	'insight-failed',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** How much a signal matters, by the rules of each kind. */
export type Severity = 'low' | 'medium' | 'high';

/** One kind of trouble in one conversation. Each kind appears once, however often it happened. */
export type Signal = {
	readonly kind: SignalKind;
	readonly severity: Severity;
	/** The keys of the turns behind the signal, in transcript order; empty for signals from insights. */
	readonly turns: readonly string[];
	/** The reason in our own words and numbers. It never contains outside text. */
	readonly explanation: string;
	/** The words it refers to (speech, a tool's name), raw; null if there are none. */
	readonly quote: string | null;
};

type Words = { readonly title: string; readonly badge: string };

const words: Readonly<Record<SignalKind, Words>> = {
	'user-unanswered': { title: 'nobody answered', badge: 'left' },
	'asked-for-person': { title: 'asked for a person', badge: 'person' },
	'tool-failed': { title: 'tool failed', badge: 'tool' },
	'tool-unanswered': { title: 'tool never answered', badge: 'hung' },
	'could-not-do': { title: 'could not do it', badge: 'cannot' },
	'hostile-text': { title: 'hostile characters', badge: 'chars' },
	'strong-language': { title: 'strong language', badge: 'swore' },
	'scored-poor': { title: 'scored Poor', badge: 'poor' },
	'user-repeated': { title: 'user repeated', badge: 'again' },
	'assistant-repeated': { title: 'assistant repeated', badge: 'loop' },
	waited: { title: 'waited', badge: 'slow' },
	'dead-air': { title: 'dead air', badge: 'quiet' },
	'insight-failed': { title: 'insight failed', badge: 'insght' },
};

/** The title of a kind on the screen. */
export function signalTitle(kind: SignalKind): string {
	return words[kind].title;
}

/** A kind in at most six letters, for a row of the list. */
export function signalBadge(kind: SignalKind): string {
	return words[kind].badge;
}

const weights: Readonly<Record<Severity, number>> = { high: 10_000, medium: 100, low: 1 };

/**
 * Urgency for sorting; 0 if nothing is wrong. One high signal outranks any number of medium ones, and one medium
 * outranks any number of low ones. Within a severity, more signals rank higher.
 */
export function attention(signals: readonly Signal[]): number {
	return signals.reduce((sum, { severity }) => sum + weights[severity], 0);
}

/** Time limits in milliseconds; null turns a limit off. */
export type Limits = {
	/** An answer that took this long counts as a wait. */
	readonly waitMillis: number;
	/** Silence in a call beyond the time needed to speak the words around it. */
	readonly deadAirMillis: number | null;
	/** How long the user's last words may stay unanswered. */
	readonly unansweredMillis: number;
	/** How long a tool may take before it counts as never answered. */
	readonly toolMillis: number;
};

/** Which signals fire and when: plain data, stored as JSON. */
export type SignalSettings = {
	/** The kinds that never fire. */
	readonly off: readonly SignalKind[];
	readonly voice: Limits;
	readonly chat: Limits;
};

/**
 * Callers hear every pause, so seconds count. Chat users put the phone away: a minute is slow for an assistant,
 * silence means nothing, and only after minutes is an answer no longer to be expected.
 */
export const defaultSignalSettings: SignalSettings = {
	off: [],
	voice: { waitMillis: 8000, deadAirMillis: 20_000, unansweredMillis: 30_000, toolMillis: 60_000 },
	chat: { waitMillis: 60_000, deadAirMillis: null, unansweredMillis: 300_000, toolMillis: 60_000 },
};

/** The input of the rules. */
export type SignalInput = {
	readonly turns: readonly Turn[];
	readonly insights: readonly InsightResult[];
	readonly conversation: Conversation;
	readonly now: Instant;
	readonly limits: Limits;
};

/** The result of a rule: a signal without its kind. */
export type Finding = Omit<Signal, 'kind'>;

/** Looks for one kind of trouble; null if there is none. */
export type Rule = (input: SignalInput) => Finding | null;

/** A finding over some turns; null if there are no turns. */
export function findingAt(
	turns: readonly { readonly key: string }[],
	severity: Severity,
	explanation: string,
	quote: string | null = null,
): Finding | null {
	if (turns.length === 0) return null;
	return { turns: turns.map(({ key }) => key), severity, explanation, quote };
}
