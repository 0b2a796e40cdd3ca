import { type Conversation, isAiDisabled, type Metadata } from '../domain/conversation.ts';
import { triageStatus } from '../domain/triage.ts';
import type { UiState } from './ui-state.ts';

/** A write that the server has not confirmed; the screen does not show it as done. */
export type UnderWay =
	| 'deleting'
	| 'taking-over'
	| 'handing-back'
	| 'marking-done'
	| 'opening-again'
	| 'saving'
	| 'sending';

/** The unconfirmed write of a conversation, the most important one if there are several; null for none. */
export function underWay(
	{ deletions, edits, messages }: Pick<UiState, 'deletions' | 'edits' | 'messages'>,
	conversation: Pick<Conversation, 'id' | 'metadata'>,
): UnderWay | null {
	const { id } = conversation;
	if (deletions.get(id) === 'deleting') return 'deleting';
	const metadata = edits.saving.get(id);
	if (metadata !== undefined) return savingOf(conversation.metadata, metadata);
	return messages.get(id)?.isSending === true ? 'sending' : null;
}

/** The conversations with an unconfirmed write. */
export function idsUnderWay({
	deletions,
	edits,
	messages,
}: Pick<UiState, 'deletions' | 'edits' | 'messages'>): readonly string[] {
	const ids = new Set(edits.saving.keys());
	for (const [id, stage] of deletions) if (stage === 'deleting') ids.add(id);
	for (const [id, { isSending }] of messages) if (isSending) ids.add(id);
	return [...ids];
}

/** The kind of change that saving a map makes, in the user's terms. */
function savingOf(before: Metadata, after: Metadata): UnderWay {
	const isDisabled = isAiDisabled({ metadata: after });
	if (isDisabled !== isAiDisabled({ metadata: before })) return isDisabled ? 'taking-over' : 'handing-back';
	const status = triageStatus(after);
	if (status !== triageStatus(before)) return status === 'done' ? 'marking-done' : 'opening-again';
	return 'saving';
}
