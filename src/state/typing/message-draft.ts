import { areaOf, type TextArea } from './text-area.ts';

/** The senders of a message. The API accepts any word; these are the ones it is known to show. */
export const messageRoles = ['assistant', 'user', 'system'] as const;
type MessageRole = (typeof messageRoles)[number];

/** A message being written to a conversation. */
export type MessageDraft = {
	readonly role: MessageRole;
	readonly area: TextArea;
	/** The idempotency key of the last attempt, with its content: resending the same message must reuse the key. */
	readonly attempt: { readonly key: string; readonly role: MessageRole; readonly text: string } | null;
	readonly isSending: boolean;
	/** Why the last attempt failed; null if it did not. */
	readonly problem: string | null;
};

/** A message without text. */
export const emptyMessage: MessageDraft = {
	role: 'assistant',
	area: areaOf(''),
	attempt: null,
	isSending: false,
	problem: null,
};

/** The draft with the next or previous role. */
export function turnRole(draft: MessageDraft, by: 1 | -1): MessageDraft {
	const at = messageRoles.indexOf(draft.role);
	const role = messageRoles[(at + by + messageRoles.length) % messageRoles.length] ?? draft.role;
	return { ...draft, role };
}

/** The draft being sent: with the previous key if the message is the same, else with a new one. */
export function sendMessage(
	draft: MessageDraft,
	newKey: () => string,
): MessageDraft & {
	readonly attempt: NonNullable<MessageDraft['attempt']>;
} {
	const { role, attempt } = draft;
	const { text } = draft.area;
	const isAgain = attempt !== null && attempt.role === role && attempt.text === text;
	const key = isAgain ? attempt.key : newKey();
	return { ...draft, attempt: { key, role, text }, isSending: true, problem: null };
}

/** True if discarding the draft would lose something. */
export function isWorthKeeping({ area, isSending }: MessageDraft): boolean {
	return isSending || area.text.trim() !== '';
}
