import type { Conversation } from '../../domain/conversation.ts';
import type { JsonValue } from '../../domain/json.ts';
import { attention, type Signal } from '../../domain/signals/signal.ts';

/** One row of the list: a conversation, or what came in its place and could not be read. */
export type ListRow =
	| { readonly kind: 'conversation'; readonly id: string; readonly conversation: Conversation }
	| { readonly kind: 'broken'; readonly id: string; readonly problem: string; readonly raw: JsonValue };

/** A signal as a row keeps it: without the turns and the words behind it. */
type RowSignal = Pick<Signal, 'kind' | 'severity' | 'explanation'> & {
	/** How many turns it points at. */
	readonly count: number;
};

/** What is known of a conversation beyond its row, from transcripts and insights that were loaded. */
export type Badges = { readonly signals: readonly RowSignal[]; readonly attention: number };

/** What rows keep of the signals of a conversation. */
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
