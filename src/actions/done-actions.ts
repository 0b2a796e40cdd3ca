import { type Conversation, titleOf } from '../domain/conversation.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RunTask } from '../domain/records.ts';
import { reachOf, withTriage } from '../domain/triage.ts';
import { isDone } from '../state/done.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { askAbout, conversationsText } from './ask-many.ts';
import { noneAtHand } from './at-hand.ts';
import { actsOnMarks, targetsOf } from './targets.ts';

/** What it is about, as far as it is known here: of what is not, nobody knows up to where it would be done. */
function known(context: ActionContext): readonly Conversation[] {
	const view = context.view();
	return targetsOf(context).ids.flatMap((id) => view.conversationOf(id) ?? []);
}

function toggle(context: ActionContext): void {
	const conversations = known(context);
	const unknown = targetsOf(context).ids.length - conversations.length;
	const { done } = context.state();
	// Of several, those that are open are what somebody means.
	const isOver = !conversations.every((conversation) => isDone(done, conversation));
	const [first] = conversations;
	if (first === undefined) return;
	if (done.isShared && actsOnMarks(context)) share(context, conversations, isOver, unknown);
	else if (done.isShared) shareOne(context, first, isOver);
	else noteHere(context, conversations, isOver, unknown);
}

function noteHere(
	context: ActionContext,
	conversations: readonly Conversation[],
	isOver: boolean,
	unknown: number,
): void {
	context.services.done.note(new Map(conversations.map((one) => [one.id, isOver ? reachOf(one) : null])));
	const [first] = conversations;
	const which =
		conversations.length > 1 || first === undefined
			? conversationsText(conversations.length)
			: titleOf(first);
	const words = isOver
		? `Done: ${which}. What something new is said in comes back.`
		: `Open again: ${which}.`;
	const rest = unknown === 0 ? '' : ` ${conversationsText(unknown)} not in the list now: left as they are.`;
	context.dispatch({ type: 'notice', notice: { tone: 'plain', text: `${words}${rest}` } });
}

function shareOne({ state, services }: ActionContext, conversation: Conversation, isOver: boolean): void {
	const { id, metadata: base } = conversation;
	const status = isOver ? 'done' : 'open';
	const mine = withTriage(base, { status, owner: state().done.owner, reach: reachOf(conversation) });
	const title = titleOf(conversation);
	services.metadata.save({ id, base, mine, says: isOver ? `Done: ${title}.` : `Open again: ${title}.` });
}

function share(
	context: ActionContext,
	conversations: readonly Conversation[],
	isOver: boolean,
	unknown: number,
): void {
	const task: RunTask = {
		kind: 'triage',
		status: isOver ? 'done' : 'open',
		owner: context.state().done.owner,
		reaches: conversations.map((one) => ({ id: one.id, at: formatInstant(reachOf(one)) })),
	};
	askAbout(context, task, { ids: conversations.map(({ id }) => id), hidden: 0 });
	if (unknown === 0) return;
	const text = `${conversationsText(unknown)} that are marked are not in the list now: they are left as they are.`;
	context.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
}

function cannot(context: ActionContext): string | null {
	const { done } = context.state();
	if (done.isShared && context.readOnly !== null) return `Read-only: ${context.readOnly}`;
	if (!actsOnMarks(context)) return noneAtHand(context);
	return known(context).length === 0 ? 'None of the marked ones is in the list now.' : null;
}

const row = rowsIn('conversation', 'Conversation', 'app');

/** Marking what is done with. It writes to the account only where that is shared, and asks for that itself. */
export const doneAction: Action = {
	...row('done', 'Done with it, until something new is said; or open again', ['d'], toggle, 'done'),
	disabled: cannot,
};
