import { isSameQuery } from '../../filter/query-text/format-query-text.ts';
import { notify } from '../../state/events.ts';
import { askLimit, askNew, askRow } from '../../state/filter/filter-answer.ts';
import {
	type FilterDraft,
	moveSelection,
	queryOf,
	reopened,
	selectedRow,
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
import { topOverlay } from '../../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from '../action.ts';

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
	if (changed !== null) set(context, changed);
	else notify(context, 'warn', otherwise);
}

/** Opens the filter in force with the server's objections to it; without a filter, asks for the first condition. */
function open(context: ActionContext): void {
	const { query, filterKept } = context.state();
	const { refusals } = context.view();
	const draft = withRefusals(reopened(query, filterKept), refusals);
	const isEmpty = draft.root.children.length === 0 && refusals.length === 0;
	context.dispatch({
		type: 'overlay-open',
		overlay: { kind: 'filter', draft: isEmpty ? askNew(draft) : draft },
	});
}

function apply(context: ActionContext): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
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
			apply(context);
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
				selectedRow(now)?.node?.kind === 'group' ? askNew(now) : askRow(now, 'value'),
			);
	}
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
export const filterRowActions: readonly Action[] = [
	row('enter', 'change this row or apply', ['Enter'], enter, 'change'),
	row('apply', 'apply', ['Ctrl-a'], apply, 'apply'),
	row(
		'cancel',
		'close without changes',
		['Esc', 'q'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'cancel',
	),
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
