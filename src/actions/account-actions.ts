import { isGoing } from '../state/batches.ts';
import { notify } from '../state/events.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import { type Action, type ActionContext, rowsIn } from './action.ts';
import { movementRows } from './movement.ts';
import { unfinishedWork } from './program-actions.ts';

const row = rowsIn('account', 'Overlays and typing', 'accounts', 'Accounts: ');

/** Why the account cannot be changed now, as a sentence; null if it can. */
export function accountObstacle(state: UiState): string | null {
	const { latest } = state.batches;
	if (latest !== null && isGoing(state.batches))
		return 'a batch is running. Wait for it, or end it in :batches.';
	const open = unfinishedWork(state);
	return open === null ? null : `${open} Wait for writes; send, save or discard the rest.`;
}

function move({ state, dispatch }: ActionContext, by: number): void {
	const top = topOverlay(state());
	if (top?.kind !== 'accounts') return;
	const { rows, selected } = top.draft;
	const next = (selected + by + rows.length) % Math.max(1, rows.length);
	dispatch({
		type: 'overlay-change',
		overlay: { kind: 'accounts', draft: { ...top.draft, selected: next } },
	});
}

function change(context: ActionContext): void {
	const { state, services } = context;
	const top = topOverlay(state());
	const chosen = top?.kind === 'accounts' ? top.draft.rows[top.draft.selected] : undefined;
	if (chosen === undefined) return;
	const obstacle = (): string | null => accountObstacle(state());
	const why = chosen.isShown ? 'this one is on the screen.' : obstacle();
	if (why === null) services.account.change(chosen.name, obstacle);
	else notify(context, 'warn', `The account stays: ${why}`);
}

/** Changing the account, and how to come from the sample data to one. */
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
	{
		...row('show', '', [], ({ services }) => services.account.show()),
		title: 'Profile: change to another account',
		words: ['switch'],
		group: 'Program',
		scope: 'app',
	},
	row('change', 'start tconv anew with this account', ['Enter'], change, 'change'),
	...movementRows(row, { move }, [
		['next', 'next account', ['j', 'Down', 'Tab'], 'next'],
		['previous', 'previous account', ['k', 'Up', 'Shift-Tab']],
	]),
	row('close', 'close', ['Esc', 'q'], ({ dispatch }) => dispatch({ type: 'overlay-close' }), 'close'),
];
