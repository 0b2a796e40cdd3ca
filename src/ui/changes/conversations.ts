import type { QueryClient } from '@tanstack/react-query';
import type { ConversationsService } from '../../actions/conversations-service.ts';
import type { Notice } from '../../state/ui-state.ts';
import { type DeleteOutcome, deleteConversation } from '../../writes/delete-conversation.ts';
import { WriteError } from '../../writes/write-error.ts';
import { failureWords } from '../lines/failure-words.ts';
import type { Program } from '../program.ts';
import { dropConversation } from '../queries/drop-conversation.ts';
import { rereadRecords } from '../queries/records-queries.ts';
import { setHeld } from './held.ts';

/** Deletes conversations. A row leaves the list once the server said that it is gone, and not before. */
export function createConversationsService(program: Program, client: QueryClient): ConversationsService {
	const { store, writer } = program;
	const notice = (tone: Notice['tone'], text: string): void =>
		store.dispatch({ type: 'notice', notice: { tone, text } });

	const remove = async (id: string, title: string): Promise<void> => {
		if (store.getState().deletions.get(id) === 'deleting') return;
		store.dispatch({ type: 'deletion', id, stage: 'deleting' });
		let outcome: DeleteOutcome;
		try {
			outcome = await deleteConversation(writer, { id });
		} catch (error) {
			store.dispatch({ type: 'deletion', id, stage: null });
			notice('bad', notDeletedWords(title, error));
			return;
		} finally {
			// The trash and the journal changed, or may have.
			rereadRecords(client);
		}
		if (store.getState().held.has(id)) setHeld(program, id, null);
		store.dispatch({ type: 'unpin', id });
		await dropConversation(client, id);
		// Only what was deleted here is in the trash here.
		store.dispatch({ type: 'deletion', id, stage: outcome.kind === 'gone' ? null : 'deleted' });
		notice(...deletedWords(title, outcome));
	};
	return { trashDays: program.trashDays, remove: (id, title) => void remove(id, title) };
}

function deletedWords(title: string, outcome: DeleteOutcome): [Notice['tone'], string] {
	if (outcome.kind === 'gone')
		return ['warn', `${title} was gone already: somebody else deleted it. It is not in your trash.`];
	const words = `Deleted ${title}. :trash has it.`;
	return outcome.note === null ? ['good', words] : ['warn', `${words} ${outcome.note}`];
}

/** Why a conversation is still there, or may be. A failure to tell says so itself. */
function notDeletedWords(title: string, error: unknown): string {
	const isOpen = error instanceof WriteError && error.mayHaveHappened;
	return `${isOpen ? `Not known whether ${title} is deleted` : `Not deleted: ${title}`}. ${failureWords(error)}`;
}
