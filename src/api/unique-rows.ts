import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import { rowKey } from './keyset-cursor.ts';
import type { ConversationPage } from './types.ts';

/**
 * The rows of several pages in order, each conversation once: a row that moved down between two requests comes on both
 * pages. It keeps its first place and shows what came last.
 */
export function uniqueRows(pages: readonly ConversationPage[]): Decoded<Conversation>[] {
	const rows = new Map<string, Decoded<Conversation>>();
	for (const row of pages.flatMap((page) => page.rows)) rows.set(rowKey(row), row);
	return [...rows.values()];
}
