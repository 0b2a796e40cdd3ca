import { type Conversation, titleOf } from '../domain/conversation.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import type { BatchTask } from '../domain/records.ts';
import { lastMessageInstant, withTriage } from '../domain/triage.ts';
import { askDialog } from '../state/dialog.ts';
import { isDone } from '../state/done.ts';
import { notify } from '../state/events.ts';
import { underWay } from '../state/under-way.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askAbout, conversationsText, firstOf, sightLines } from './ask-many.ts';
import { actsOnMarks, cannotWrite, conversationAtHand, targetsOf, unseenOf } from './targets.ts';

/** The loaded targets. An unloaded conversation has no known last message, so it cannot be marked done. */
function known(context: ActionContext): readonly Conversation[] {
	const view = context.view();
	return targetsOf(context).ids.flatMap((id) => view.conversationOf(id) ?? []);
}

function toggle(context: ActionContext): void {
	const conversations = known(context);
	const unknown = targetsOf(context).ids.length - conversations.length;
	const { done } = context.state();
	// With several targets, the open ones decide the direction.
	const isOver = !conversations.every((conversation) => isDone(done, conversation));
	const [first] = conversations;
	if (first === undefined) return;
	if (done.isShared && actsOnMarks(context)) share(context, conversations, isOver, unknown);
	else if (done.isShared) shareOne(context, first, isOver);
	else noteOrAsk(context, conversations, isOver);
}

/** Marks conversations done at once, after a question if some marked rows are out of view. */
function noteOrAsk(context: ActionContext, conversations: readonly Conversation[], isOver: boolean): void {
	const doneThrough = new Map(conversations.map((one) => [one.id, isOver ? lastMessageInstant(one) : null]));
	if (actsOnMarks(context) && targetsOf(context).unseen > 0) askDone(context, doneThrough, isOver);
	else noteDone(context, doneThrough);
}

/** Marks conversations done through a message on this machine, or open again (null), and says which ones. */
export function noteDone(context: ActionContext, doneThrough: ReadonlyMap<string, Instant | null>): void {
	context.services.done.note(doneThrough);
	const [first, ...more] = doneThrough.keys();
	const conversation = first === undefined ? null : context.view().conversationOf(first);
	const which =
		more.length === 0 && conversation !== null ? titleOf(conversation) : conversationsText(doneThrough.size);
	const isOver = [...doneThrough.values()].some((through) => through !== null);
	const words = isOver ? `Done: ${which}. Reopens when a new message arrives.` : `Reopened: ${which}.`;
	notify(context, 'plain', words);
}

function askDone(
	context: ActionContext,
	doneThrough: ReadonlyMap<string, Instant | null>,
	isOver: boolean,
): void {
	const { ids, hidden, unseen } = targetsOf(context);
	const what = conversationsText(doneThrough.size);
	const unknown = ids.length - doneThrough.size;
	const left = unknown === 0 ? [] : [`${conversationsText(unknown)} no longer in the list: unchanged.`];
	const overlay = askDialog({
		ask: { what: 'done', doneThrough },
		title: isOver ? `Mark ${what} done?` : `Reopen ${what}?`,
		lines: [...sightLines({ hidden, unseen }), ...left],
		...firstOf(context, [...doneThrough.keys()]),
		verb: isOver ? 'Mark done' : 'Reopen',
		declined: 'Nothing was marked.',
	});
	context.dispatch({ type: 'overlay-open', overlay });
}

function shareOne({ state, services }: ActionContext, conversation: Conversation, isOver: boolean): void {
	const { id, metadata: base } = conversation;
	const status = isOver ? 'done' : 'open';
	const mine = withTriage(base, {
		status,
		owner: state().done.owner,
		doneThrough: lastMessageInstant(conversation),
	});
	const title = titleOf(conversation);
	services.metadata.save({ id, base, mine, says: isOver ? `Done: ${title}.` : `Reopened: ${title}.` });
}

function share(
	context: ActionContext,
	conversations: readonly Conversation[],
	isOver: boolean,
	unknown: number,
): void {
	const task: BatchTask = {
		kind: 'triage',
		status: isOver ? 'done' : 'open',
		owner: context.state().done.owner,
		reaches: conversations.map((one) => ({ id: one.id, at: formatInstant(lastMessageInstant(one)) })),
	};
	const ids = conversations.map(({ id }) => id);
	askAbout(context, task, { ids, ...unseenOf(context, ids) });
	if (unknown === 0) return;
	notify(context, 'warn', `${conversationsText(unknown)} with marks no longer in the list: unchanged.`);
}

function cannot(context: ActionContext): string | null {
	const state = context.state();
	if (state.done.isShared && context.readOnly !== null) return `Read-only: ${context.readOnly}`;
	if (actsOnMarks(context))
		return known(context).length === 0 ? 'None of the marked conversations is in the list any more.' : null;
	const conversation = conversationAtHand(context);
	const pending = conversation === null ? null : underWay(state, conversation);
	if (pending === 'marking-done' || pending === 'opening-again')
		return 'This is already being saved: wait until the server confirms.';
	return cannotWrite(context);
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Marks conversations done or open. It writes to the account only if done is shared, and then asks first. */
export const doneAction: Action = {
	...row('done', 'Mark done until a new message arrives, or reopen', ['d'], toggle, 'done'),
	words: ['resolve', 'finish'],
	disabled: cannot,
};
