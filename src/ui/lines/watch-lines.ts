import { type Conversation, endUserOf, titleOf } from '../../domain/conversation.ts';
import { countText } from '../../text/count.ts';
import { safe, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** A conversation in which something happened, and the name of the watched view that finds it. */
export type WatchNews = { readonly view: string; readonly conversation: Conversation };

/** What a watch has to tell, in a sentence; of several, how many there are. */
export function newsWords(news: readonly WatchNews[]): SafeText {
	const views = new Set(news.map(({ view }) => view));
	const conversations = new Map(news.map(({ conversation }) => [conversation.id, conversation]));
	const [first] = news;
	if (first === undefined) return t`nothing`;
	const count = safe(countText(conversations.size));
	if (views.size > 1) return t`${count} conversations in ${views.size} watched views`;
	const opening = t`“${safe(first.view)}”: `;
	if (conversations.size > 1) return t`${opening}${count} conversations`;
	const { conversation } = first;
	const title = titleOf(conversation);
	const who = endUserOf(conversation);
	return who === '' || who === title
		? t`${opening}${safe(title)}`
		: t`${opening}${safe(title)}, ${safe(who)}`;
}
