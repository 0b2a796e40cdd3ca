import type { QueryClient } from '@tanstack/react-query';
import type { MessageService } from '../../actions/message-service.ts';
import { ApiError } from '../../api/errors.ts';
import { sendMessage } from '../../state/message-draft.ts';
import { sentenceOf } from '../lines/error-lines.ts';
import type { Program } from '../program.ts';
import { refreshConversation } from '../queries/refresh-conversation.ts';

/** Kinds of failure after which nobody knows whether the message was added. */
const uncertain: ReadonlySet<string> = new Set(['network', 'timeout', 'server', 'bad-response']);

/** Sends messages. What is shown as added is what the server has: its transcript is read again. */
export function createMessages(program: Program, client: QueryClient): MessageService {
	const { api, store } = program;
	const send = async (id: string): Promise<void> => {
		const draft = store.getState().messages.get(id);
		if (draft === undefined || draft.isSending) return;
		const sending = sendMessage(draft, () => crypto.randomUUID());
		const { key, role, text } = sending.attempt;
		store.dispatch({ type: 'message', id, draft: sending });
		try {
			await api.addMessage(id, { role, content: text }, { idempotencyKey: key });
		} catch (error) {
			const problem = whatFailed(error);
			store.dispatch({ type: 'message', id, draft: { ...sending, isSending: false, problem } });
			store.dispatch({ type: 'notice', notice: { tone: 'bad', text: problem } });
			return;
		}
		store.dispatch({ type: 'message', id, draft: null });
		const added = 'The message is in the history. Whether it reaches the caller, Telnyx does not say.';
		store.dispatch({ type: 'notice', notice: { tone: 'good', text: added } });
		void client.invalidateQueries({ queryKey: ['messages', id] });
		void refreshConversation(client, api, id);
	};
	return { send: (id) => void send(id) };
}

function whatFailed(error: unknown): string {
	const reason = error instanceof Error ? sentenceOf(error) : String(error);
	if (error instanceof ApiError && uncertain.has(error.kind)) {
		return `${reason} The message may have been added. Ctrl-x sends it again, and cannot add it twice.`;
	}
	return `${reason} Nothing was added. The text is kept; Ctrl-x sends it again.`;
}
