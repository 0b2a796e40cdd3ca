import { openStep } from '../state/filter-answer.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import type { ScopeName } from './action.ts';

/** The live scopes, the one that is asked first in front. */
export function liveScopes(state: UiState): readonly ScopeName[] {
	const overlay = topOverlay(state);
	switch (overlay?.kind) {
		case 'help':
			return ['help', 'global'];
		case 'views':
			return ['views', 'global'];
		case 'line':
			return ['line', 'field', 'global'];
		case 'filter':
			return openStep(overlay.draft) === null ? ['filter', 'global'] : ['step', 'field', 'global'];
		case 'sort':
			return ['sort', 'global'];
		case 'palette':
			return ['palette', 'field', 'global'];
		case 'prompt':
			return ['prompt', 'field', 'global'];
		case undefined:
			return [...paneScopes(state), 'app', 'global'];
	}
}

function paneScopes(state: UiState): readonly ScopeName[] {
	if (state.focus === 'list') return ['list'];
	const isOfTurns = state.focus === 'transcript' || state.focus === 'waits';
	return isOfTurns ? [state.focus, 'detail'] : ['detail'];
}

/** True where printable keys are text. */
export function isTyping(state: UiState): boolean {
	const overlay = topOverlay(state);
	if (overlay?.kind === 'filter') return openStep(overlay.draft) !== null;
	const kind = overlay?.kind;
	return kind === 'palette' || kind === 'line' || kind === 'prompt';
}
