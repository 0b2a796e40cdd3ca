import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import { quietLists } from './quiet-lists.ts';

/** Takes a conversation that is gone out of every list. */
export async function dropConversation(client: QueryClient, id: string): Promise<void> {
	const resume = await quietLists(client, [id]);
	dropFromLists(client, new Set([id]));
	resume();
}

/** Takes conversations out of every list. */
export function dropFromLists(client: QueryClient, gone: ReadonlySet<string>): void {
	client.setQueriesData<InfiniteData<ConversationPage>>({ queryKey: ['list'] }, (lists) =>
		lists === undefined ? undefined : { ...lists, pages: lists.pages.map((page) => without(page, gone)) },
	);
}

/** A page without some rows. A page that has none of them stays the same object. */
function without(page: ConversationPage, gone: ReadonlySet<string>): ConversationPage {
	const rows = page.rows.filter((row) => !row.ok || !gone.has(row.value.id));
	return rows.length === page.rows.length ? page : { ...page, rows };
}
