import {
	askVerbAgain,
	fillChoice,
	moveChoice,
	openStep,
	stepBack,
	takeAnswer,
} from '../state/filter-answer.ts';
import type { FilterDraft } from '../state/filter-draft.ts';
import type { FilterKnown } from '../state/filter-steps.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, ActionContext, FilterLanguage } from './action.ts';

/** What the filter modal offers and reads dates against. */
export function knownOf({ known, context }: FilterLanguage): FilterKnown {
	return { ...known, when: context };
}

function change(context: ActionContext, next: (draft: FilterDraft, known: FilterKnown) => FilterDraft): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'filter') return;
	const draft = next(overlay.draft, knownOf(context.language()));
	context.dispatch({ type: 'overlay-change', overlay: { kind: 'filter', draft } });
}

/** In a list Tab goes on; in a field it types what is offered. */
function tab(draft: FilterDraft, known: FilterKnown): FilterDraft {
	const step = openStep(draft);
	return step?.kind === 'value' && step.verb !== 'is'
		? fillChoice(draft, known)
		: moveChoice(draft, known, 1);
}

/** Back within a list; in a field, to the operator. */
function backTab(draft: FilterDraft, known: FilterKnown): FilterDraft {
	return openStep(draft)?.kind === 'value' ? askVerbAgain(draft) : moveChoice(draft, known, -1);
}

function row(
	verb: string,
	title: string,
	keys: readonly string[],
	next: (draft: FilterDraft, known: FilterKnown) => FilterDraft,
	hint?: string,
): Action {
	return {
		id: `step.${verb}`,
		title: `Filter row: ${title}`,
		group: 'Overlays and typing',
		scope: 'step',
		keys,
		...(hint === undefined ? {} : { hint }),
		mutates: false,
		run: (context) => change(context, next),
	};
}

/** What can be done while a row of the filter is asked for: its column, its operator, its value. */
export const filterStepActions: readonly Action[] = [
	row('take', 'take it', ['Enter'], takeAnswer, 'ok'),
	row('back', 'a step back', ['Esc'], stepBack, 'back'),
	row('next', 'next choice', ['Down', 'Ctrl-n'], (draft, known) => moveChoice(draft, known, 1), 'choose'),
	row('previous', 'previous choice', ['Up', 'Ctrl-p'], (draft, known) => moveChoice(draft, known, -1)),
	row('fill', 'type what is offered, or next choice', ['Tab'], tab, 'fill'),
	row('operator', 'choose the operator', ['Shift-Tab'], backTab, 'operator'),
];
