import type { Dialog } from '../../state/dialog.ts';
import { isTextRow } from '../../state/exports.ts';
import { openStep } from '../../state/filter/filter-steps.ts';
import { type MetadataDraft, typedStep } from '../../state/metadata/metadata-draft.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import type { ScopeName } from '../action.ts';

/** The live scopes, highest precedence first. */
export function liveScopes(state: UiState): readonly ScopeName[] {
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case 'help':
			return overlay.search?.isTyping === true ? ['search', 'field', 'global'] : ['help', 'global'];
		case 'views':
			return ['views', 'global'];
		case 'query':
			return ['query', 'field', 'form', 'draft', 'global'];
		case 'filter':
			return openStep(overlay.draft) === null
				? ['filter', 'form', 'draft', 'global']
				: ['step', 'field', 'form', 'draft', 'global'];
		case 'sort':
			return ['sort', 'global'];
		case 'copy':
			return ['copy', 'global'];
		case 'palette':
			return ['palette', 'field', 'global'];
		case 'prompt':
			return overlay.purpose === 'tag'
				? ['prompt', 'field', 'form', 'draft', 'global']
				: ['prompt', 'field', 'global'];
		case 'dialog':
			// In a focused field, Left and Right move the text cursor.
			if (overlay.dialog.focus === 'field') return ['field', 'dialog', 'global'];
			return isSetting(overlay.dialog) ? ['dialog', 'form', 'global'] : ['dialog', 'global'];
		case 'conflict':
			return ['conflict', 'form', 'draft', 'global'];
		case 'json':
			return ['json', 'global'];
		case 'config':
			return ['config', 'global'];
		case 'accounts':
			return ['accounts', 'global'];
		case 'records':
			return overlay.draft.what === 'trash' ? ['trash', 'records', 'global'] : ['records', 'global'];
		case 'batch':
			return ['batch', 'global'];
		case 'batches':
			return ['batches', 'global'];
		case 'export':
			return isTextRow(overlay.draft.row)
				? ['export', 'field', 'form', 'draft', 'global']
				: ['export', 'choice', 'form', 'draft', 'global'];
		case 'redaction':
			return ['redaction', 'form', 'draft', 'global'];
		case 'message':
			return ['message', 'area', 'field', 'form', 'draft', 'global'];
		case 'metadata':
			return metadataScopes(overlay.draft);
		case undefined:
			return [...paneScopes(state), 'app', 'global'];
	}
}

function metadataScopes({ step }: MetadataDraft): readonly ScopeName[] {
	if (step === null) return ['metadata', 'form', 'draft', 'global'];
	if (step.kind === 'diff') return ['diff', 'form', 'draft', 'global'];
	if (step.kind === 'area') return ['editor', 'area', 'field', 'form', 'draft', 'global'];
	if (typedStep(step) === null) return ['confirm', 'draft', 'global'];
	return ['input', 'field', 'form', 'draft', 'global'];
}

/** True for a question of the batch that sets or removes a key. */
function isSetting({ ask }: Dialog): boolean {
	return ask.what === 'batch' && (ask.task.kind === 'set-key' || ask.task.kind === 'remove-key');
}

function paneScopes(state: UiState): readonly ScopeName[] {
	if (state.focus === 'list') return ['list'];
	const { focus } = state;
	const hasOwn = focus === 'transcript' || focus === 'insights' || focus === 'waits';
	return hasOwn ? [focus, 'detail'] : ['detail'];
}

/** True if printable keys are text. */
export function isTyping(state: UiState): boolean {
	const overlay = topOverlay(state);
	if (overlay?.kind === 'filter') return openStep(overlay.draft) !== null;
	if (overlay?.kind === 'metadata') {
		const { step } = overlay.draft;
		return step?.kind === 'area' || typedStep(step) !== null;
	}
	if (overlay?.kind === 'help') return overlay.search?.isTyping === true;
	if (overlay?.kind === 'dialog') return overlay.dialog.focus === 'field';
	if (overlay?.kind === 'export') return isTextRow(overlay.draft.row);
	const kind = overlay?.kind;
	return kind === 'palette' || kind === 'query' || kind === 'prompt' || kind === 'message';
}
