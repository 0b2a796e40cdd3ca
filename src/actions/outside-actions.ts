import { topOverlay } from '../state/ui-state.ts';
import { type Action, rowsIn } from './action.ts';
import { conversationAtHand, noneAtHand } from './at-hand.ts';

const row = rowsIn('json', 'Overlays and typing', 'json', 'Metadata as JSON: ');

/** What the user's own editor is used for. */
export const outsideActions: readonly Action[] = [
	{
		...row('edit', '', ['E'], (context) => {
			const conversation = conversationAtHand(context);
			if (conversation !== null) context.services.outside.editMetadata(conversation.id);
		}),
		title: 'Edit the metadata as JSON in $VISUAL or $EDITOR',
		group: 'Conversation',
		scope: 'app',
		mutates: true,
		disabled: noneAtHand,
	},
	row(
		'reopen',
		'open the editor again, where it went wrong',
		['Enter', 'E'],
		({ state, services }) => {
			const top = topOverlay(state());
			if (top?.kind === 'json') services.outside.editMetadata(top.id);
		},
		'edit again',
	),
	row(
		'drop',
		'throw the text away',
		['x'],
		({ state, dispatch }) => {
			const top = topOverlay(state());
			if (top?.kind === 'json') dispatch({ type: 'json', id: top.id, edit: null });
		},
		'throw away',
	),
	row(
		'leave',
		'leave it, the text is kept',
		['Esc', 'q'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'leave',
	),
	{
		...rowsIn('area', 'Overlays and typing', 'area', 'Text of several lines: ')(
			'outside',
			'open it in $VISUAL or $EDITOR',
			['Ctrl-o'],
			({ services }) => services.outside.editField(),
			'$EDITOR',
		),
	},
];
