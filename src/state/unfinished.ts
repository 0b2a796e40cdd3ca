import { isWorthKeeping } from './message-draft.ts';
import type { UiState } from './ui-state.ts';

/** What quitting now would lose, or leave in the middle, in a sentence; null for nothing. */
export function unfinishedWork({ edits, jsonEdits, messages, deletions }: UiState): string | null {
	const count = (many: number, one: string, more: string): string[] =>
		many === 0 ? [] : [many === 1 ? `1 ${one}` : `${many} ${more}`];
	const written = [...messages.values()].filter((draft) => !draft.isSending && isWorthKeeping(draft)).length;
	const sending = [...messages.values()].filter(({ isSending }) => isSending).length;
	const deleting = [...deletions.values()].filter((stage) => stage === 'deleting').length;
	const parts = [
		...count(
			edits.saving.size + edits.making + sending + deleting,
			'write is still under way',
			'writes are still under way',
		),
		...count(edits.kept.size + jsonEdits.size, 'edit was not saved', 'edits were not saved'),
		...count(written, 'message was not sent', 'messages were not sent'),
	];
	return parts.length === 0 ? null : `${parts.join(', ')}.`;
}
