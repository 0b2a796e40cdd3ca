import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';

/**
 * Takes a conversation that is gone out of every list. Lists that are being read may answer with how it was: they are
 * stopped, and those that the screen waits for are asked anew.
 */
export async function dropConversation(client: QueryClient, id: string): Promise<void> {
	const underWay = client.getQueryCache().findAll({
		fetchStatus: 'fetching',
		predicate: ({ queryKey: [kind], state }) =>
			kind === 'list-head' || (kind === 'list' && state.data === undefined),
	});
	await Promise.all([
		client.cancelQueries({ queryKey: ['list-head'] }),
		// A next page under way was built on the old rows, and would put it back: the list asks for it anew.
		client.cancelQueries({ queryKey: ['list'] }),
		client.cancelQueries({ queryKey: ['conversation', id], exact: true }),
	]);
	client.setQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }, (lists) =>
		lists === undefined ? undefined : { ...lists, pages: lists.pages.map((page) => without(page, id)) },
	);
	for (const query of underWay) void query.fetch().catch(() => undefined);
}

/** A page without one row. A page that has it not stays the same object. */
function without(page: ConversationPage, id: string): ConversationPage {
	const rows = page.rows.filter((row) => !row.ok || row.value.id !== id);
	return rows.length === page.rows.length ? page : { ...page, rows };
}
