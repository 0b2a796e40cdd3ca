import type { UiStore } from '../state/store.ts';
import { sentenceOf } from './lines/error-lines.ts';
import type { Program } from './program.ts';
import { conversationOptions } from './queries/detail-queries.ts';

/** What was asked for last, by the store that will show it. */
const asked = new WeakMap<UiStore, symbol>();

/**
 * Opens a conversation by its id, whether it is in the list or not. One that cannot be read is told of, and the reader
 * stays where they were. Of two that are asked for, the later one is opened, whichever answer comes first.
 */
export async function openById({ api, client, store }: Program, id: string): Promise<void> {
	const mine = Symbol(id);
	asked.set(store, mine);
	store.dispatch({ type: 'notice', notice: { tone: 'plain', text: `Looking for ${id} …` } });
	try {
		const conversation = await client.fetchQuery({ ...conversationOptions(api, id), staleTime: 0 });
		if (asked.get(store) !== mine) return;
		store.dispatch({ type: 'open', id: conversation.id });
		store.dispatch({ type: 'focus', pane: 'transcript' });
		store.dispatch({ type: 'notice', notice: null });
	} catch (error) {
		if (asked.get(store) !== mine) return;
		const reason = error instanceof Error ? sentenceOf(error) : String(error);
		store.dispatch({ type: 'notice', notice: { tone: 'bad', text: `${reason} You are where you were.` } });
	}
}
