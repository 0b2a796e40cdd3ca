/** Functions that are called at every change. */
export type Listeners = {
	/** Adds a function; gives what takes it away again. */
	readonly subscribe: (listener: () => void) => () => void;
	/** Calls them all, also those that one of them takes away. */
	readonly call: () => void;
};

/** Listeners, none at first. */
export function createListeners(): Listeners {
	const listeners = new Set<() => void>();
	return {
		subscribe: (listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		call: () => {
			for (const listener of [...listeners]) listener();
		},
	};
}
