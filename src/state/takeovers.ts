import type { Instant } from '../domain/instant.ts';

/** Conversations that this user took over from the AI, with the time of the takeover. */
type Takeovers = ReadonlyMap<string, Instant>;

/** Conversations being deleted here, or already deleted. */
type Deletions = ReadonlyMap<string, 'deleting' | 'deleted'>;

export type TakeoverEvent =
	/** Taken over at `at`; null means handed back. */
	| { readonly type: 'takeover'; readonly id: string; readonly at: Instant | null }
	/** The takeovers from the end of the previous session; later events win. */
	| { readonly type: 'takeovers-before'; readonly takeovers: Takeovers }
	/** A conversation is being deleted, is deleted, or its deletion failed (null). */
	| { readonly type: 'deletion'; readonly id: string; readonly stage: 'deleting' | 'deleted' | null };

/** The parts of the UI state that this module changes. */
export type TakeoverState = { readonly takeovers: Takeovers; readonly deletions: Deletions };

export const noTakeovers: TakeoverState = { takeovers: new Map(), deletions: new Map() };

/** The takeovers and deletions after an event. */
export function reduceTakeovers(
	{ takeovers, deletions }: TakeoverState,
	event: TakeoverEvent,
): TakeoverState {
	switch (event.type) {
		case 'takeover':
			return { takeovers: withEntry(takeovers, event.id, event.at), deletions };
		case 'takeovers-before':
			return { takeovers: new Map([...event.takeovers, ...takeovers]), deletions };
		case 'deletion': {
			// A deleted conversation has no takeover.
			const isGone = event.stage === 'deleted';
			return {
				takeovers: isGone ? withEntry(takeovers, event.id, null) : takeovers,
				deletions: withEntry(deletions, event.id, event.stage),
			};
		}
	}
}

function withEntry<V>(map: ReadonlyMap<string, V>, id: string, value: V | null): ReadonlyMap<string, V> {
	if (value === null && !map.has(id)) return map;
	const next = new Map(map);
	if (value === null) next.delete(id);
	else next.set(id, value);
	return next;
}
