import type { OpenData } from '../../data/screen-data.ts';
import { mediumOf, turnsOf } from '../../data/transcript-cache.ts';
import { decodedValues } from '../../domain/decoded.ts';
import { instantFromMillis } from '../../domain/instant.ts';
import type { Signal, SignalSettings } from '../../domain/signals/signal.ts';
import { signalsOf } from '../../domain/signals/signals-of.ts';
import { memoLast } from '../memo.ts';

/** Signals that depend on the time are recomputed this often, in milliseconds. */
const againMillis = 10_000;

/** Returns a function for the signals of the open conversation; it gives null until the whole transcript is loaded. */
export function createOpenSignals(settings: SignalSettings, now: () => number) {
	let last: readonly Signal[] = [];
	const readableOf = memoLast((insights: OpenData['insights']['data']) => decodedValues(insights ?? []));
	const signalsAt = memoLast(
		(
			conversation: OpenData['conversation']['data'],
			messages: OpenData['messages']['data'],
			insights: OpenData['insights']['data'],
			millis: number,
		): readonly Signal[] | null => {
			// Half a transcript has calls whose results are not loaded yet.
			if (conversation === undefined || messages?.complete !== true) return null;
			const { turns } = turnsOf(messages, mediumOf(conversation));
			const found = signalsOf({
				turns,
				insights: readableOf(insights),
				conversation,
				now: instantFromMillis(millis),
				settings,
			});
			// Equal signals keep their identity, so layouts based on them stay cached.
			if (JSON.stringify(found) !== JSON.stringify(last)) last = found;
			return last;
		},
	);
	return (open: OpenData | null): readonly Signal[] | null =>
		open === null
			? null
			: signalsAt(
					open.conversation.data,
					open.messages.data,
					open.insights.data,
					Math.floor(now() / againMillis) * againMillis,
				);
}
