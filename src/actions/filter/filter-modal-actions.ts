import { isSameQuery } from '../../filter/query-text/format-query-text.ts';
import { notify } from '../../state/events.ts';
import {
	afterChange,
	emptyGroups,
	type FilterDraft,
	isEdited,
	moveSelection,
	queryOf,
	reopened,
	selectedRow,
	takeBack,
} from '../../state/filter/filter-draft.ts';
import {
	addGroup,
	duplicateSelected,
	indentSelected,
	moveSelected,
	negateSelected,
	outdentSelected,
	rejoinSelected,
	removeSelected,
	selectedPlace,
	toggleSelected,
} from '../../state/filter/filter-edit.ts';
import { firstProblem, withRefusals } from '../../state/filter/filter-problems.ts';
import { askLimit, askNew, askRow, openStep, takeAll } from '../../state/filter/filter-steps.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';
import { filterKnown } from './filter-step-actions.ts';
import { showText } from './query-text-actions.ts';

function draftOnTop(context: ActionContext): FilterDraft | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'filter' ? overlay.draft : null;
}

function set({ dispatch }: ActionContext, draft: FilterDraft): void {
	dispatch({ type: 'overlay-change', overlay: { kind: 'filter', draft } });
}

/** Changes the draft. If the change returns null, shows `otherwise` as a notice. */
function change(
	context: ActionContext,
	next: (draft: FilterDraft) => FilterDraft | null,
	otherwise = '',
): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const changed = next(draft);
	if (changed !== null) set(context, afterChange(draft, changed));
	else notify(context, 'warn', otherwise);
}

/**
 * Opens the draft that was left, or else the filter in force, with the server's objections to it; without a filter,
 * asks for the first condition.
 */
function open(context: ActionContext): void {
	const { query, filterKept, filterLeft } = context.state();
	const { refusals } = context.view();
	const draft = filterLeft ?? withRefusals(reopened(query, filterKept), refusals);
	const isEmpty = filterLeft === null && draft.root.children.length === 0 && refusals.length === 0;
	context.dispatch({
		type: 'overlay-open',
		overlay: { kind: 'filter', draft: isEmpty ? askNew(draft) : draft },
	});
}

/** Applies the draft from any step: takes the typed answer first, and stays open if that or a row has a problem. */
export function applyFilter(context: ActionContext): void {
	const known = filterKnown(context.language());
	change(context, (now) => takeAll(now, known));
	const draft = draftOnTop(context);
	if (draft === null || openStep(draft) !== null) return;
	const wrong = firstProblem(draft);
	if (wrong !== null) {
		set(context, { ...draft, selected: wrong });
		return;
	}
	const query = queryOf(draft);
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'filter-keep', root: draft.root });
	const isSame = isSameQuery(query, context.state().query);
	// A refused filter may succeed now, so ask again even though the query is the same.
	if (isSame) context.services.refresh('list');
	else context.dispatch({ type: 'query', query });
	const empty = emptyGroups(draft.root);
	if (empty > 0)
		notify(context, 'plain', `${empty === 1 ? 'The empty group was' : 'Empty groups were'} left out.`);
}

/** Closes the filter from any step. A changed draft is kept, with its open question. */
export function leaveFilter(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'filter-leave', draft: isEdited(draft) ? draft : null });
	if (isEdited(draft)) notify(context, 'plain', 'Filter kept. f opens it again.');
}

/** Closes the filter and drops the changes; the filter in force stays. */
export function discardFilter(context: ActionContext): void {
	context.dispatch({ type: 'overlay-close' });
	context.dispatch({ type: 'filter-leave', draft: null });
	notify(context, 'plain', 'The changes of the filter were discarded.');
}

/** Why the draft on top cannot be discarded, as a sentence; null if it can. */
export function nothingToDiscard(context: ActionContext): string | null {
	const draft = draftOnTop(context);
	return draft !== null && isEdited(draft)
		? null
		: 'There is nothing to discard: the filter has not changed.';
}

function openSort(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	context.dispatch({
		type: 'overlay-open',
		overlay: { kind: 'sort', draft: { order: draft.order, selected: 0, attention: null } },
	});
}

function newGroup(draft: FilterDraft): FilterDraft {
	const added = addGroup(draft);
	return askNew(added.draft, { parent: added.id, index: 0 });
}

