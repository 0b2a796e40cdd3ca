import { areaOf, type TextArea } from './text-area.ts';

/** Who a message can be from. The API takes any word for it; these are the ones that it is known to show. */
export const messageRoles = ['assistant', 'user', 'system'] as const;
type MessageRole = (typeof messageRoles)[number];

/** A message being written to a conversation. */
export type MessageDraft = {
	readonly role: MessageRole;
	readonly area: TextArea;
	/** The key of the last attempt and what it was for: the same message sent again must carry the same key. */
	readonly attempt: { readonly key: string; readonly role: MessageRole; readonly text: string } | null;
	readonly isSending: boolean;
	/** What became of the last attempt, where it did not arrive. */
	readonly problem: string | null;
};

/** A message nobody has written anything of. */
export const emptyMessage: MessageDraft = {
	role: 'assistant',
	area: areaOf(''),
	attempt: null,
	isSending: false,
	problem: null,
};

/** The draft with the next role, or the one before. */
export function turnRole(draft: MessageDraft, by: 1 | -1): MessageDraft {
	const at = messageRoles.indexOf(draft.role);
	const role = messageRoles[(at + by + messageRoles.length) % messageRoles.length] ?? draft.role;
	return { ...draft, role };
}

/** The draft on its way: with the key of the attempt before where that was for the same message, else with a new one. */
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

/** Whether something would be lost with the draft. */
export function isWorthKeeping({ area, isSending }: MessageDraft): boolean {
	return isSending || area.text.trim() !== '';
}
