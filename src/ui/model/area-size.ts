import { topOverlay, type UiState } from '../../state/ui-state.ts';
import type { View } from '../../state/view.ts';
import type { Size } from '../geometry.ts';
import { messageIn } from '../modals/message-modal.tsx';
import { longValueSize } from '../modals/metadata-area.tsx';

/** The room of the area that is typed in, as its modal draws it; null where none is. */
export function areaSizeOf(state: UiState, size: Size, conversationOf: View['conversationOf']): View['area'] {
	const top = topOverlay(state);
	if (top?.kind === 'metadata') return top.draft.step?.kind === 'area' ? longValueSize(size) : null;
	const draft = top?.kind === 'message' ? state.messages.get(top.id) : undefined;
	if (top?.kind !== 'message' || draft === undefined) return null;
	return messageIn(draft, conversationOf(top.id), size).area;
}
