/** Messages to conversations. The draft is in the UI state, and what becomes of it comes back there. */
export type MessageService = {
	/** Sends what is written to the conversation. A second attempt at the same message cannot add it twice. */
	readonly send: (id: string) => void;
};
