import { choiceAt, choicesOf, type FilterKnown } from '../../state/filter/filter-choices.ts';
import { afterChange, type FilterDraft } from '../../state/filter/filter-draft.ts';
import { fillChoice, moveChoice, oneBack, openStep, takeAnswer } from '../../state/filter/filter-steps.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { cutText } from '../../text/cut.ts';
import { type Action, type ActionContext, type FilterLanguage, rowsIn } from '../action.ts';

/** The values that the filter modal offers, and the clock and zone for dates. */
export function filterKnown({ known, context }: FilterLanguage): FilterKnown {
	return { ...known, when: context };
}

/** Changes the filter draft on top, with its open question. */
export function changeStep(
	context: ActionContext,
	next: (draft: FilterDraft, known: FilterKnown) => FilterDraft,
): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'filter') return;
	const { draft } = overlay;
	const changed = afterChange(draft, next(draft, filterKnown(context.language())));
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'filter', draft: changed } });
}

/** In a list Tab goes to the next choice; in a field it inserts the offer. */
function tab(draft: FilterDraft, known: FilterKnown): FilterDraft {
	const step = openStep(draft);
	return step?.kind === 'value' && step.verb !== 'is'
		? fillChoice(draft, known)
		: moveChoice(draft, known, 1);
}

/** The effect of Enter on the open question: the offer that it takes, or that the typed text completes the row. */
function takeHint(state: UiState, language: FilterLanguage): string {
	const overlay = topOverlay(state);
	const step = overlay?.kind === 'filter' ? openStep(overlay.draft) : null;
	if (step === null) return 'ok';
	const known = filterKnown(language);
	const choices = choicesOf(step, known);
	const choice = choices[choiceAt(step, choices, known)];
	if (choice !== undefined) return `take “${shortened(choice.label === '' ? '""' : choice.label)}”`;
	if (step.kind === 'limit') return 'set the limit';
	return step.kind === 'value' && step.target.kind === 'new' ? 'add the condition' : 'change the condition';
}

/** Characters of an offer in the footer: with more, the other keys would have no room. */
const mostOfOffer = 24;

function shortened(text: string): string {
	const { text: start, left } = cutText(text, mostOfOffer);
	return left === 0 ? start : `${start}…`;
}

const stepRow = rowsIn('step', 'Overlays and typing', 'step', 'Filter row: ');

function row(
	verb: string,
	title: string,
	keys: readonly string[],
	next: (draft: FilterDraft, known: FilterKnown) => FilterDraft,
	hint?: Action['hint'],
): Action {
	return stepRow(verb, title, keys, (context) => changeStep(context, next), hint);
}

/** Actions while the filter asks for a row's column, operator or value. */
export const filterStepActions: readonly Action[] = [
	row('take', 'confirm', ['Enter'], takeAnswer, takeHint),
	row('back', 'one step back', ['Shift-Tab'], oneBack, 'back'),
	row('next', 'next choice', ['Down', 'Ctrl-n'], (draft, known) => moveChoice(draft, known, 1), 'choose'),
	row('previous', 'previous choice', ['Up', 'Ctrl-p'], (draft, known) => moveChoice(draft, known, -1)),
	row('fill', 'insert the suggestion, or next choice', ['Tab'], tab, 'fill'),
];
