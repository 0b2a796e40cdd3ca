import { type InfiniteData, InfiniteQueryObserver, type QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import type { Notice } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import type { Program } from '../program.ts';
import { flattenPages } from '../queries/list-pages.ts';
import { listOptions } from '../queries/list-query.ts';

/** No more are marked at once. */
const mostMarked = 1000;

/** Marks everything that the list's filter finds, loading page after page. Takes the marks away where all have one already. */
export async function markAll({ api, store }: Program, client: QueryClient): Promise<void> {
	const { query } = store.getState();
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });
	const options = listOptions(api, query);
	const idsOf = (data: InfiniteData<ConversationPage> | undefined): readonly string[] =>
		flattenPages(data?.pages ?? []).flatMap((row) => (row.kind === 'conversation' ? [row.id] : []));
	const observer = new InfiniteQueryObserver(client, { ...options, enabled: false });
	let result = observer.getCurrentResult();
	let ids = idsOf(result.data);
	while (result.hasNextPage && ids.length < mostMarked) {
		notice('plain', `Loading all that the filter finds: ${countText(ids.length)} so far …`);
		result = await observer.fetchNextPage({ cancelRefetch: false });
		// Another list is on the screen by now: nobody asked for its rows.
		if (store.getState().query !== query) return;
		if (result.error !== null) {
			notice('bad', 'Nothing was marked: the rest of the list could not be loaded. * tries again.');
			return;
		}
		const before = ids.length;
		ids = idsOf(result.data);
		// A read that was stopped by another one gives no new rows, and is asked for again only by the user.
		if (ids.length === before && result.hasNextPage) break;
	}
	const wanted = ids.slice(0, mostMarked);
	const { marks } = store.getState();
	const areAll = wanted.length > 0 && wanted.every((id) => marks.ids.has(id));
	store.dispatch({ type: 'mark', ids: wanted, isMarked: !areAll, last: wanted.at(-1) ?? null });
	const isMore = ids.length > mostMarked || result.hasNextPage;
	const count = countText(wanted.length);
	if (areAll) notice('plain', `All ${count} had a mark: now none has.`);
	else if (isMore)
		notice('warn', `Marked the first ${count}: there are more, but no more are marked at once.`);
	else notice('good', `Marked all ${count}.`);
}
