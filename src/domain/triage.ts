import { type Conversation, type Metadata, metadataText } from './conversation.ts';
import { formatInstant, type Instant, instantFromMillis, parseInstant } from './instant.ts';

/** How triage stands in shared metadata, under `triage.status`. */
export type TriageStatus = 'done' | 'open';

const statusKey = 'triage.status';
const ownerKey = 'triage.owner';
const atKey = 'triage.at';

/**
 * How far a conversation has got: the time of its last message, by the server's clock. What is marked done is done up to
 * there, so that clocks that differ neither hide a message nor bring a conversation back without one.
 */
export function reachOf({
	lastMessageAt,
	createdAt,
}: Pick<Conversation, 'lastMessageAt' | 'createdAt'>): Instant {
	return lastMessageAt ?? createdAt ?? instantFromMillis(0);
}

/** Up to when a conversation is done by its metadata; null where it is not. A time that cannot be read covers nothing. */
export function sharedReach(metadata: Metadata): Instant | null {
	if (metadataText(metadata, statusKey) !== 'done') return null;
	return parseInstant(metadataText(metadata, atKey));
}

/** Metadata that says how triage stands. Nothing is removed: a server that merges would bring it back. */
export function withTriage(
	metadata: Metadata,
	{
		status,
		owner,
		reach,
	}: { readonly status: TriageStatus; readonly owner: string; readonly reach: Instant },
): Metadata {
	const said: Metadata = {
		[statusKey]: status,
		...(owner === '' ? {} : { [ownerKey]: owner }),
		[atKey]: formatInstant(reach),
	};
	// Not spread: a key such as `__proto__` must stay one.
	const others = Object.entries(metadata).filter(([key]) => !Object.hasOwn(said, key));
	return Object.fromEntries([...others, ...Object.entries(said)]);
}
