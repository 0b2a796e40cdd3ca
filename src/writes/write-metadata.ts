import { ApiError } from '../api/errors.ts';
import type { Conversation, Metadata } from '../domain/conversation.ts';
import { holdsRounded } from '../domain/json.ts';
import {
	compareWritten,
	type Discrepancy,
	diffMetadata,
	type MetadataDifference,
	type MetadataMerge,
	mergeMetadata,
	resolveConflicts,
} from '../domain/metadata-merge.ts';
import { type Attempt, beginAnyway, sendWrite } from './attempt.ts';
import { inTurn } from './in-turn.ts';
import { lostAnswer, problemOf, refuseReadOnly } from './write-error.ts';
import type { Writer } from './writer.ts';

/** A change of a conversation's metadata: from the map that it was made on to the map that is wanted. */
export type MetadataEdit = {
	readonly id: string;
	readonly base: Metadata;
	readonly mine: Metadata;
	/** The run over many conversations that it belongs to. */
	readonly runId?: string | null;
};

/** What came of a change. Whatever somebody else did meanwhile is in `fromThem`, and stays. */
export type MetadataOutcome =
	/** It is as wanted already; nothing was sent. */
	| {
			readonly kind: 'unchanged';
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
	  }
	/**
	 * Somebody else changed the same keys; nothing was sent. To go on: `base` is `theirs.metadata` then, and `mine` is
	 * `resolveConflicts(merge, choices).merged`.
	 */
	| { readonly kind: 'conflict'; readonly theirs: Conversation; readonly merge: MetadataMerge }
	| {
			readonly kind: 'written';
			/** What was there right before. */
			readonly before: Metadata;
			readonly meant: Metadata;
			/** What the server has now. */
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
			/** Where the server has something other than what was meant. */
			readonly discrepancies: readonly Discrepancy[];
			/** What is odd about it, in a sentence; null where nothing is. */
			readonly note: string | null;
	  };

/** So often a change is merged with what others write meanwhile. */
const mostRounds = 3;

const lostButThere = 'The answer was lost; the conversation, read again, has the change.';

/**
 * Writes metadata without overwriting what others wrote: reads the conversation again, merges, sends the whole map, and
 * compares the answer with what was meant. Where the answer is lost, it looks what is there. Throws an `ApiError` (a
 * `WriteError` with `mayHaveHappened` where nobody can tell), or the reason of the signal, which ends only the reading.
 */
export async function writeMetadata(
	writer: Writer,
	{ id, base, mine, runId = null }: MetadataEdit,
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	return changeMetadata(writer, { id, runId, change: (now) => mergeMetadata(base, mine, now) }, signal);
}

/** A change of a conversation's metadata that is made of whatever is there. */
type Change = {
	readonly id: string;
	readonly runId: string | null;
	readonly change: (now: Metadata) => MetadataMerge;
};

/** The same for a change that is made of whatever is there, such as setting one key. */
export async function changeMetadata(
	writer: Writer,
	change: Change,
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	refuseReadOnly(writer.api);
	const work = async (): Promise<MetadataOutcome> => {
		for (let round = 1; ; round += 1) {
			const outcome = await changeOnce(writer, change, signal, round === mostRounds);
			if (outcome !== 'changed-meanwhile') return outcome;
		}
	};
	return inTurn(writer, change.id, work, signal);
}

/** Gives `changed-meanwhile` where somebody else wrote before the request could be repeated, and it is to be merged anew. */
async function changeOnce(
	writer: Writer,
	{ id, runId, change }: Change,
	signal: AbortSignal | undefined,
	isLast: boolean,
): Promise<MetadataOutcome | 'changed-meanwhile'> {
	const { api } = writer;
	const theirs = await api.get(id, signal === undefined ? {} : { signal });
	const merge = change(theirs.metadata);
	const { merged: meant, fromThem } = merge;
	const before = theirs.metadata;
	const entry = { operation: 'update-metadata', conversationId: id, runId, before } as const;
	if (merge.conflicts.length > 0) {
		const keys = merge.conflicts.map(({ key }) => key).join(', ');
		const mine = resolveConflicts(merge, new Map(merge.conflicts.map(({ key }) => [key, 'mine']))).merged;
		const attempt = await beginAnyway(writer, { ...entry, after: mine });
		await attempt.end({ outcome: 'conflict', problem: `Somebody else changed ${keys}; nothing was sent.` });
		return { kind: 'conflict', theirs, merge };
	}
	if (diffMetadata(before, meant).length === 0) return { kind: 'unchanged', conversation: theirs, fromThem };
	refuseRounded(meant);

	const attempt = await beginAnyway(writer, { ...entry, after: meant });
	const sent = await sendWrite((onUncertainRetry) =>
		api.updateMetadata(id, meant, {
			onUncertainRetry,
			beforeRetry: async () => refuseStale(before, (await api.get(id)).metadata),
		}),
	);
	const conversation =
		sent.kind === 'answered' ? sent.value : await lookAgain(writer, attempt, id, before, meant, sent, isLast);
	if (conversation === null) return 'changed-meanwhile';
	const discrepancies = compareWritten(meant, conversation.metadata);
	const note = sent.kind === 'answered' ? null : lostButThere;
	await attempt.end({
		outcome: 'done',
		after: conversation.metadata,
		problem: [note, discrepancyText(discrepancies)].filter((text) => text !== null).join(' ') || null,
	});
	return { kind: 'written', before, meant, conversation, fromThem, discrepancies, note };
}

