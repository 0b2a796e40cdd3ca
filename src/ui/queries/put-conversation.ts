import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';

/**
 * Puts a conversation as the server has it now wherever it is shown. What was asked before that, and is under way, may
 * answer with how it was: such requests are stopped, and those that the screen waits for are asked anew.
 */
export async function putConversation(client: QueryClient, fresh: Conversation): Promise<void> {
	const heads = client.getQueryCache().findAll({ queryKey: ['list-head'], fetchStatus: 'fetching' });
	const firsts = client.getQueryCache().findAll({
		queryKey: ['list'],
		fetchStatus: 'fetching',
		predicate: ({ state }) => state.data === undefined,
	});
	await Promise.all([
		client.cancelQueries({ queryKey: ['list-head'] }),
		client.cancelQueries({ queryKey: ['conversation', fresh.id], exact: true }),
		// A next page under way was built on the old rows, and would put them back: the list asks for it anew.
		client.cancelQueries({ queryKey: ['list'] }),
	]);
	putInLists(client, fresh);
	client.setQueryData(['conversation', fresh.id], fresh);
	for (const query of [...heads, ...firsts]) void query.fetch().catch(() => undefined);
}

/** Puts a newer copy of a conversation into every list that holds it. */
export function putInLists(client: QueryClient, fresh: Conversation): void {
	client.setQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }, (lists) =>
		lists === undefined ? undefined : { ...lists, pages: withRow(lists.pages, fresh) },
	);
}

/** Pages with a newer copy of one row, in its place. Pages without it stay the same objects. */
function withRow(pages: readonly ConversationPage[], fresh: Conversation): ConversationPage[] {
	return pages.map((page) => {
		const at = page.rows.findIndex((row) => row.ok && row.value.id === fresh.id);
		return at < 0 ? page : { ...page, rows: page.rows.with(at, { ok: true, value: fresh }) };
	});
}
