import type { Conversation } from '../domain/conversation.ts';
import type { JsonValue } from '../domain/json.ts';
import { attention, type Signal } from '../domain/signals/signal.ts';
import { reasonOfFailure } from '../domain/tool-outcome.ts';
import type { Turn } from '../domain/transcript.ts';

/** One row of the list: a conversation, or JSON that could not be read as one. */
export type ListRow =
	| { readonly kind: 'conversation'; readonly id: string; readonly conversation: Conversation }
	| { readonly kind: 'broken'; readonly id: string; readonly problem: string; readonly raw: JsonValue };

/** A signal without its turns and their words, small enough to keep for every row. */
type RowSignal = Pick<Signal, 'kind' | 'severity' | 'explanation'> & {
	/** The number of turns that show it. */
	readonly count: number;
	/** What a search finds it by besides: the words it refers to, and of tools the names and errors. Raw, one a line. */
	readonly searched: string;
};

/** The signals of a conversation and its rank by attention, from its transcript and insights. */
export type Badges = { readonly signals: readonly RowSignal[]; readonly attention: number };

/** Reduces signals to badges. `turns` are those of the transcript. */
export function badgesOf(signals: readonly Signal[], turns: readonly Turn[] = []): Badges {
	const turnOf = new Map(signals.length === 0 ? [] : turns.map((turn) => [turn.key, turn]));
	return {
		signals: signals.map(({ kind, severity, explanation, quote, turns }) => ({
			kind,
			severity,
			explanation,
			count: turns.length,
			searched: searchedIn(
				quote,
				turns.flatMap((key) => turnOf.get(key) ?? []),
			),
		})),
		attention: attention(signals),
	};
}

/** Characters of a signal that a search looks at: many tools can fail in a conversation, and each row keeps them. */
const mostSearched = 400;

function searchedIn(quote: string | null, turns: readonly Turn[]): string {
	const words = turns.flatMap((turn) => {
		if (turn.kind === 'orphan-result') return [reasonOfFailure(turn.text)];
		if (turn.kind !== 'tool') return [];
		const answer = turn.outcome === 'error' ? turn.result?.placed.message.text : null;
		return [turn.call.name, reasonOfFailure(answer ?? '')];
	});
	return [...new Set([quote ?? '', ...words])].join('\n').slice(0, mostSearched).trim();
}
