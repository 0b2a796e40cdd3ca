import type { Conversation } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { reachOf, sharedReach } from '../domain/triage.ts';

/** What is done with. `reaches` says up to which message, by conversation. */
export type Done = {
	/** Whether it is kept in metadata, for everybody, instead of on this machine. */
	readonly isShared: boolean;
	/** Who is written there; '' for nobody. */
	readonly owner: string;
	readonly reaches: ReadonlyMap<string, Instant>;
};

export const nothingDone: Done = { isShared: false, owner: '', reaches: new Map() };

export type DoneEvent =
	/** Done up to these messages; null: not any more. */
	| { readonly type: 'done'; readonly reaches: ReadonlyMap<string, Instant | null> }
	/** What was done before the program started. What happened since counts more. */
	| { readonly type: 'done-before'; readonly reaches: ReadonlyMap<string, Instant> };

/** Whether nothing was said since a conversation was marked done. */
export function isDone({ isShared, reaches }: Done, conversation: Conversation): boolean {
	const reach = isShared ? sharedReach(conversation.metadata) : (reaches.get(conversation.id) ?? null);
	return reach !== null && reachOf(conversation) <= reach;
}

/** What is done after an event. */
export function reduceDone(done: Done, event: DoneEvent): Done {
	if (event.type === 'done-before') return { ...done, reaches: new Map([...event.reaches, ...done.reaches]) };
	const reaches = new Map(done.reaches);
	for (const [id, reach] of event.reaches) {
		if (reach === null) reaches.delete(id);
		else reaches.set(id, reach);
	}
	return { ...done, reaches };
}