/** Runs the action of Enter for the row under the cursor. */
function enter(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	switch (draft.selected) {
		case 'apply':
			applyFilter(context);
			break;
		case 'discard':
			discardFilter(context);
			break;
		case 'order':
			openSort(context);
			break;
		case 'limit':
			change(context, askLimit);
			break;
		case 'add-condition':
			change(context, (now) => askNew(now));
			break;
		case 'add-group':
			change(context, newGroup);
			break;
		default:
			change(context, (now) =>
				selectedRow(now)?.node?.kind === 'condition' ? askRow(now, 'value') : askNew(now),
			);
	}
}

/** The effect of Enter on the row under the cursor, in a word or two. */
function enterHint(state: UiState): string {
	const overlay = topOverlay(state);
	const draft = overlay?.kind === 'filter' ? overlay.draft : null;
	switch (draft?.selected) {
		case 'apply':
			return 'apply';
		case 'discard':
			return 'discard';
		case 'order':
			return 'sort';
		case 'limit':
			return 'set the limit';
		case 'add-condition':
		case 'add-group':
			return 'add';
		default:
			return draft !== null && selectedRow(draft)?.node?.kind === 'condition' ? 'change' : 'add inside';
	}
}

function undo(context: ActionContext): void {
	const draft = draftOnTop(context);
	const before = draft === null ? null : takeBack(draft);
	if (before !== null) set(context, before);
	else notify(context, 'plain', 'There is no change of the filter to take back.');
}

function noNode(context: ActionContext): string | null {
	const draft = draftOnTop(context);
	return draft === null || selectedPlace(draft) === null
		? 'Move the cursor to a condition or a group first.'
		: null;
}

const row = rowsIn('filter', 'Overlays and typing', 'filter', 'Filter: ');

function nodeRow(
	verb: string,
	title: string,
	keys: readonly string[],
	next: (draft: FilterDraft) => FilterDraft | null,
	otherwise = '',
): Action {
	return { ...row(verb, title, keys, (context) => change(context, next, otherwise)), disabled: noNode };
}

/** Opens the filter from any pane. */
export const filterOpenAction: Action = {
	...row('open', '', ['f'], open, 'filter'),
	title: 'Filter on the server (conditions, groups, limit)',
	group: 'Find',
	scope: 'app',
};

/** Actions on the rows of the filter. */
export const filterModalActions: readonly Action[] = [
	row('enter', 'act on this row', ['Enter'], enter, enterHint),
	row('take-back', 'take back the last change', ['u'], undo, 'undo'),
	row('as-text', 'show it as query text, without applying', ['=', 'Ctrl-t'], showText, 'as text'),
	row('add', 'add a condition', ['a'], (context) => change(context, (draft) => askNew(draft)), 'add'),
	row('add-group', 'add a group', ['g'], (context) => change(context, newGroup), 'group'),
	{ ...nodeRow('toggle', 'switch on or off', ['Space'], toggleSelected), hint: 'off/on' },
	{ ...nodeRow('remove', 'remove', ['x', 'Delete'], removeSelected), hint: 'remove' },
	{ ...nodeRow('negate', 'negate', ['!'], negateSelected), hint: 'not' },
	nodeRow(
		'join',
		'switch the group between “and” and “or”',
		['o'],
		rejoinSelected,
		'“And” joins the rows at the top level. g adds a group.',
	),
	nodeRow('duplicate', 'duplicate', ['d'], duplicateSelected),
	nodeRow(
		'into-group',
		'move into the group above',
		['>', 'l', 'Right'],
		indentSelected,
		'There is no group directly above this row. g adds one.',
	),
	nodeRow(
		'out-of-group',
		'move out of the group',
		['<', 'h', 'Left'],
		outdentSelected,
		'This row is in no group.',
	),
	nodeRow('move-down', 'move the row down', ['J'], (draft) => moveSelected(draft, 1)),
	nodeRow('move-up', 'move the row up', ['K'], (draft) => moveSelected(draft, -1)),
	nodeRow('column', 'choose another column', ['c'], (draft) => askRow(draft, 'column')),
	nodeRow('operator', 'choose another operator', ['e'], (draft) => askRow(draft, 'verb')),
	row('sort', 'sort', ['s'], openSort),
	row('next', 'next row', ['j', 'Down', 'Tab'], (context) =>
		change(context, (draft) => moveSelection(draft, 1)),
	),
	row('previous', 'previous row', ['k', 'Up', 'Shift-Tab'], (context) =>
		change(context, (draft) => moveSelection(draft, -1)),
	),
	row('first', 'first row', ['Home'], (context) =>
		change(context, (draft) => moveSelection({ ...draft, selected: 'apply' }, 1)),
	),
	row('last', 'go to Apply', ['G', 'End'], (context) =>
		change(context, (draft) => ({ ...draft, selected: 'apply' })),
	),
];
