import { sentenceOf } from './lines/error-lines.ts';
import type { Program } from './program.ts';
import { conversationOptions } from './queries/detail-queries.ts';

/**
 * Opens a conversation by its id, whether it is in the list or not. One that cannot be read is told of, and the reader
 * stays where they were.
 */
export async function openById({ api, client, store }: Program, id: string): Promise<void> {
	store.dispatch({ type: 'notice', notice: { tone: 'plain', text: `Looking for ${id} …` } });
	try {
		const conversation = await client.fetchQuery({ ...conversationOptions(api, id), staleTime: 0 });
		store.dispatch({ type: 'open', id: conversation.id });
		store.dispatch({ type: 'focus', pane: 'transcript' });
		store.dispatch({ type: 'notice', notice: null });
	} catch (error) {
		const reason = error instanceof Error ? sentenceOf(error) : String(error);
		store.dispatch({ type: 'notice', notice: { tone: 'bad', text: `${reason} You are where you were.` } });
	}
}
