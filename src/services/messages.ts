import type { QueryClient } from '@tanstack/react-query';
import type { MessageService } from '../actions/services.ts';
import { ApiError, sentenceOf } from '../api/errors.ts';
import { refreshConversation } from '../data/conversation-cache.ts';
import { notify } from '../state/events.ts';
import { endPosition } from '../state/scroll.ts';
import { sendMessage } from '../state/typing/message-draft.ts';
import { topOverlay } from '../state/ui-state.ts';
import { redactKeys } from '../text/redact.ts';
import { addMessage } from '../writes/add-message.ts';
import { WriteError } from '../writes/write-error.ts';
import type { Runtime } from './runtime.ts';

/** Sends messages, then reads the transcript again: the screen shows only messages that the server has. */
export function createMessages(runtime: Runtime, client: QueryClient): MessageService {
	const { api, store, writer } = runtime;
	const readAgain = (id: string): void => {
		void client.invalidateQueries({ queryKey: ['messages', id] });
		void refreshConversation(client, api, id);
	};
	const isOnTop = (id: string): boolean => {
		const top = topOverlay(store.getState());
		return top?.kind === 'message' && top.id === id;
	};
	const send = async (id: string): Promise<void> => {
		const draft = store.getState().messages.get(id);
		if (draft === undefined || draft.isSending) return;
		const sending = sendMessage(draft, writer.newId);
		const { key: idempotencyKey, role, text } = sending.attempt;
		store.dispatch({ type: 'message', id, draft: sending });
		try {
			await addMessage(writer, { id, message: { role, content: text }, idempotencyKey });
		} catch (error) {
			const problem = whatFailed(error);
			store.dispatch({ type: 'message', id, draft: { ...sending, isSending: false, problem } });
			// An open editor shows the reason itself.
			if (!isOnTop(id)) notify(store, 'bad', problem);
			readAgain(id);
			return;
		}
		// The writer saw the end of the transcript, and the new message comes there; who reads elsewhere stays.
		if (isOnTop(id)) store.dispatch({ type: 'position', tab: 'transcript', id, position: endPosition });
		store.dispatch({ type: 'message', id, draft: null });
		notify(store, 'good', 'Added to the history. Telnyx does not say whether it reaches the caller.');
		readAgain(id);
	};
	return { send: (id) => void send(id) };
}

function whatFailed(error: unknown): string {
	const reason = error instanceof Error ? sentenceOf(error) : String(error);
	if (error instanceof WriteError && error.mayHaveHappened)
		return `${reason} Ctrl-x sends it again; an unchanged text is not added twice.`;
	const { detail } = error instanceof ApiError ? error : { detail: null };
	const said = detail === null ? '' : ` The server says: ${redactKeys(detail)}`;
	return `${reason}${said} Nothing was added. Your text is kept; Ctrl-x sends it again.`;
}
