/** What is done to one conversation as a whole. Nothing here waits: what became of it comes back as data and as a notice. */
export type ConversationsService = {
	/** For how many days the trash keeps what is deleted. */
	readonly trashDays: number;
	/** Deletes it, once the local trash has it. `title` is what it is called when it is spoken of. */
	readonly remove: (id: string, title: string) => void;
};
