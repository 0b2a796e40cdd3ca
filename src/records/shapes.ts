import * as z from 'zod/mini';
import { exportFormats } from '../domain/export-choices.ts';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonText } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import type {
	BatchPlan,
	BatchTask,
	ItemOutcome,
	JournalEntry,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';

/** The schemas of tconv's own lines, which may be incomplete, edited, or of another version. */

const instant = z.pipe(
	z.string(),
	z.transform((text, context): Instant => {
		const read = parseInstant(text);
		if (read !== null) return read;
		context.issues.push({ code: 'custom', message: 'not a timestamp', input: text });
		return z.NEVER;
	}),
);

// Passed on without copying: a key such as `__proto__` must survive.
const anyJson = z.custom<JsonValue>((value) => value !== undefined);
const jsonObject = z.custom<JsonObject>((value) => isJsonObject(value as JsonValue | undefined));
const jsonList = z.custom<readonly JsonValue[]>((value) => Array.isArray(value));
const count = z.int().check(z.nonnegative());

const journalEntry = z.object({
	attempt: z.string(),
	at: instant,
	operation: z.enum(['create', 'update-metadata', 'delete', 'add-message', 'restore']),
	conversationId: z.nullable(z.string()),
	runId: z.nullable(z.string()),
	before: anyJson,
	after: anyJson,
	outcome: z.enum(['begun', 'done', 'failed', 'conflict', 'unknown']),
	problem: z.nullable(z.string()),
});

const wholeConversation = z.object({ conversation: jsonObject, messages: jsonList, insights: jsonList });

const trashHead = z.object({
	trash: z.literal(1),
	conversationId: z.string(),
	title: z.nullable(z.string()),
	endUser: z.string(),
	keptAt: instant,
	messages: count,
	insights: count,
	/** The bytes of the next line, without its line end: a shorter line is incomplete. */
	bodyBytes: count,
});

const exportChoices = z.object({
	format: z.enum(exportFormats),
	rows: z.enum(['conversations', 'turns']),
	isRedacted: z.boolean(),
	words: z.array(z.string()),
});
const spoolHead = z.object({ spool: z.literal(1), ids: z.array(z.string()) });

const change = z.object({ id: z.string(), before: jsonObject, after: jsonObject });
const task = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('set-key'), key: z.string(), value: z.string() }),
	z.object({ kind: z.literal('remove-key'), key: z.string() }),
	z.object({
		kind: z.literal('change-keys'),
		set: z.array(z.object({ key: z.string(), value: z.string() })),
		unset: z.array(z.string()),
	}),
	z.object({ kind: z.literal('ai-disabled'), disabled: z.boolean() }),
	z.object({ kind: z.literal('delete') }),
	z.object({
		kind: z.literal('export'),
		path: z.string(),
		// Batches of earlier versions wrote NDJSON as it came.
		choices: z._default(exportChoices, {
			format: 'ndjson',
			rows: 'conversations',
			isRedacted: false,
			words: [],
		}),
		spool: z._default(z.nullable(z.string()), null),
		filter: z._default(z.object({ queryText: z.string(), query: z.string() }), { queryText: '', query: '' }),
	}),
	z.object({
		kind: z.literal('triage'),
		status: z.enum(['done', 'open']),
		owner: z.string(),
		reaches: z.array(z.object({ id: z.string(), at: z.string() })),
	}),
	z.object({ kind: z.literal('undo'), writes: z.array(change) }),
]);

const itemState = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('begun') }),
	z.object({ kind: z.literal('done'), note: z.nullable(z.string()) }),
	z.object({ kind: z.literal('skipped'), note: z.string() }),
	z.object({ kind: z.literal('conflict'), problem: z.string() }),
	z.object({ kind: z.literal('failed'), problem: z.string() }),
	z.object({ kind: z.literal('unknown'), problem: z.string() }),
]);

const batchPlan = z.object({
	run: z.literal(1),
	id: z.string(),
	at: instant,
	task,
	ids: z.array(z.string()),
	titles: z.optional(z.record(z.string(), z.string())),
});

const batchLine = z.union([
	z.object({ item: z.string(), state: itemState }),
	z.object({ worker: z.object({ pid: z.int(), started: z.string() }) }),
	z.object({ ended: z.enum(['finished', 'cancelled']) }),
]);

