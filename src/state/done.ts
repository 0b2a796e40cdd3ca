import type { Conversation } from '../domain/conversation.ts';
import type { Instant } from '../domain/instant.ts';
import { lastMessageInstant, sharedDoneThrough } from '../domain/triage.ts';

/** Conversations marked done. `doneThrough` maps each to the time of the last message that the mark covers. */
export type Done = {
	/** True if the mark is kept in metadata for everyone, instead of on this machine. */
	readonly isShared: boolean;
	/** The owner written to metadata; '' for none. */
	readonly owner: string;
	readonly doneThrough: ReadonlyMap<string, Instant>;
};

export const nothingDone: Done = { isShared: false, owner: '', doneThrough: new Map() };

export type DoneEvent =
	/** Done through these messages; null means not done. */
	| { readonly type: 'done'; readonly doneThrough: ReadonlyMap<string, Instant | null> }
	/** The marks from before the program started; later ones win. */
	| { readonly type: 'done-before'; readonly doneThrough: ReadonlyMap<string, Instant> };

/** True if a conversation has no message after it was marked done. */
export function isDone({ isShared, doneThrough }: Done, conversation: Conversation): boolean {
	const through = isShared
		? sharedDoneThrough(conversation.metadata)
		: (doneThrough.get(conversation.id) ?? null);
	return through !== null && lastMessageInstant(conversation) <= through;
}

/** The marks after an event. */
export function reduceDone(done: Done, event: DoneEvent): Done {
	if (event.type === 'done-before')
		return { ...done, doneThrough: new Map([...event.doneThrough, ...done.doneThrough]) };
	const doneThrough = new Map(done.doneThrough);
	for (const [id, through] of event.doneThrough) {
		if (through === null) doneThrough.delete(id);
		else doneThrough.set(id, through);
	}
	return { ...done, doneThrough };
}
