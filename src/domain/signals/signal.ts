/** What can be wrong with a conversation, in the order in which it is told. */
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

/** How much it matters, by the rules of each kind. */
export type Severity = 'low' | 'medium' | 'high';

/** One kind of trouble in one conversation: a kind is told once, however often it happened. */
export type Signal = {
	readonly kind: SignalKind;
	readonly severity: Severity;
	/** The keys of the turns that caused it, in the order of the transcript; none for what insights say. */
	readonly turns: readonly string[];
	/** Why, in our own words and numbers: never a word that came from outside. */
	readonly explanation: string;
	/** The words it is about (what somebody said, a tool's name), raw as they came; null where there are none. */
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

/** What a kind is called on the screen. */
export function signalTitle(kind: SignalKind): string {
	return words[kind].title;
}

/** A kind in at most six letters, for a row of the list. */
export function signalBadge(kind: SignalKind): string {
	return words[kind].badge;
}

const weights: Readonly<Record<Severity, number>> = { high: 10_000, medium: 100, low: 1 };

/**
 * How urgently somebody should look, for sorting; 0 where nothing is wrong. One signal of high severity comes before any
 * number of medium ones, one of medium before any number of low ones; within that, more signals come first.
 */
export function attention(signals: readonly Signal[]): number {
	return signals.reduce((sum, { severity }) => sum + weights[severity], 0);
}
