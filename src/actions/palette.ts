import type { UiState } from '../state/ui-state.ts';
import { topOverlay } from '../state/ui-state.ts';
import { createFuzzyFilter, fold, termsOf } from '../text/fuzzy.ts';
import type { Action, Group } from './action.ts';
import { oldIds } from './keys/bindings.ts';
import { liveScopes } from './keys/scopes.ts';
import { isMovement } from './keys/weights.ts';

/** Groups whose moves are left out: moving by name is slower than by key. */
const ofRows: readonly Group[] = ['In the list', 'In a conversation'];

/** The actions that the palette offers: those of the panes below it, each once, best first, without moves over rows. */
export function paletteActions(state: UiState, actions: readonly Action[]): readonly Action[] {
	const below = liveScopes({ ...state, overlays: [] });
	const overlay = topOverlay(state);
	const offered = actions.filter(
		({ id, scope, group }) =>
			below.includes(scope) && !(ofRows.includes(group) && isMovement(id)) && id !== 'palette.open',
	);
	return actionsNamed(overlay?.kind === 'palette' ? overlay.editor.text : '', offered);
}

/**
 * The actions whose title, other words or id contain every term of a text, best first: whole words before starts of
 * words before other parts. If there are none, those with a word that is one letter off.
 */
export function actionsNamed(text: string, actions: readonly Action[]): readonly Action[] {
	const terms = termsOf(text);
	if (terms.length === 0) return actions;
	const found = actions
		.map((action) => ({ action, score: scoreOf(action, terms) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.map(({ action }) => action);
	return found.length > 0 ? found : misspelt(text, actions);
}

const scores = { none: 0, part: 1, start: 2, word: 3 } as const;

/** Fewest letters that are looked for within words: two of them are in nearly every title. */
const partLength = 3;

/**
 * The sum over the terms; 0 if one of them is in no text of the action. Among equals, the beginning of the title comes
 * before other words, which were chosen for the action, and those before the rest of the title and the id.
 */
function scoreOf({ id, title, words = [] }: Action, terms: readonly string[]): number {
	const folded = fold(title);
	const others = fold(words.join(' '));
	const ids = fold([id, ...oldIds(id)].join(' '));
	let sum = 0;
	for (const term of terms) {
		const [inTitle, inOthers, inIds] = [folded, others, ids].map((text) => scoreIn(text, term));
		const best = Math.max(inTitle ?? 0, inOthers ?? 0, inIds ?? 0);
		if (best === scores.none) return 0;
		sum += best * 16 + (folded.startsWith(term) ? 8 : inOthers === best ? 4 : inTitle === best ? 2 : 0);
		sum += inIds === scores.word ? 1 : 0;
	}
	return sum;
}

const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** The best of the places where a folded text has a term. */
function scoreIn(text: string, term: string): number {
	let best: number = scores.none;
	for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
		if (isLetter(text[at - 1])) best = Math.max(best, term.length < partLength ? scores.none : scores.part);
		else if (isLetter(text[at + term.length])) best = Math.max(best, scores.start);
		else return scores.word;
	}
	return best;
}

function misspelt(text: string, actions: readonly Action[]): readonly Action[] {
	const words = actions.map((action) => fold([action.title, ...(action.words ?? [])].join(' ')));
	const found = createFuzzyFilter()({ exact: words.map(() => ''), ids: [], words }, text);
	return found.flatMap((index) => actions[index] ?? []);
}
