import { rangeOf } from '../state/marks.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';

/** A row that cannot be read has no id that anything could be done to. */
function markable(context: ActionContext, ids: readonly string[]): readonly string[] {
	const view = context.view();
	return ids.filter((id) => view.conversationOf(id) !== null);
}

function mark(context: ActionContext): void {
	const { selectedId, marks } = context.state();
	const { listIds: ids, listHeight: height } = context.view();
	if (selectedId === null) return;
	const isMarked = !marks.ids.has(selectedId);
	context.dispatch({ type: 'mark', ids: markable(context, [selectedId]), isMarked, last: selectedId });
	context.dispatch({ type: 'list-move', ids, height, by: 1 });
}

function markRange(context: ActionContext): void {
	const { selectedId, marks } = context.state();
	if (selectedId === null) return;
	const ids = markable(context, rangeOf(context.view().listIds, marks.last, selectedId));
	context.dispatch({ type: 'mark', ids, isMarked: true, last: selectedId });
	if (marks.last !== null) return;
	const text = 'Marked from here. Move on and press V again: all rows up to there are marked.';
	context.dispatch({ type: 'notice', notice: { tone: 'plain', text } });
}

/** All that the filter finds, which are loaded for it; of a list that is searched, the rows that were found. */
function markAll(context: ActionContext): void {
	const { narrowedTo, marks } = context.state();
	if (narrowedTo === null) {
		context.services.runs.markAll();
		return;
	}
	const ids = markable(context, context.view().listIds);
	const areAll = ids.every((id) => marks.ids.has(id));
	context.dispatch({ type: 'mark', ids, isMarked: !areAll, last: ids.at(-1) ?? null });
}

function noRow(context: ActionContext): string | null {
	return context.view().listIds.length === 0 ? 'There are no conversations in the list.' : null;
}

const row = rowsIn('mark', 'In the list', 'list');

/** Marking conversations, to do something to all of them. */
export const markActions: readonly Action[] = [
	{ ...row('toggle', 'Mark, or take the mark away', ['Space'], mark, 'mark'), disabled: noRow },
	{ ...row('range', 'Mark all from the last mark to here', ['V'], markRange), disabled: noRow },
	{
		...row('all', 'Mark all that the filter finds, or none', ['*'], markAll),
		disabled: noRow,
	},
	{
		...row('clear', 'Take all marks away', ['Ctrl-\\'], ({ dispatch }) => dispatch({ type: 'marks-clear' })),
		scope: 'app',
		disabled: ({ state }) => (state().marks.ids.size === 0 ? 'Nothing is marked.' : null),
	},
];
