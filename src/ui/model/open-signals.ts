import { decodedValues } from '../../domain/decoded.ts';
import { instantFromMillis } from '../../domain/instant.ts';
import type { SignalSettings } from '../../domain/signals/settings.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { signalsOf } from '../../domain/signals/signals-of.ts';
import { memoLast } from './memo.ts';
import type { OpenData } from './screen-data.ts';
import { mediumOf, turnsOf } from './turns.ts';

/** What only time changes is looked at again this often, in milliseconds. */
const againMillis = 10_000;

/** Makes what tells the signals of the open conversation; null while its transcript is not there as a whole. */
export function createOpenSignals(settings: SignalSettings, now: () => number) {
	let last: readonly Signal[] = [];
	const signalsAt = memoLast(
		(
			conversation: OpenData['conversation']['data'],
			messages: OpenData['messages']['data'],
			insights: OpenData['insights']['data'],
			millis: number,
		): readonly Signal[] | null => {
			// Half a transcript has calls whose answers are still to come.
			if (conversation === undefined || messages?.complete !== true) return null;
			const { turns } = turnsOf(messages, mediumOf(conversation));
			const found = signalsOf({
				turns,
				insights: decodedValues(insights ?? []),
				conversation,
				now: instantFromMillis(millis),
				settings,
			});
			// The same as before is the same object: what is laid out by it stays.
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
