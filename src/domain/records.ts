import type { Instant } from './instant.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { TriageStatus } from './triage.ts';

export type WriteOperation = 'create' | 'update-metadata' | 'delete' | 'add-message' | 'restore';

/** How an attempt stands: `unknown` is one that may have happened, though its answer was lost. */
export type WriteOutcome = 'begun' | 'done' | 'failed' | 'conflict' | 'unknown';

/** One line of the journal: an attempt begins with one, and ends with another of the same `attempt`. */
export type JournalEntry = {
	readonly attempt: string;
	readonly at: Instant;
	readonly operation: WriteOperation;
	/** Null for a conversation that is not there yet. */
	readonly conversationId: string | null;
	/** The run over many conversations that it belongs to; null for one alone. */
	readonly runId: string | null;
	/** What was there, as far as it was known; null where there was nothing. */
	readonly before: JsonValue;
	/** What was asked for; at the end, what the server answered with. */
	readonly after: JsonValue;
	readonly outcome: WriteOutcome;
	/** Why it failed, or what is odd about it, in a sentence. */
	readonly problem: string | null;
};

/** A conversation with everything that belongs to it, as the server sent it. */
export type WholeConversation = {
	readonly conversation: JsonObject;
	readonly messages: readonly JsonValue[];
	readonly insights: readonly JsonValue[];
};

/** One conversation in the trash. `pending`: the request to delete it was about to leave, and nothing says what became of it. */
export type TrashEntry = {
	/** What the trash knows it by. */
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

/** What a run over many conversations does to each. */
export type RunTask =
	| { readonly kind: 'set-key'; readonly key: string; readonly value: string }
	| { readonly kind: 'remove-key'; readonly key: string }
	| { readonly kind: 'ai-disabled'; readonly disabled: boolean }
	/** Says in metadata how triage stands, for each up to a message: its time, as ISO 8601. */
	| {
			readonly kind: 'triage';
			readonly status: TriageStatus;
			readonly owner: string;
			readonly reaches: readonly { readonly id: string; readonly at: string }[];
	  }
	| { readonly kind: 'delete' }
	/** To NDJSON at `path`, a conversation a line. */
	| { readonly kind: 'export'; readonly path: string }
	/** Takes metadata writes back, each from what it wrote to what was there. */
	| { readonly kind: 'undo'; readonly writes: readonly MetadataChange[] };

/** What a metadata write made of a conversation's map. */
export type MetadataChange = { readonly id: string; readonly before: JsonObject; readonly after: JsonObject };

export type RunPlan = {
	readonly id: string;
	readonly at: Instant;
	readonly task: RunTask;
	/** In the order in which they are worked off, each once. */
	readonly ids: readonly string[];
	/** What they were called when it was begun, as far as that was known: a deleted one cannot be asked any more. */
	readonly titles?: { readonly [id: string]: string };
};

/**
 * How one item of a run ended. `skipped`: nothing needed doing (it is as wanted, or gone); `conflict`: somebody else
 * changed the same key, and nothing was written.
 */
export type ItemOutcome =
	| { readonly kind: 'done'; readonly note: string | null }
	| { readonly kind: 'skipped'; readonly note: string }
	| { readonly kind: 'conflict'; readonly problem: string }
	| { readonly kind: 'failed'; readonly problem: string }
	/** It may have happened. */
	| { readonly kind: 'unknown'; readonly problem: string };

/** How an item stands: `begun` is on disk before its request leaves. */
export type ItemState = { readonly kind: 'waiting' } | { readonly kind: 'begun' } | ItemOutcome;

/** What is on disk of a run. `ended` is null for one that was cut off, or is still going on. */
export type RunHistory = {
	readonly plan: RunPlan;
	readonly items: ReadonlyMap<string, ItemState>;
	readonly ended: 'finished' | 'cancelled' | null;
	/** The process that works on it; where that is gone, an open run was cut off. */
	readonly isAlive: boolean;
};
