import type { UiState } from '../state/ui-state.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, Group } from './action.ts';
import { liveScopes } from './scopes.ts';

/** Moving by name is slower than moving. */
const leftOut: readonly Group[] = ['In the list', 'In a conversation'];

/** The actions that the palette offers in a state: those of the panes below it, each once, the moves left out. */
export function paletteActions(state: UiState, actions: readonly Action[]): readonly Action[] {
	const below = liveScopes({ ...state, overlays: [] });
	const overlay = topOverlay(state);
	const words = overlay?.kind === 'palette' ? overlay.editor.text : '';
	const offered = actions.filter(
		(action) =>
			below.includes(action.scope) && !leftOut.includes(action.group) && action.id !== 'palette.open',
	);
	return offered
		.map((action) => ({ action, score: fuzzyScore(`${action.title} ${action.id}`, words) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ action }) => action);
}

/**
 * How well the letters of `wanted` are found, in order, in `text`: 0 for not at all; more for whole words, for starts of
 * words and for letters side by side. Case does not count, blanks in `wanted` neither.
 */
export function fuzzyScore(text: string, wanted: string): number {
	const hay = text.toLowerCase();
	const needle = wanted.toLowerCase().replaceAll(' ', '');
	if (needle === '') return 1;
	const whole = hay.indexOf(wanted.toLowerCase().trim());
	let score = whole >= 0 ? 1000 - whole : 0;
	let at = -1;
	for (const letter of needle) {
		const next = hay.indexOf(letter, at + 1);
		if (next < 0) return 0;
		const startsWord = next === 0 || /[^\p{L}\p{N}]/u.test(hay[next - 1] ?? ' ');
		score += 1 + (next === at + 1 ? 4 : 0) + (startsWord ? 3 : 0);
		at = next;
	}
	return score;
}
