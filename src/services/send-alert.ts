import type { AlertsService } from '../actions/services.ts';
import { type Conversation, endUserOf, titleOf } from '../domain/conversation.ts';
import type { AlertWay } from '../filter/saved-views.ts';
import { notify } from '../state/events.ts';
import type { UiStore } from '../state/store.ts';
import { countText } from '../text/count.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

type AlertSenderOptions = {
	readonly store: UiStore;
	/** Writes a bell (null) or a notification between two frames. */
	readonly alert: (text: SafeText | null) => void;
	/** Runs the user's command; settles with a problem, or null. Must not reject. Null if no command is set. */
	readonly run: ((view: string, conversations: readonly Conversation[]) => Promise<string | null>) | null;
};

/** A new or changed conversation, and the name of the saved view that matches it. */
export type AlertNews = { readonly view: string; readonly conversation: Conversation };

/** The text of an alert: names one conversation, or counts several. */
function newsWords(news: readonly AlertNews[]): SafeText {
	const views = new Set(news.map(({ view }) => view));
	const conversations = new Map(news.map(({ conversation }) => [conversation.id, conversation]));
	const [first] = news;
	if (first === undefined) return t`nothing`;
	const count = safe(countText(conversations.size));
	if (views.size > 1) return t`${count} conversations in ${views.size} saved views`;
	const opening = t`“${safe(first.view)}”: `;
	if (conversations.size > 1) return t`${opening}${count} conversations`;
	const { conversation } = first;
	const title = titleOf(conversation);
	const who = endUserOf(conversation);
	return who === '' || who === title
		? t`${opening}${safe(title)}`
		: t`${opening}${safe(title)}, ${safe(who)}`;
}

/** Sends alerts, and remembers the latest. */
type AlertSender = AlertsService & {
	/** Shows the alert on the screen and sends it the way the saved view asks for. Does not reject. */
	readonly send: (way: AlertWay, news: readonly AlertNews[]) => Promise<void>;
};

/** Makes the sender of alerts. */
export function createAlertSender({ store, alert, run }: AlertSenderOptions): AlertSender {
	let latest: string | null = null;
	const notice = (tone: 'plain' | 'warn', text: string): void => {
		const before = store.getState().notice;
		// An alert does not replace a notice about the user's own action.
		if (tone === 'plain' && before !== null && before.tone !== 'plain') return;
		notify(store, tone, text);
	};
	const send: AlertSender['send'] = async (way, news) => {
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
	return { send, hasCommand: run !== null, latest: () => latest };
}
