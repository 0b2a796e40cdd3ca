import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import { conversationOptions } from './detail-queries.ts';
import { putInLists } from './put-conversation.ts';

/**
 * Reads one conversation anew. Where lists hold it, its rows there change with it: what is on screen comes from them.
 * Failure is in the state of `conversationOptions`, not thrown.
 */
export async function refreshConversation(
	client: QueryClient,
	api: Pick<ConversationsApi, 'get'>,
	id: string,
): Promise<void> {
	const options = conversationOptions(api, id);
	await client.prefetchQuery({ ...options, staleTime: 0 });
	const state = client.getQueryState(options.queryKey);
	const fresh = state?.status === 'success' ? state.data : undefined;
	if (fresh === undefined) return;
	// A next page under way was built on the old rows, and would put them back: the list asks for it anew.
	await client.cancelQueries({ queryKey: ['list'], predicate: ({ state: { data } }) => data !== undefined });
	putInLists(client, fresh);
}
