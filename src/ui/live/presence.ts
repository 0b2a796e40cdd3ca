/** Whether the program has the terminal: while it is suspended, or an editor has it, nothing is asked of the server. */
export type Presence = {
	readonly isAway: () => boolean;
	/** Runs something during which the terminal is somebody else's. */
	readonly awayDuring: <T>(work: () => Promise<T>) => Promise<T>;
	/** Calls the listener at every coming and going; gives what ends that. */
	readonly subscribe: (listener: () => void) => () => void;
};

/** A presence that begins here. Going away twice takes coming back twice. */
export function createPresence(): Presence {
	const listeners = new Set<() => void>();
	let away = 0;
	const change = (by: 1 | -1): void => {
		away += by;
		for (const listener of [...listeners]) listener();
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
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
