import { notify } from '../state/events.ts';
import { type Action, rowsIn } from './action.ts';

/** Turns live updates on and off, and opens the latest alert. */
export const liveActions: readonly Action[] = [
	{
		id: 'live.toggle',
		title: 'Switch live updates on or off',
		group: 'Program',
		scope: 'app',
		keys: ['t'],
		words: ['follow', 'watch'],
		hint: 'live',
		mutates: false,
		run: ({ state, dispatch }) => {
			const isOn = !state().live.isOn;
			dispatch({ type: 'live', isOn });
			const text = isOn
				? 'Live updates are on: + marks new rows, ~ changed ones. t turns them off.'
				: 'Live updates are off. r refreshes.';
			notify({ dispatch }, 'plain', text);
		},
	},
	{
		...rowsIn('alert', 'Conversation', 'app')(
			'open-latest',
			'Open the latest alert',
			['W'],
			({ services }) => {
				const id = services.alerts.latest();
				if (id !== null) services.jump(id);
			},
		),
		disabled: ({ services }) =>
			services.alerts.latest() === null
				? 'No alerts yet. To turn them on, press v for the saved views, then w.'
				: null,
	},
];
