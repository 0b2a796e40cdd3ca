import type { WatchesService } from '../../actions/watches-service.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { WatchWay } from '../../filter/saved-views.ts';
import type { UiStore } from '../../state/store.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { newsWords, type WatchNews } from '../lines/watch-lines.ts';

type TellOptions = {
	readonly store: UiStore;
	/** Rings, or notifies with a text: at once, between two frames. */
	readonly alert: (text: SafeText | null) => void;
	/** Runs the user's command; null where there is none. It must not reject. */
	readonly run: ((view: string, conversations: readonly Conversation[]) => Promise<string | null>) | null;
};

/** How watches tell of what happened, and what they told of last. */
type TellWatch = WatchesService & {
	/** Tells on the screen, and how the view says. It does not reject. */
	readonly tell: (way: WatchWay, news: readonly WatchNews[]) => Promise<void>;
};

/** Makes the way in which watches tell of what happened. */
export function tellWatch({ store, alert, run }: TellOptions): TellWatch {
	let latest: string | null = null;
	const notice = (tone: 'plain' | 'warn', text: string): void => {
		const before = store.getState().notice;
		// What somebody has to know about their own doing is not covered by this.
		if (tone === 'plain' && before !== null && before.tone !== 'plain') return;
		store.dispatch({ type: 'notice', notice: { tone, text } });
	};
	const tell: TellWatch['tell'] = async (way, news) => {
		const words = newsWords(news);
		latest = news.at(-1)?.conversation.id ?? latest;
		notice('plain', `${words}. W opens ${news.length === 1 ? 'it' : 'the latest'}.`);
		if (way !== 'command' || run === null) {
			alert(way === 'notify' ? words : null);
			return;
		}
		const byView = Map.groupBy(news, ({ view }) => view);
		for (const [view, found] of byView) {
			const problem = await run(
				view,
				found.map(({ conversation }) => conversation),
			);
			if (problem !== null) notice('warn', problem);
		}
	};
	return { tell, hasCommand: run !== null, latest: () => latest };
}
