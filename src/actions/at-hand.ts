import type { Conversation } from '../domain/conversation.ts';
import type { ActionContext } from './action.ts';

/** The conversation that an action is about: under the list's cursor there, the open one elsewhere. Null for none that can be read. */
export function conversationAtHand({ state, view }: ActionContext): Conversation | null {
	const { focus, selectedId, openId } = state();
	const id = focus === 'list' ? selectedId : openId;
	return id === null ? null : view().conversationOf(id);
}

/** Why nothing can be done to the conversation at hand; null where there is one. */
export function noneAtHand(context: ActionContext): string | null {
	return conversationAtHand(context) === null ? 'No conversation is chosen.' : null;
}
