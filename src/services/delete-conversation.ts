import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsService } from '../actions/services.ts';
import { dropConversations } from '../data/conversation-cache.ts';
import { rereadRecords } from '../data/records-queries.ts';
import { notify } from '../state/events.ts';
import type { Notice } from '../state/ui-state.ts';
import { type DeleteOutcome, deleteConversation } from '../writes/delete-conversation.ts';
import { WriteError } from '../writes/write-error.ts';
import type { Runtime } from './runtime.ts';
import { failureWords } from './saved-words.ts';
import { setTakeover } from './takeover.ts';

/** Deletes conversations. A row leaves the list only after the server confirms the deletion. */
export function createConversationsService(runtime: Runtime, client: QueryClient): ConversationsService {
	const { store, writer } = runtime;
	const remove = async (id: string, title: string): Promise<void> => {
		if (store.getState().deletions.get(id) === 'deleting') return;
		store.dispatch({ type: 'deletion', id, stage: 'deleting' });
		let outcome: DeleteOutcome;
		try {
			outcome = await deleteConversation(writer, { id });
		} catch (error) {
			store.dispatch({ type: 'deletion', id, stage: null });
			notify(store, 'bad', notDeletedWords(title, error));
			return;
		} finally {
			// A failed deletion may have written to the trash and the journal, too.
			rereadRecords(client);
		}
		if (store.getState().takeovers.has(id)) setTakeover(runtime, id, null);
		store.dispatch({ type: 'unpin', id });
		dropConversations(client, [id]);
		// The trash of this machine holds only conversations that were deleted here.
		store.dispatch({ type: 'deletion', id, stage: outcome.kind === 'gone' ? null : 'deleted' });
		notify(store, ...deletedWords(title, outcome));
	};
	return { trashDays: runtime.trashDays, remove: (id, title) => void remove(id, title) };
}

function deletedWords(title: string, outcome: DeleteOutcome): [Notice['tone'], string] {
	if (outcome.kind === 'gone')
		return ['warn', `${title} was already deleted by someone else. It is not in your trash.`];
	const words = `Deleted ${title}. :trash has it.`;
	return outcome.note === null ? ['good', words] : ['warn', `${words} ${outcome.note}`];
}

/** Why a deletion failed, or why its outcome is unknown, with what to do. */
function notDeletedWords(title: string, error: unknown): string {
	const isOpen = error instanceof WriteError && error.mayHaveHappened;
	return `${isOpen ? `Maybe deleted: ${title}` : `Not deleted: ${title}`}. ${failureWords(error)}`;
}
