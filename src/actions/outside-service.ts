/** What is done in the user's own editor. The terminal is handed over; what was written comes back into the state. */
export type OutsideService = {
	/** Opens the text of several lines that is typed in. */
	readonly editField: () => void;
	/** Opens the metadata of a conversation as JSON; what was written before and could not be read, where there is some. */
	readonly editMetadata: (id: string) => void;
};
