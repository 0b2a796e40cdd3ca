import { topOverlay } from '../state/ui-state.ts';
import { type Action, rowsIn } from './action.ts';
import { cannotWrite, conversationAtHand } from './targets.ts';

const row = rowsIn('json', 'Overlays and typing', 'json', 'Metadata as JSON: ');

/** Actions that use the external editor. */
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
		disabled: cannotWrite,
	},
	row(
		'reopen',
		'reopen the editor at the problem',
		['Enter', 'E'],
		({ state, services }) => {
			const top = topOverlay(state());
			if (top?.kind === 'json') services.outside.editMetadata(top.id);
		},
		'edit again',
	),
	row(
		'take-back',
		'reopen the editor with the earlier text',
		['u'],
		({ state, dispatch, services }) => {
			const top = topOverlay(state());
			if (top?.kind !== 'json') return;
			dispatch({ type: 'json', id: top.id, edit: null });
			services.outside.editMetadata(top.id);
		},
		'as before',
	),
	row(
		'drop',
		'discard the text',
		['x', 'Ctrl-r'],
		({ state, dispatch }) => {
			const top = topOverlay(state());
			if (top?.kind === 'json') dispatch({ type: 'json', id: top.id, edit: null });
		},
		'discard',
	),
	row(
		'leave',
		'close and keep the text',
		['Esc', 'q'],
		({ dispatch }) => dispatch({ type: 'overlay-close' }),
		'leave',
	),
	{
		...rowsIn('area', 'Overlays and typing', 'area', 'Multi-line text: ')(
			'outside',
			'edit in $VISUAL or $EDITOR',
			['Ctrl-o'],
			({ services }) => services.outside.editField(),
			'$EDITOR',
		),
	},
];
