import type { UiState } from '../state/ui-state.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, Group } from './action.ts';
import { oldIds } from './keys/bindings.ts';
import { liveScopes } from './keys/scopes.ts';

/** Moving by name is slower than by key. */
const leftOut: readonly Group[] = ['In the list', 'In a conversation'];

/** The actions that the palette offers: those of the panes below it, each once, without the moves. */
export function paletteActions(state: UiState, actions: readonly Action[]): readonly Action[] {
	const below = liveScopes({ ...state, overlays: [] });
	const overlay = topOverlay(state);
	const words = overlay?.kind === 'palette' ? overlay.editor.text : '';
	const offered = actions.filter(
		(action) =>
			below.includes(action.scope) && !leftOut.includes(action.group) && action.id !== 'palette.open',
	);
	return offered
		.map((action) => ({
			action,
			score: fuzzyScore([action.title, action.id, ...oldIds(action.id)].join(' '), words),
		}))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ action }) => action);
}

/**
 * Scores a fuzzy match of `wanted` in `text`: 0 if the letters do not occur in order; higher for whole words, word
 * starts and adjacent letters. Ignores case, and blanks in `wanted`.
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
