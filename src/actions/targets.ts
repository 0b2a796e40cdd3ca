import { titleOf } from '../domain/conversation.ts';
import { markedIds } from '../state/marks.ts';
import type { ActionContext } from './action.ts';
import { conversationAtHand } from './at-hand.ts';

/** What an action is about: in the list the marked ones, where any are; else the one at hand. */
export type Targets = {
	readonly ids: readonly string[];
	/** How many of them the list does not show now. */
	readonly hidden: number;
	readonly areMarked: boolean;
};

/** True where the marks count: in the list. Beside it, keys are about the conversation that is read there. */
export function actsOnMarks({ state }: Pick<ActionContext, 'state'>): boolean {
	const { focus, marks } = state();
	return focus === 'list' && marks.ids.size > 0;
}

/** What an action is about now. */
export function targetsOf(context: ActionContext): Targets {
	if (actsOnMarks(context)) {
		const { all, hidden } = markedIds(context.state().marks, context.view().listIds);
		return { ids: all, hidden, areMarked: true };
	}
	const id = conversationAtHand(context)?.id;
	return { ids: id === undefined ? [] : [id], hidden: 0, areMarked: false };
}

/** What conversations are called, those that are known here, by their ids. */
export function titlesOf({ view }: ActionContext, ids: readonly string[]): { readonly [id: string]: string } {
	const { conversationOf } = view();
	return Object.fromEntries(
		ids.flatMap((id) => {
			const conversation = conversationOf(id);
			return conversation === null ? [] : [[id, titleOf(conversation)] as const];
		}),
	);
}
