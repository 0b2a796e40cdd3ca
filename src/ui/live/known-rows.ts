import type { QueryClient } from '@tanstack/react-query';
import type { ConversationPage } from '../../api/types.ts';
import type { Conversation } from '../../domain/conversation.ts';
import { decodedValues } from '../../domain/decoded.ts';
import { jsonText } from '../../domain/json.ts';

/** What the screen has of conversations at one moment: it stays that, whatever comes. */
type KnownRows = {
	/** In the list, by id. */
	readonly listed: () => ReadonlyMap<string, Conversation>;
	/** In the list, or read by itself. */
	readonly find: (id: string) => Conversation | undefined;
};

/** What is known now, of a list with these pages. The rows are gone through when they are first asked for. */
export function knownRows(client: QueryClient, pages: readonly ConversationPage[]): KnownRows {
	const alone = new Map(
		client
			.getQueriesData<Conversation>({ queryKey: ['conversation'] })
			.map(([[, id], conversation]) => [id, conversation]),
	);
	let rows: Map<string, Conversation> | null = null;
	const listed = (): ReadonlyMap<string, Conversation> => {
		rows ??= new Map(decodedValues(pages.flatMap((page) => page.rows)).map((row) => [row.id, row]));
		return rows;
	};
	return { listed, find: (id) => listed().get(id) ?? alone.get(id) };
}

/** Whether two copies of a conversation are the same in all that the server says of it. */
export function isSameRow(one: Conversation | undefined, other: Conversation | undefined): boolean {
	if (one === other) return true;
	if (one === undefined || other === undefined) return false;
	return one.lastMessageAt === other.lastMessageAt && jsonText(one.raw) === jsonText(other.raw);
}
