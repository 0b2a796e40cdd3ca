import type { Conversation } from '../domain/conversation.ts';
import type { JsonValue } from '../domain/json.ts';
import { attention, type Signal } from '../domain/signals/signal.ts';

/** One row of the list: a conversation, or JSON that could not be read as one. */
export type ListRow =
	| { readonly kind: 'conversation'; readonly id: string; readonly conversation: Conversation }
	| { readonly kind: 'broken'; readonly id: string; readonly problem: string; readonly raw: JsonValue };

/** A signal without its turns and their words, small enough to keep for every row. */
type RowSignal = Pick<Signal, 'kind' | 'severity' | 'explanation'> & {
	/** The number of turns that show it. */
	readonly count: number;
};

/** The signals of a conversation and its rank by attention, from its transcript and insights. */
export type Badges = { readonly signals: readonly RowSignal[]; readonly attention: number };

/** Reduces signals to badges. */
export function badgesOf(signals: readonly Signal[]): Badges {
	return {
		signals: signals.map(({ kind, severity, explanation, turns }) => ({
			kind,
			severity,
			explanation,
			count: turns.length,
		})),
		attention: attention(signals),
	};
}
