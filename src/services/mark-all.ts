import { InfiniteQueryObserver, type QueryClient } from '@tanstack/react-query';
import { dropConversations, loadedPages, noteChange, putAnswers } from '../data/conversation-cache.ts';
import { flattenPages } from '../data/list-pages.ts';
import { listOptions } from '../data/list-query.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { ItemOutcome, MetadataChange } from '../domain/records.ts';
import { notify } from '../state/events.ts';
import { countText } from '../text/count.ts';
import type { Worked } from '../writes/batch-item.ts';
import type { Runtime } from './runtime.ts';
import { noteTakeover, setTakeover } from './takeover.ts';

/** The most rows that one `*` marks. */
const mostMarked = 10_000;

/** Marks every row that matches the list's filter, loading page after page. If all are marked, unmarks them. */
export async function markAll({ api, store, now }: Runtime, client: QueryClient): Promise<void> {
	const { query } = store.getState();
	const options = listOptions({ api, now }, query);
	const loadedIds = (): readonly string[] =>
		flattenPages(loadedPages(client, query) ?? []).flatMap((row) =>
			row.kind === 'conversation' ? [row.id] : [],
		);
	const observer = new InfiniteQueryObserver(client, { ...options, enabled: false });
	let result = observer.getCurrentResult();
	let ids = loadedIds();
	while (result.hasNextPage && ids.length < mostMarked) {
		notify(store, 'plain', `Loading all matches: ${countText(ids.length)} so far…`);
		result = await observer.fetchNextPage({ cancelRefetch: false });
		// The query changed meanwhile: these rows are no longer wanted.
		if (store.getState().query !== query) return;
		if (result.error !== null) {
			notify(
				store,
				'bad',
				'Nothing was marked: the rest of the list could not be loaded. Press * to try again.',
			);
			return;
		}
		const before = ids.length;
		ids = loadedIds();
		// A fetch that was cancelled gives no new rows; repeating it here could loop for ever.
		if (ids.length === before && result.hasNextPage) break;
	}
	const wanted = ids.slice(0, mostMarked);
	const { marks } = store.getState();
	const areAll = wanted.length > 0 && wanted.every((id) => marks.ids.has(id));
	store.dispatch({ type: 'mark', ids: wanted, isMarked: !areAll, last: wanted.at(-1) ?? null });
	const isMore = ids.length > mostMarked || result.hasNextPage;
	const count = countText(wanted.length);
	if (areAll) notify(store, 'plain', `Unmarked all ${count}.`);
	else if (isMore)
		notify(store, 'warn', `Marked the first ${count}. More match, but this is the most at once.`);
	else notify(store, 'good', `Marked all ${count}.`);
}

/** Keeps the query cache in step with a batch, many conversations at a time to save redraws. */
type BatchCaches = {
	readonly take: (id: string, worked: Worked) => void;
	/** Shows the changes taken since the last flush. */
	readonly flush: () => void;
	/** The last flush: also removes every row that is gone. */
	readonly settle: () => void;
};

/** Removals shift the list and may open another conversation, so they are batched: every fifth flush. */
const flushesForGone = 5;

type Batch = {
	readonly fresh: Map<string, { readonly conversation: Conversation; readonly asked: number }>;
	readonly gone: Map<string, ItemOutcome['kind']>;
	readonly writes: MetadataChange[];
};

const empty = (): Batch => ({ fresh: new Map(), gone: new Map(), writes: [] });

/** Makes the cache updates of one batch. */
export function batchCaches(runtime: Runtime, client: QueryClient): BatchCaches {
	const { store } = runtime;
	let batch = empty();
	let flushes = 0;
	const flush = (isLast: boolean): void => {
		flushes += 1;
		const { fresh, writes } = batch;
		const isDue = isLast || flushes % flushesForGone === 0;
		const gone: Batch['gone'] = isDue ? batch.gone : new Map();
		batch = { ...empty(), gone: isDue ? new Map() : batch.gone };
		if (fresh.size === 0 && gone.size === 0) return;
		dropConversations(client, gone.keys());
		putAnswers(client, [...fresh.values()]);
		// After the answers: a takeover of a conversation shown as enabled counts as handed back by another user.
		for (const { id, before, after } of writes) noteTakeover(runtime, id, before, after);
		const { takeovers } = store.getState();
		for (const [id, kind] of gone) {
			if (takeovers.has(id)) setTakeover(runtime, id, null);
			// The trash of this machine holds only conversations that were deleted here.
			store.dispatch({ type: 'deletion', id, stage: kind === 'done' ? 'deleted' : null });
			store.dispatch({ type: 'unpin', id });
		}
		if (gone.size === 0) return;
		const { last } = store.getState().marks;
		store.dispatch({ type: 'mark', ids: [...gone.keys()], isMarked: false, last });
	};
	return {
		take: (id, { outcome, conversation, write }) => {
			// Drops answers to earlier requests from now on, even before the next flush.
			const asked = noteChange(client, id);
			if (conversation === null) batch.gone.set(id, outcome.kind);
			else if (conversation !== undefined) batch.fresh.set(id, { conversation, asked });
			if (write !== undefined) batch.writes.push(write);
		},
		flush: () => flush(false),
		settle: () => flush(true),
	};
}
