import { ApiError } from '../api/errors.ts';
import type { Conversation, Metadata } from '../domain/conversation.ts';
import {
	compareWritten,
	type Discrepancy,
	diffMetadata,
	type MetadataDifference,
	type MetadataMerge,
	withMine,
} from '../domain/metadata-merge.ts';
import { type Attempt, beginAnyway, sendWrite, type Writer } from './attempt.ts';
import { inTurn } from './in-turn.ts';
import { lostAnswer, problemOf, refuseReadOnly, unusedAnswer } from './write-error.ts';

/** The result of a change. `fromThem` are changes that others made meanwhile; they stay. */
export type MetadataOutcome =
	/** The metadata already has the change; nothing was sent. */
	| {
			readonly kind: 'unchanged';
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
	  }
	/**
	 * Someone else changed the same keys; nothing was sent. To continue, use `theirs.metadata` as `base` and
	 * `resolveConflicts(merge, values).merged` as `mine`.
	 */
	| { readonly kind: 'conflict'; readonly theirs: Conversation; readonly merge: MetadataMerge }
	| {
			readonly kind: 'written';
			/** The metadata just before the write. */
			readonly before: Metadata;
			readonly meant: Metadata;
			/** The conversation as the server has it now. */
			readonly conversation: Conversation;
			readonly fromThem: readonly MetadataDifference[];
			/** Differences between the server's result and the map that was sent. */
			readonly discrepancies: readonly Discrepancy[];
			/** An irregularity, as a sentence; null for none. */
			readonly note: string | null;
	  };

/** Most attempts to merge a change with concurrent writes. */
const mostRounds = 3;

/** A change of a conversation's metadata, computed from its current map. */
type Change = {
	readonly id: string;
	/** The run over many conversations that it belongs to. */
	readonly runId: string | null;
	readonly change: (now: Metadata) => MetadataMerge;
	/** Called where it fails, before the next write to the conversation begins. */
	readonly onFailed?: () => void;
};

/** Writes a change computed from the current map, such as setting one key. */
export async function changeMetadata(
	writer: Writer,
	change: Change,
	signal?: AbortSignal,
): Promise<MetadataOutcome> {
	refuseReadOnly(writer.api);
	const work = async (): Promise<MetadataOutcome> => {
		try {
			for (let round = 1; ; round += 1) {
				const outcome = await changeOnce(writer, change, signal, round === mostRounds);
				if (outcome !== 'changed-meanwhile') return outcome;
			}
		} catch (error) {
			change.onFailed?.();
			throw error;
		}
	};
	return inTurn(writer, change.id, work, signal);
}

/**
 * Returns `changed-meanwhile` if someone else wrote before the request could be repeated, so that the change must be
 * merged again.
 */
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
		const attempt = await beginAnyway(writer, { ...entry, after: withMine(merge) });
		await attempt.end({ outcome: 'conflict', problem: `Someone else changed ${keys}; nothing was sent.` });
		return { kind: 'conflict', theirs, merge };
	}
	if (diffMetadata(before, meant).length === 0) return { kind: 'unchanged', conversation: theirs, fromThem };

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
	const note =
		sent.kind === 'answered' ? null : `${unusedAnswer(sent.error)} A second read shows the change.`;
	await attempt.end({
		outcome: 'done',
		after: conversation.metadata,
		problem: [note, discrepancyText(discrepancies)].filter((text) => text !== null).join(' ') || null,
	});
	return { kind: 'written', before, meant, conversation, fromThem, discrepancies, note };
}

/** Someone wrote since the conversation was read, so the map must not be sent again. */
class ChangedMeanwhile extends ApiError {}

function refuseStale(before: Metadata, now: Metadata): void {
	if (diffMetadata(before, now).length === 0) return;
	throw new ChangedMeanwhile({
		kind: 'conflict',
		sentence: 'Someone else changed the metadata before each attempt to save.',
		advice: 'Try again.',
	});
}

/**
 * Returns the conversation if it has the change after all, null if the change must be merged again; otherwise ends the
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
			const problem = 'Someone else wrote before the retry; the change is merged again.';
			await attempt.end({ outcome: 'failed', problem });
			return null;
		}
		const isTold = error.status !== null && error.status < 300;
		if (found === null || isTold || isTouched(before, meant, found.metadata)) {
			await attempt.end({ outcome: 'unknown', problem: problemOf(error) });
			throw lostAnswer(
				error,
				found === null || isTouched(before, meant, found.metadata)
					? 'The metadata may have been saved anyway.'
					: 'A second read does not show the change, but it may still arrive.',
				'Refresh the conversation to see its current metadata.',
			);
		}
	}
	await attempt.end({ outcome: 'failed', problem: problemOf(error) });
	throw error;
}

/**
 * True if a key of the change differs from before: by this write, by the server's own conversion, or by someone else.
 */
function isTouched(before: Metadata, meant: Metadata, found: Metadata): boolean {
	const moved = new Set(diffMetadata(before, found).map(({ key }) => key));
	return diffMetadata(before, meant).some(({ key }) => moved.has(key));
}

/**
 * True if all keys to set have their values. Removed keys count only if none was set: a server that merges keeps them.
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
	return `The server stored a different result: ${parts.join(', ')}.`;
}
