import { type Conversation, type Metadata, metadataText } from './conversation.ts';
import { formatInstant, type Instant, instantFromMillis, parseInstant } from './instant.ts';
import { type JsonValue, withJsonKeys } from './json.ts';

/** The triage status in shared metadata, under `triage.status`. */
export type TriageStatus = 'done' | 'open';

const statusKey = 'triage.status';
const ownerKey = 'triage.owner';
const atKey = 'triage.at';

/**
 * The time of a conversation's last message, by the server's clock. A conversation is marked done through this time,
 * so that clock differences neither hide a message nor reopen a conversation without one.
 */
export function lastMessageInstant({
	lastMessageAt,
	createdAt,
}: Pick<Conversation, 'lastMessageAt' | 'createdAt'>): Instant {
	return lastMessageAt ?? createdAt ?? instantFromMillis(0);
}

/** The triage status in shared metadata; open unless marked done. */
export function triageStatus(metadata: Metadata): TriageStatus {
	return metadataText(metadata, statusKey) === 'done' ? 'done' : 'open';
}

/** The time through which a conversation is done by its metadata; null if it is open or the time cannot be read. */
export function sharedDoneThrough(metadata: Metadata): Instant | null {
	if (triageStatus(metadata) !== 'done') return null;
	return parseInstant(metadataText(metadata, atKey));
}

/** Metadata with the triage status set. No key is removed: a server that merges would bring it back. */
export function withTriage(
	metadata: Metadata,
	{
		status,
		owner,
		doneThrough,
	}: { readonly status: TriageStatus; readonly owner: string; readonly doneThrough: Instant },
): Metadata {
	const said = new Map<string, JsonValue>([
		[statusKey, status],
		...(owner === '' ? [] : [[ownerKey, owner] as const]),
		[atKey, formatInstant(doneThrough)],
	]);
	return withJsonKeys(metadata, said);
}
