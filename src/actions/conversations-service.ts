/** What is done to one conversation as a whole. Nothing here waits: what became of it comes back as data and as a notice. */
export type ConversationsService = {
	/** Deletes it, once the local trash has it. */
	readonly remove: (id: string) => void;
	/** Takes it over from the AI (`true`), or hands it back. */
	readonly setAiDisabled: (id: string, disabled: boolean) => void;
	/** Takes back the latest metadata write of this run that has not been taken back. */
	readonly undo: () => void;
};
