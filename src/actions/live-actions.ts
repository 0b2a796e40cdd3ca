import { type Action, rowsIn } from './action.ts';

/** Following what changes, and going to what a watched view told of. */
export const liveActions: readonly Action[] = [
	{
		id: 'live.toggle',
		title: 'Live: follow what changes, or stop',
		group: 'Program',
		scope: 'app',
		keys: ['t'],
		hint: 'live',
		mutates: false,
		run: ({ state, dispatch }) => {
			const isOn = !state().live.isOn;
			dispatch({ type: 'live', isOn });
			const text = isOn
				? 'Live: what changes is shown by itself; + is new, ~ has changed. t ends it.'
				: 'No longer live: r refreshes.';
			dispatch({ type: 'notice', notice: { tone: 'plain', text } });
		},
	},
	{
		...rowsIn('watch', 'Conversation', 'app')(
			'open-latest',
			'Open what a watched view told of last',
			['W'],
			({ services }) => {
				const id = services.watches.latest();
				if (id !== null) services.jump(id);
			},
		),
		disabled: ({ services }) =>
			services.watches.latest() === null
				? 'No watched view has told of anything yet; w in the list of views (v) has one watched.'
				: null,
	},
];
