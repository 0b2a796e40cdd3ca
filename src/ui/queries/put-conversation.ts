import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { quietLists } from './quiet-lists.ts';

/**
 * Puts a conversation as the server has it now wherever it is shown. What was asked before that, and is under way, may
 * answer with how it was: such requests are stopped, and those that the screen waits for are asked anew.
 */
export async function putConversation(client: QueryClient, fresh: Conversation): Promise<void> {
	const resume = await quietLists(client, [fresh.id]);
	putInLists(client, fresh);
	client.setQueryData(['conversation', fresh.id], fresh);
	resume();
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
