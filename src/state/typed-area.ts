import { topOverlay, type UiState } from './ui-state.ts';

/** The text of several lines that is typed in now, and what a file of it is called; null where there is none. */
export function typedArea(state: UiState): { readonly text: string; readonly fileName: string } | null {
	const top = topOverlay(state);
	if (top?.kind === 'metadata' && top.draft.step?.kind === 'area') {
		const { text } = top.draft.step.area;
		// By its ending an editor tells what it is.
		return { text, fileName: /^\s*[[{]/.test(text) ? 'value.json' : 'value.txt' };
	}
	if (top?.kind !== 'message') return null;
	const draft = state.messages.get(top.id);
	return draft === undefined || draft.isSending ? null : { text: draft.area.text, fileName: 'message.txt' };
}