const restoration = z.object({ attempt: z.string(), at: instant });

const doneOne = z.object({ id: z.string(), until: z.nullable(instant) });

const heldOne = z.object({ id: z.string(), at: instant });

const lock = z.object({ pid: z.int(), started: z.string(), host: z.string(), id: z.string() });

/** The first line of a file in the trash. */
export type TrashHead = Omit<TrashEntry, 'name' | 'state' | 'bytes'> & { readonly bodyBytes: number };

/** The process that runs a batch; `started` distinguishes it from a later one with the same number. */
export type Worker = { readonly pid: number; readonly started: string };

/** A line of a batch after its first. */
export type BatchLine =
	| { readonly item: string; readonly state: { readonly kind: 'begun' } | ItemOutcome }
	| { readonly worker: Worker }
	| { readonly ended: 'finished' | 'cancelled' };

/** Parses a line of the journal; null for an invalid line. */
export const readJournalEntry = (line: string): JournalEntry | null => decoded(journalEntry, line);

/** Parses a stored conversation; null for an invalid line. */
export const readWhole = (line: string): WholeConversation | null => decoded(wholeConversation, line);

/** Parses the first line of a file in the trash; null for an invalid line. */
export function readTrashHead(line: string): TrashHead | null {
	const read = decoded(trashHead, line);
	if (read === null) return null;
	const { trash: _, ...head } = read;
	return head;
}

/** The ids in the first line of a spool; null for an invalid line. */
export const readSpoolHead = (line: string): readonly string[] | null =>
	decoded(spoolHead, line)?.ids ?? null;

/** Parses the first line of a batch; null for an invalid line. */
export function readBatchPlan(line: string): BatchPlan | null {
	const read = decoded(batchPlan, line);
	if (read === null) return null;
	const { id, at, ids, titles } = read;
	return { id, at, task: read.task satisfies BatchTask, ids, ...(titles === undefined ? {} : { titles }) };
}

/** Parses a later line of a batch; null for an invalid line. */
export const readBatchLine = (line: string): BatchLine | null => decoded(batchLine, line);

/** An unfinished restoration, as text and back; null for an invalid text. */
export const writeRestoration = (one: z.output<typeof restoration>): string =>
	JSON.stringify({ ...one, at: formatInstant(one.at) });
export const readRestoration = (text: string): z.output<typeof restoration> | null =>
	decoded(restoration, text);

/** Parses one takeover; null for an invalid text. */
export const readTakeover = (text: string): { readonly id: string; readonly at: Instant } | null =>
	decoded(heldOne, text);

/** One conversation marked done: through the message of that time, or not done (null). */
type DoneMark = { readonly id: string; readonly doneThrough: Instant | null };

/** A done mark as a line and back; null for an invalid line. */
export const writeDone = ({ id, doneThrough }: DoneMark): string =>
	JSON.stringify({ id, until: doneThrough === null ? null : formatInstant(doneThrough) });
export function readDone(line: string): DoneMark | null {
	const read = decoded(doneOne, line);
	return read === null ? null : { id: read.id, doneThrough: read.until };
}

/** The owner of a lock file, as text and back; null for an invalid text. */
export const writeLock = (owner: z.output<typeof lock>): string => `${JSON.stringify(owner)}\n`;
export const readLock = (text: string): z.output<typeof lock> | null => decoded(lock, text);

/** Records as lines, in the form that the parsers above read. Instants are ISO 8601. */
export const writeTrashHead = (head: TrashHead): string =>
	JSON.stringify({ trash: 1, ...head, keptAt: formatInstant(head.keptAt) });
export const writeBatchPlan = (plan: BatchPlan): string =>
	jsonText({ run: 1, ...plan, at: formatInstant(plan.at) });
export const writeTakeover = ({ id, at }: { readonly id: string; readonly at: Instant }): string =>
	`${JSON.stringify({ id, at: formatInstant(at) })}\n`;
export const writeBatchLine = (line: BatchLine): string => JSON.stringify(line);

/** Parses and validates a line; null if it is not JSON or has another shape. */
function decoded<T extends z.ZodMiniType>(schema: T, line: string): z.output<T> | null {
	const result = schema.safeParse(parseJsonText(line));
	return result.success ? result.data : null;
}
