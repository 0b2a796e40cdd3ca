import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import { quietLists } from './quiet-lists.ts';

/** Takes a conversation that is gone out of every list. */
export async function dropConversation(client: QueryClient, id: string): Promise<void> {
	const resume = await quietLists(client, id);
	client.setQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }, (lists) =>
		lists === undefined ? undefined : { ...lists, pages: lists.pages.map((page) => without(page, id)) },
	);
	resume();
}

/** A page without one row. A page that has it not stays the same object. */
function without(page: ConversationPage, id: string): ConversationPage {
	const rows = page.rows.filter((row) => !row.ok || row.value.id !== id);
	return rows.length === page.rows.length ? page : { ...page, rows };
}
