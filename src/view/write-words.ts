import { type Conversation, titleOf } from '../domain/conversation.ts';
import type { UiState } from '../state/ui-state.ts';
import { idsUnderWay, type UnderWay, underWay } from '../state/under-way.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { clip } from '../text/width.ts';

const verbs: Readonly<Record<UnderWay, SafeText>> = {
	deleting: t`Deleting`,
	'taking-over': t`Taking over`,
	'handing-back': t`Handing back`,
	'marking-done': t`Marking done`,
	'opening-again': t`Reopening`,
	saving: t`Saving`,
	sending: t`Sending your message to`,
};

/** Cells for the title of a conversation. */
const titleCells = 30;

/** The writes that the server has not confirmed, until it has: the only one by name, several as a count; empty for none. */
export function writeWords(state: UiState, conversationOf: (id: string) => Conversation | null): SafeText {
	const making = state.edits.making === 0 ? [] : [t`Creating a conversation…`];
	const writes = idsUnderWay(state).flatMap((id) => {
		const conversation = conversationOf(id);
		const kind = underWay(state, { id, metadata: conversation?.metadata ?? {} });
		if (kind === null) return [];
		const title = clip(safe(conversation === null ? id : titleOf(conversation)), titleCells);
		return [t`${verbs[kind]} ${title}…`];
	});
	const all = [...writes, ...making];
	return all.length > 1 ? t`${all.length} writes under way…` : (all[0] ?? nothing);
}
