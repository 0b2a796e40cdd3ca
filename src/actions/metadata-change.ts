import type { Known } from '../filter/line/complete-line.ts';
import type { MetadataDraft } from '../state/metadata-draft.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { ActionContext } from './action.ts';

/** The draft in the metadata editor that is on top; null where there is none. */
export function draftOnTop({ state }: ActionContext): MetadataDraft | null {
	const overlay = topOverlay(state());
	return overlay?.kind === 'metadata' ? overlay.draft : null;
}

/** Makes an action's doing out of a change of the draft on top. */
export function changing(
	change: (draft: MetadataDraft, known: Known) => MetadataDraft,
): (context: ActionContext) => void {
	return (context) => {
		const draft = draftOnTop(context);
		if (draft === null) return;
		const next = change(draft, context.language().known);
		context.dispatch({ type: 'overlay-change', overlay: { kind: 'metadata', draft: next } });
	};
}

/** Says something that the user should know before going on. */
export function tell({ dispatch }: ActionContext, text: string): void {
	dispatch({ type: 'notice', notice: { tone: 'warn', text } });
}
