import { notify } from '../state/events.ts';
import type { Action } from './action.ts';

/** How to come from the sample data to an account. */
export const accountActions: readonly Action[] = [
	{
		id: 'account.connect',
		title: 'Connect: how to see the conversations of your own account',
		words: ['login'],
		group: 'Program',
		scope: 'app',
		keys: [],
		mutates: false,
		run: (context) =>
			notify(
				context,
				'plain',
				'Quit, then run: tconv profile add NAME. It asks for your key. tconv --profile NAME opens it.',
			),
	},
];
