import type { QueryClient } from '@tanstack/react-query';
import type { MessageService } from '../../actions/message-service.ts';
import { ApiError } from '../../api/errors.ts';
import { sendMessage } from '../../state/message-draft.ts';
import { topOverlay } from '../../state/ui-state.ts';
import { redactKeys } from '../../text/redact.ts';
import { addMessage } from '../../writes/add-message.ts';
import { WriteError } from '../../writes/write-error.ts';
import { sentenceOf } from '../lines/error-lines.ts';
import type { Program } from '../program.ts';
import { refreshConversation } from '../queries/refresh-conversation.ts';

/** Sends messages. What is shown as added is what the server has: its transcript is read again. */
export function createMessages(program: Program, client: QueryClient): MessageService {
	const { api, store, writer } = program;
	const readAgain = (id: string): void => {
		void client.invalidateQueries({ queryKey: ['messages', id] });
		void refreshConversation(client, api, id);
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
			const top = topOverlay(store.getState());
			// Where it is still open the reason stands in it.
			if (top?.kind !== 'message' || top.id !== id)
				store.dispatch({ type: 'notice', notice: { tone: 'bad', text: problem } });
			readAgain(id);
			return;
		}
		store.dispatch({ type: 'message', id, draft: null });
		const words = 'Added to the history. Whether it reaches the caller, Telnyx does not say.';
		store.dispatch({ type: 'notice', notice: { tone: 'good', text: words } });
		readAgain(id);
	};
	return { send: (id) => void send(id) };
}

function whatFailed(error: unknown): string {
	const reason = error instanceof Error ? sentenceOf(error) : String(error);
	if (error instanceof WriteError && error.mayHaveHappened)
		return `${reason} Ctrl-x sends it again; with nothing changed, the server adds no second one.`;
	const { detail } = error instanceof ApiError ? error : { detail: null };
	const said = detail === null ? '' : ` The server says: ${redactKeys(detail)}`;
	return `${reason}${said} Nothing was added. The text is kept, and Ctrl-x sends it again.`;
}
