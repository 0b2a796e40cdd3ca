import { notify } from '../state/events.ts';
import { emptyMessage, isWorthKeeping, type MessageDraft, turnRole } from '../state/typing/message-draft.ts';
import { topOverlay } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { cannotWrite, conversationAtHand } from './targets.ts';

function open(context: ActionContext): void {
	const conversation = conversationAtHand(context);
	if (conversation === null) return;
	const { id } = conversation;
	const draft = context.state().messages.get(id) ?? emptyMessage;
	context.dispatch({ type: 'message', id, draft });
	context.dispatch({ type: 'overlay-open', overlay: { kind: 'message', id } });
	if (isWorthKeeping(draft) && !draft.isSending && draft.problem === null)
		notify(context, 'warn', 'This is your message, not sent yet. Ctrl-r discards it.');
}

/** The message draft on top; null if no message is open. */
function written({ state }: ActionContext): { readonly id: string; readonly draft: MessageDraft } | null {
	const top = topOverlay(state());
	const draft = top?.kind === 'message' ? state().messages.get(top.id) : undefined;
	return top?.kind === 'message' && draft !== undefined ? { id: top.id, draft } : null;
}

function turn(context: ActionContext, by: 1 | -1): void {
	const message = written(context);
	if (message === null || message.draft.isSending) return;
	context.dispatch({ type: 'message', id: message.id, draft: turnRole(message.draft, by) });
}

/** Adds the message on top to its conversation. */
export function sendMessage(context: ActionContext): void {
	const message = written(context);
	if (message !== null) context.services.messages.send(message.id);
}

/** Why the message on top cannot be sent, as a sentence; null if it can. */
export function cannotSend(context: ActionContext): string | null {
	const message = written(context);
	if (message === null) return 'No message is being written.';
	if (message.draft.isSending) return 'The message is being sent.';
	return message.draft.area.text.trim() === '' ? 'The message is empty: nothing was sent.' : null;
}

/** Closes the message on top and keeps its draft, if there is anything to keep. */
export function leaveMessage(context: ActionContext): void {
	const message = written(context);
	if (message === null) return;
	context.dispatch({ type: 'overlay-close' });
	if (!isWorthKeeping(message.draft)) context.dispatch({ type: 'message', id: message.id, draft: null });
	else if (!message.draft.isSending) {
		const text =
			message.draft.problem === null
				? 'The message was not sent. tconv keeps it; m reopens it.'
				: 'tconv keeps the message; m reopens it and shows its state.';
		notify(context, 'plain', text);
	}
}

/** Drops the draft of the message on top. */
export function discardMessage(context: ActionContext): void {
	const message = written(context);
	if (message === null) return;
	context.dispatch({ type: 'message', id: message.id, draft: null });
	notify(context, 'plain', 'The message was discarded. Nothing was sent.');
}

/** Why the message on top cannot be discarded, as a sentence; null if it can. */
export function cannotDiscard(context: ActionContext): string | null {
	const message = written(context);
	if (message?.draft.isSending) return 'The message is being sent.';
	return message !== null && isWorthKeeping(message.draft) ? null : 'There is nothing to discard.';
}

const row = rowsIn('message', 'Overlays and typing', 'message', 'Message: ');

/** Actions for writing a message to a conversation. */
export const messageActions: readonly Action[] = [
	{
		...row('open', '', ['m'], open),
		title: 'Add a message to the conversation',
		words: ['reply', 'send', 'write'],
		group: 'Conversation',
		scope: 'app',
		mutates: true,
		disabled: cannotWrite,
	},
	row('role', 'next sender', ['Tab'], (context) => turn(context, 1), 'from'),
	row('role-back', 'previous sender', ['Shift-Tab'], (context) => turn(context, -1)),
];