/** The whole map goes out: a number that nobody touched must not come back as another one. */
function refuseRounded(meant: Metadata): void {
	const key = Object.keys(meant).find((name) => holdsRounded(meant[name] ?? null));
	if (key === undefined) return;
	throw new ApiError({
		kind: 'invalid',
		sentence: `“${key}” holds a number too large to be sent back as it is; nothing was sent.`,
		advice: 'Change it to text where it comes from, or edit the metadata with another tool.',
	});
}

/** Somebody wrote since the conversation was read: the map that was sent must not be sent once more. */
class ChangedMeanwhile extends ApiError {}

function refuseStale(before: Metadata, now: Metadata): void {
	if (diffMetadata(before, now).length === 0) return;
	throw new ChangedMeanwhile({
		kind: 'conflict',
		sentence: 'The metadata were changed by somebody else each time they were to be written.',
		advice: 'Try again.',
	});
}

/**
 * Gives the conversation where it has the change after all, null where the change is to be merged anew; else ends the
 * attempt and throws.
 */
async function lookAgain(
	{ api }: Writer,
	attempt: Attempt,
	id: string,
	before: Metadata,
	meant: Metadata,
	{ error, mayBeDone }: Extract<Awaited<ReturnType<typeof sendWrite>>, { kind: 'failed' }>,
	isLast: boolean,
): Promise<Conversation | null> {
	if (mayBeDone) {
		const found = await api.get(id).catch(() => null);
		if (found !== null && isApplied(before, meant, found.metadata)) return found;
		if (found !== null && error instanceof ChangedMeanwhile && !isLast) {
			const problem = 'Somebody else wrote before it could be sent again; it is merged anew.';
			await attempt.end({ outcome: 'failed', problem });
			return null;
		}
		if (found === null || isTouched(before, meant, found.metadata)) {
			await attempt.end({ outcome: 'unknown', problem: problemOf(error) });
			throw lostAnswer(
				error,
				'The metadata may have been written all the same.',
				'Refresh the conversation to see what it has now.',
			);
		}
	}
	await attempt.end({ outcome: 'failed', problem: problemOf(error) });
	throw error;
}

/** True where a key that was to be changed is not as it was: by this write, in a server's own way, or by somebody else. */
function isTouched(before: Metadata, meant: Metadata, found: Metadata): boolean {
	const moved = new Set(diffMetadata(before, found).map(({ key }) => key));
	return diffMetadata(before, meant).some(({ key }) => moved.has(key));
}

/**
 * True where the keys that were to be set have their values. Removed ones count only where nothing was set: a server that
 * merges leaves them there.
 */
function isApplied(before: Metadata, meant: Metadata, found: Metadata): boolean {
	const changes = diffMetadata(before, meant);
	const missing = new Set(diffMetadata(found, meant).map(({ key }) => key));
	const set = changes.filter(({ after }) => after !== undefined);
	return (set.length > 0 ? set : changes).every(({ key }) => !missing.has(key));
}

function discrepancyText(discrepancies: readonly Discrepancy[]): string | null {
	if (discrepancies.length === 0) return null;
	const words = { 'came-back': 'is still there', missing: 'is missing', different: 'has another value' };
	const parts = discrepancies.map(({ key, kind }) => `${key} ${words[kind]}`);
	return `The server has something other than what was sent: ${parts.join(', ')}.`;
}
