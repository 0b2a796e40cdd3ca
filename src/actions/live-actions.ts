import type { Action } from './action.ts';

/** Following what changes. */
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
];
