import { toQueryString } from '../filter/format.ts';
import { askLimit, askNew, askRow } from '../state/filter-answer.ts';
import { type FilterDraft, moveSelection, queryOf, reopened, selectedRow } from '../state/filter-draft.ts';
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
} from '../state/filter-edit.ts';
import { firstProblem, withRefusals } from '../state/filter-problems.ts';
import { topOverlay } from '../state/ui-state.ts';
import type { Action, ActionContext } from './action.ts';

function draftOnTop(context: ActionContext): FilterDraft | null {
	const overlay = topOverlay(context.state());
	return overlay?.kind === 'filter' ? overlay.draft : null;
}

function set({ dispatch }: ActionContext, draft: FilterDraft): void {
	dispatch({ type: 'overlay-change', overlay: { kind: 'filter', draft } });
}

/** Changes the draft; where the change is null it says why there is none. */
function change(
	context: ActionContext,
	next: (draft: FilterDraft) => FilterDraft | null,
	otherwise = '',
): void {
	const draft = draftOnTop(context);
	if (draft === null) return;
	const changed = next(draft);
	if (changed !== null) set(context, changed);
	else context.dispatch({ type: 'notice', notice: { tone: 'warn', text: otherwise } });
}

/** The filter as it is asked for now, with what the server said against it; where there is none, the first question. */
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
	const isSame = toQueryString(query) === toQueryString(context.state().query);
	// What was refused may be taken now: asked once more, it is no other filter.
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

/** What Enter does on the row under the cursor. */
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
		? 'Put the cursor on a condition or a group first.'
		: null;
}

function row(
	verb: string,
	title: string,
	keys: readonly string[],
	run: (context: ActionContext) => void,
	more: Pick<Action, 'hint' | 'disabled'> = {},
): Action {
	return {
		id: `filter.${verb}`,
		title: `Filter: ${title}`,
		group: 'Overlays and typing',
		scope: 'filter',
		keys,
		mutates: false,
		...more,
		run,
	};
}

function nodeRow(
	verb: string,
	title: string,
	keys: readonly string[],
	next: (draft: FilterDraft) => FilterDraft | null,
	otherwise = '',
): Action {
	return row(verb, title, keys, (context) => change(context, next, otherwise), { disabled: noNode });
}

/** The way into the filter, from everywhere. */
export const filterOpenAction: Action = {
	...row('open', '', ['f'], open, { hint: 'filter' }),
	title: 'Filter on the server: conditions, groups, limit',
	group: 'Find',
	scope: 'app',
};

/** What can be done to the rows of the filter. */
export const filterRowActions: readonly Action[] = [
	row('enter', 'change this row, or apply', ['Enter'], enter, { hint: 'change' }),
	row('apply', 'apply', ['Ctrl-a'], apply, { hint: 'apply' }),
	row('cancel', 'leave it as it was', ['Esc', 'q'], ({ dispatch }) => dispatch({ type: 'overlay-close' }), {
		hint: 'cancel',
	}),
	row('add', 'add a condition', ['a'], (context) => change(context, (draft) => askNew(draft)), {
		hint: 'add',
	}),
	row('add-group', 'add a group', ['g'], (context) => change(context, newGroup), { hint: 'group' }),
	{ ...nodeRow('toggle', 'switch off, or on', ['Space'], toggleSelected), hint: 'off/on' },
	{ ...nodeRow('remove', 'remove', ['x', 'Delete'], removeSelected), hint: 'remove' },
	{ ...nodeRow('negate', 'not', ['!'], negateSelected), hint: 'not' },
	nodeRow(
		'join',
		'join the group by “and”, or by “or”',
		['o'],
		rejoinSelected,
		'Rows at the top are joined by “and”. g makes a group.',
	),
	nodeRow('duplicate', 'duplicate', ['d'], duplicateSelected),
	nodeRow(
		'into-group',
		'move into the group above',
		['>', 'l', 'Right'],
		indentSelected,
		'There is no group right above to move it into. g makes one.',
	),
	nodeRow('out-of-group', 'move out of the group', ['<', 'h', 'Left'], outdentSelected, 'It is in no group.'),
	nodeRow('move-down', 'move the row down', ['J'], (draft) => moveSelected(draft, 1)),
	nodeRow('move-up', 'move the row up', ['K'], (draft) => moveSelected(draft, -1)),
	nodeRow('column', 'another column', ['c'], (draft) => askRow(draft, 'column')),
	nodeRow('operator', 'another operator', ['e'], (draft) => askRow(draft, 'verb')),
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
	row('last', 'to Apply', ['G', 'End'], (context) =>
		change(context, (draft) => ({ ...draft, selected: 'apply' })),
	),
];
