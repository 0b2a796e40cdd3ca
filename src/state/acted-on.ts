import type { Overlay } from './overlay.ts';
import { topOverlay, type UiState } from './ui-state.ts';

/**
 * A text that identifies the target of a key, or the open question: two states with the same text offer the same choice
 * about the same conversations. Typing, scrolling and notices do not change it.
 */
export function actedOn(state: UiState): string {
	const { focus, selectedId, marks, quitArmed, overlays } = state;
	return JSON.stringify([focus, selectedId, numberOf(marks.ids), quitArmed, overlays.map(askedBy)]);
}

const numbers = new WeakMap<object, number>();
let count = 0;

/** A stable number for a set of marks or a question; another object gets another number. */
function numberOf(value: object): number {
	const known = numbers.get(value);
	if (known !== undefined) return known;
	count += 1;
	numbers.set(value, count);
	return count;
}

/** True while a question is on top: keys pressed before it is on screen are no answer. */
export function isAsking(state: UiState): boolean {
	const top = topOverlay(state);
	if (top?.kind === 'dialog') return true;
	if (top?.kind === 'views') return top.draft.isDeleting;
	return top?.kind === 'metadata' && top.draft.step?.kind === 'guard';
}

function askedBy(overlay: Overlay): unknown {
	switch (overlay.kind) {
		case 'dialog':
			return [overlay.kind, numberOf(overlay.dialog.ask), overlay.dialog.focus];
		case 'metadata': {
			const { draft } = overlay;
			const { target, step } = draft;
			return [overlay.kind, target.kind === 'edit' ? target.id : null, step?.kind];
		}
		case 'copy': {
			const { id, marked, pane, block, selected } = overlay.draft;
			return [overlay.kind, id, marked, pane, block, selected];
		}
		case 'palette':
			return [overlay.kind, overlay.editor.text, overlay.selected];
		case 'views':
			return [overlay.kind, overlay.draft.selected, overlay.draft.isDeleting];
		case 'records':
			return [overlay.kind, overlay.draft.what, overlay.draft.selected];
		case 'batch':
			return [overlay.kind, overlay.batchId];
		case 'config':
			return [overlay.kind, overlay.draft.files[overlay.draft.selected]?.path];
		case 'accounts':
			return [overlay.kind, overlay.draft.selected];
		case 'message':
		case 'json':
			return [overlay.kind, overlay.id];
		case 'conflict':
			return [overlay.kind, overlay.draft.save.id];
		case 'prompt':
			return [overlay.kind, overlay.purpose];
		default:
			return overlay.kind;
	}
}
