/** Views that are watched, as far as actions ask about it. */
export type WatchesService = {
	/** Whether a watch can run a command of the user's. */
	readonly hasCommand: boolean;
	/** The conversation that was told of last; null before the first. */
	readonly latest: () => string | null;
};
