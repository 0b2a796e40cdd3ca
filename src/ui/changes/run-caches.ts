import type { QueryClient } from '@tanstack/react-query';
import type { Conversation } from '../../domain/conversation.ts';
import type { MetadataChange } from '../../domain/records.ts';
import type { Worked } from '../../writes/run-item.ts';
import type { Program } from '../program.ts';
import { dropConversation } from '../queries/drop-conversation.ts';
import { putInLists } from '../queries/put-conversation.ts';
import { followWritten, setHeld } from './held.ts';

/** What the screen has of conversations, kept up with a run: many at a time, so that a run redraws no more than it must. */
type RunCaches = {
	readonly take: (id: string, worked: Worked) => void;
	/** Puts what was taken since the last time where it is shown. */
	readonly flush: () => Promise<void>;
};

/** Keeps what is shown up with a run. */
export function runCaches(program: Program, client: QueryClient): RunCaches {
	const { store } = program;
	let fresh = new Map<string, Conversation | null>();
	let writes: MetadataChange[] = [];
	return {
		take: (id, { outcome, conversation, write }) => {
			if (conversation !== undefined) fresh.set(id, conversation);
			if (write !== undefined) writes.push(write);
			if (conversation !== null) return;
			if (store.getState().held.has(id)) setHeld(program, id, null);
			const stage = outcome.kind === 'done' ? 'deleted' : null;
			store.dispatch({ type: 'deletion', id, stage });
			store.dispatch({ type: 'mark', ids: [id], isMarked: false, last: null });
		},
		flush: async () => {
			const batch = fresh;
			fresh = new Map();
			const written = writes;
			writes = [];
			if (batch.size === 0) return;
			// What is being read now was asked before, and would put the old back.
			await client.cancelQueries({ queryKey: ['list-head'] });
			await client.cancelQueries({ queryKey: ['list'], predicate: ({ state }) => state.data !== undefined });
			for (const [id, conversation] of batch) {
				if (conversation === null) {
					await dropConversation(client, id);
					continue;
				}
				putInLists(client, conversation);
				client.setQueryData(['conversation', id], conversation);
			}
			// Only now: what is held and shown as not disabled counts as handed back by somebody else.
			for (const { id, before, after } of written) followWritten(program, id, before, after);
		},
	};
}
