import type { SignalKind } from './signal.ts';

/** When time counts as too long, in milliseconds; null where it never does. */
export type Limits = {
	/** An answer that took the assistant this long is one that the user waited for. */
	readonly waitMillis: number;
	/** Silence in a call, over and above the time that the words around it took to say. */
	readonly deadAirMillis: number | null;
	/** How long the user's last words may stay without an answer. */
	readonly unansweredMillis: number;
	/** How long a tool may take before it counts as one that never answers. */
	readonly toolMillis: number;
};

/** What fires and when: plain data, so that it can be kept as JSON. */
export type SignalSettings = {
	/** The kinds that never fire. */
	readonly off: readonly SignalKind[];
	readonly voice: Limits;
	readonly chat: Limits;
};

/**
 * On a call everybody hears the pause, so seconds count. In a chat people put the phone away: a minute is slow for an
 * assistant, silence means nothing, and only after minutes is it sure that no answer comes.
 */
export const defaultSignalSettings: SignalSettings = {
	off: [],
	voice: { waitMillis: 8000, deadAirMillis: 20_000, unansweredMillis: 30_000, toolMillis: 60_000 },
	chat: { waitMillis: 60_000, deadAirMillis: null, unansweredMillis: 300_000, toolMillis: 60_000 },
};
