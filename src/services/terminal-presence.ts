import { createListeners } from '../domain/listeners.ts';
/** Whether the program has the terminal. Polling pauses while it is suspended or an editor is open. */
export type TerminalPresence = {
	readonly isAway: () => boolean;
	/** Runs `work` while another program has the terminal. */
	readonly awayDuring: <T>(work: () => Promise<T>) => Promise<T>;
	/** Calls the listener when the terminal is lent and when it is back. Returns the function that unsubscribes. */
	readonly subscribe: (listener: () => void) => () => void;
};

/** Starts with the terminal here. Nested absences end with the last one. */
export function createTerminalPresence(): TerminalPresence {
	const listeners = createListeners();
	let away = 0;
	const change = (by: 1 | -1): void => {
		away += by;
		listeners.call();
	};
	return {
		isAway: () => away > 0,
		awayDuring: async (work) => {
			change(1);
			try {
				return await work();
			} finally {
				change(-1);
			}
		},
		subscribe: listeners.subscribe,
	};
}
