import { titleOf } from '../domain/conversation.ts';
import type { Known } from '../filter/query-text/offers.ts';
import { metadataColumn } from '../filter/tree.ts';
import { notify } from '../state/events.ts';
import { rangeOf } from '../state/marks.ts';
import { topOverlay } from '../state/ui-state.ts';
import { countText } from '../text/count.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { conversationAtHand, noneAtHand } from './targets.ts';

/** The ids of rows that can be read; an unreadable row has no id to act on. */
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
	notify(context, 'plain', 'Range starts here. Move, then press V again to mark all rows between.');
}

/** Marks the current conversation where it stands, and says so: the list with its marks may not be on the screen. */
function markOpen(context: ActionContext): void {
	const one = conversationAtHand(context);
	if (one === null) return;
	const isMarked = !context.state().marks.ids.has(one.id);
	context.dispatch({ type: 'mark', ids: [one.id], isMarked, last: one.id });
	const count = countText(context.state().marks.ids.size);
	notify(context, 'plain', `${isMarked ? 'Marked' : 'Unmarked'}: ${titleOf(one)}. ${count} marked in all.`);
}

/** Marks all conversations of the filter, loading the rest; in a searched list, only the found rows. */
function markAll(context: ActionContext): void {
	const { narrowedTo, marks } = context.state();
	if (narrowedTo === null) {
		context.services.batches.markAll();
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

/** Actions that mark conversations for a batch. */
export const markActions: readonly Action[] = [
	{
		...row('toggle', 'Mark or unmark, and go down', ['Space'], mark, 'mark'),
		words: ['select'],
		disabled: noRow,
	},
	{ ...row('range', 'Mark all from the last mark to here', ['V'], markRange), disabled: noRow },
	{
		...row('all', 'Mark all conversations of the filter, or none', ['*'], markAll),
		disabled: noRow,
	},
	{
		...row('open', 'Mark or unmark the open conversation, from any pane', ['M'], markOpen),
		scope: 'app',
		disabled: noneAtHand,
	},
	{
		...row('clear', 'Unmark all', ['Ctrl-\\'], ({ dispatch }) => dispatch({ type: 'marks-clear' })),
		scope: 'app',
		disabled: ({ state }) => (state().marks.ids.size === 0 ? 'Nothing is marked.' : null),
	},
];

/**
 * Completes a tag: a key seen on other conversations, or, after the equals sign, a value seen under that key. Null if
 * nothing matches.
 */
export function tagOffer(text: string, known: Pick<Known, 'metadataKeys' | 'valuesOf'>): string | null {
	const [, opening = '', key = '', rest] = /^(\s*-?\s*)([^=]*)(=.*)?$/s.exec(text) ?? [];
	const find = (words: readonly string[], typed: string): string | undefined =>
		words.find((word) => word !== typed && word.startsWith(typed));
	if (rest === undefined) {
		const found = find(known.metadataKeys, key);
		if (found === undefined) return null;
		return `${opening}${found}${opening.includes('-') ? '' : '='}`;
	}
	const value = find(known.valuesOf(metadataColumn(key.trim())), rest.slice(1).trimStart());
	return value === undefined ? null : `${opening}${key}=${value}`;
}

/** Inserts the offer into the field of a tag prompt, if there is one. */
export function takeTagOffer(context: ActionContext): void {
	const overlay = topOverlay(context.state());
	if (overlay?.kind !== 'prompt' || overlay.purpose !== 'tag') return;
	const offer = tagOffer(overlay.editor.text, context.language().known);
	if (offer !== null) context.dispatch({ type: 'field-replace', text: offer });
}
