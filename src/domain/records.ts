import type { ExportChoices } from './export-choices.ts';
import type { Instant } from './instant.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { TriageStatus } from './triage.ts';

export type WriteOperation = 'create' | 'update-metadata' | 'delete' | 'add-message' | 'restore';

/** The state of an attempt. `unknown` may have happened: no answer arrived, or the answer did not say. */
export type WriteOutcome = 'begun' | 'done' | 'failed' | 'conflict' | 'unknown';

/** One journal line. An attempt starts with one line and ends with a second of the same `attempt`. */
export type JournalEntry = {
	readonly attempt: string;
	readonly at: Instant;
	readonly operation: WriteOperation;
	/** Null for a conversation that does not exist yet. */
	readonly conversationId: string | null;
	/** The batch that the write belongs to; null for a single write. */
	readonly runId: string | null;
	/** The known state before the write; null if there was none. */
	readonly before: JsonValue;
	/** The requested state; on the closing line, the server's answer. */
	readonly after: JsonValue;
	readonly outcome: WriteOutcome;
	/** Why it failed, or a remark about the answer, as a sentence. */
	readonly problem: string | null;
};

/** A conversation with its messages and insights, as the server sent them. */
export type WholeConversation = {
	readonly conversation: JsonObject;
	readonly messages: readonly JsonValue[];
	readonly insights: readonly JsonValue[];
};

/**
 * A conversation in the trash. `pending` means the delete request was about to leave and its result was not recorded.
 */
export type TrashEntry = {
	/** The name of the entry within the trash. */
	readonly name: string;
	readonly conversationId: string;
	readonly title: string | null;
	readonly endUser: string;
	readonly keptAt: Instant;
	readonly state: 'pending' | 'deleted';
	readonly messages: number;
	readonly insights: number;
	readonly bytes: number;
};

/** Fetches conversations into a spool; the file at `path` is written from there. */
export type ExportTask = {
	readonly kind: 'export';
	readonly path: string;
	readonly choices: ExportChoices;
	/** The id of the spool; null for the id of the batch itself. */
	readonly spool: string | null;
	/** The list at the time: its filter as query text, and as the query string of the API. */
	readonly filter: { readonly queryText: string; readonly query: string };
};

/** The task that a batch applies to each conversation. */
export type BatchTask =
	| { readonly kind: 'set-key'; readonly key: string; readonly value: string }
	| { readonly kind: 'remove-key'; readonly key: string }
	/** Sets and removes several keys with one request. */
	| {
			readonly kind: 'change-keys';
			readonly set: readonly { readonly key: string; readonly value: string }[];
			readonly unset: readonly string[];
	  }
	| { readonly kind: 'ai-disabled'; readonly disabled: boolean }
	/**
	 * Writes the triage status into metadata. Each conversation is done through a message, named by its time in ISO 8601.
	 */
	| {
			readonly kind: 'triage';
			readonly status: TriageStatus;
			readonly owner: string;
			readonly reaches: readonly { readonly id: string; readonly at: string }[];
	  }
	| { readonly kind: 'delete' }
	| ExportTask
	/** Reverts metadata writes, each from its `after` to its `before`. */
	| { readonly kind: 'undo'; readonly writes: readonly MetadataChange[] };

/** A conversation's map before and after a metadata write. */
export type MetadataChange = { readonly id: string; readonly before: JsonObject; readonly after: JsonObject };

export type BatchPlan = {
	readonly id: string;
	readonly at: Instant;
	readonly task: BatchTask;
	/** In processing order, without duplicates. */
	readonly ids: readonly string[];
	/** Titles known when the batch began: a deleted conversation can no longer be fetched. */
	readonly titles?: { readonly [id: string]: string };
};

/**
 * How one item of a batch ended. `skipped`: already as wanted, or gone. `conflict`: another writer changed the same
 * key, so nothing was written.
 */
export type ItemOutcome =
	| { readonly kind: 'done'; readonly note: string | null }
	| { readonly kind: 'skipped'; readonly note: string }
	| { readonly kind: 'conflict'; readonly problem: string }
	| { readonly kind: 'failed'; readonly problem: string }
	/** It may have happened. */
	| { readonly kind: 'unknown'; readonly problem: string };

/** The state of an item. `begun` is on disk before the request leaves. */
export type ItemState = { readonly kind: 'waiting' } | { readonly kind: 'begun' } | ItemOutcome;

/** The record of a batch on disk. `ended` is null while the batch is running and after it was cut off. */
export type BatchHistory = {
	readonly plan: BatchPlan;
	readonly items: ReadonlyMap<string, ItemState>;
	readonly ended: 'finished' | 'cancelled' | null;
	/** True while the process that runs it is alive. An open batch without a process was cut off. */
	readonly isAlive: boolean;
};

/** One write, combined from its two journal lines. */
export type JournalAttempt = Pick<
	JournalEntry,
	'attempt' | 'operation' | 'conversationId' | 'runId' | 'before' | 'problem'
> & {
	readonly begunAt: Instant;
	/** Null if the journal has no end for this write. */
	readonly endedAt: Instant | null;
	readonly outcome: JournalEntry['outcome'];
	/** The server's answer, or the request if there was none. */
	readonly after: JsonValue;
};

/** Groups journal lines (oldest first) into writes. The write that began last comes first. */
export function attemptsOf(entries: readonly JournalEntry[]): readonly JournalAttempt[] {
	const attempts = new Map<string, JournalAttempt>();
	for (const { at, ...entry } of entries) {
		const begun = attempts.get(entry.attempt);
		const endedAt = entry.outcome === 'begun' ? null : at;
		attempts.set(entry.attempt, { ...entry, begunAt: begun?.begunAt ?? at, endedAt });
	}
	return [...attempts.values()].reverse();
}
