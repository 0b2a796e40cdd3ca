import type { Instant } from '../domain/instant.ts';

/** Conversations that this user took over from the AI, and since when. */
type Held = ReadonlyMap<string, Instant>;

/** What is happening to conversations that are being deleted here, or that were. */
type Deletions = ReadonlyMap<string, 'deleting' | 'deleted'>;

export type HoldingEvent =
	/** Held since `at`; null: not any more. */
	| { readonly type: 'hold'; readonly id: string; readonly at: Instant | null }
	/** What was held when the program ended last. What happened since it started counts more. */
	| { readonly type: 'held-before'; readonly held: Held }
	/** A conversation is being deleted, was, or is not after all (null). */
	| { readonly type: 'deletion'; readonly id: string; readonly stage: 'deleting' | 'deleted' | null };

/** The parts of the UI state that this is about. */
export type Holding = { readonly held: Held; readonly deletions: Deletions };

export const holdsNothing: Holding = { held: new Map(), deletions: new Map() };

/** What is held and deleted after an event. */
export function reduceHolding({ held, deletions }: Holding, event: HoldingEvent): Holding {
	switch (event.type) {
		case 'hold':
			return { held: withEntry(held, event.id, event.at), deletions };
		case 'held-before':
			return { held: new Map([...event.held, ...held]), deletions };
		case 'deletion': {
			// What is gone is held by nobody.
			const isGone = event.stage === 'deleted';
			return {
				held: isGone ? withEntry(held, event.id, null) : held,
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
