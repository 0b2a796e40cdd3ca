import type { AccountService } from '../actions/services.ts';
import { reasonOf } from '../domain/reason.ts';
import { notify } from '../state/events.ts';
import type { Runtime } from './runtime.ts';

/**
 * Changes the account: the program ends and starts anew, so that nothing of the old account is left on the screen or in
 * memory. `quit` leaves the program.
 */
export function createAccountService(
	{ accounts, store }: Pick<Runtime, 'accounts' | 'store'>,
	quit: () => void,
): AccountService {
	let isReading = false;
	const change = async (name: string | null, obstacle: () => string | null): Promise<void> => {
		isReading = true;
		// The key is read first: if that fails, this account stays as it is.
		const problem = await accounts.prepare(name).catch(reasonOf);
		isReading = false;
		const why = problem ?? obstacle();
		if (why === null) {
			quit();
			return;
		}
		accounts.stay();
		notify(store, 'bad', `The account stays: ${why}`);
	};
	return {
		show: () => {
			const { rows, problem } = accounts.list();
			const selected = Math.max(
				0,
				rows.findIndex(({ isShown }) => isShown),
			);
			store.dispatch({
				type: 'overlay-open',
				overlay: { kind: 'accounts', draft: { rows, problem, selected } },
			});
		},
		change: (name, obstacle) => {
			if (!isReading) void change(name, obstacle);
		},
	};
}
