import * as z from 'zod/mini';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import type {
	ItemOutcome,
	JournalEntry,
	RunPlan,
	RunTask,
	TrashEntry,
	WholeConversation,
} from '../domain/records.ts';

/** What the lines of our own files must be to be believed: they may be cut, edited, or of another version. */

const instant = z.pipe(
	z.string(),
	z.transform((text, context): Instant => {
		const read = parseInstant(text);
		if (read !== null) return read;
		context.issues.push({ code: 'custom', message: 'not a timestamp', input: text });
		return z.NEVER;
	}),
);

// Handed on as they are, not copied: a key such as `__proto__` must survive.
const anyJson = z.custom<JsonValue>((value) => value !== undefined);
const jsonObject = z.custom<JsonObject>(
	(value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
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
	/** Of the line below, without its end: what is shorter was cut off. */
	bodyBytes: count,
});

const change = z.object({ id: z.string(), before: jsonObject, after: jsonObject });
const task = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('set-key'), key: z.string(), value: z.string() }),
	z.object({ kind: z.literal('remove-key'), key: z.string() }),
	z.object({ kind: z.literal('ai-disabled'), disabled: z.boolean() }),
	z.object({ kind: z.literal('delete') }),
	z.object({ kind: z.literal('export'), path: z.string() }),
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

const runPlan = z.object({
	run: z.literal(1),
	id: z.string(),
	at: instant,
	task,
	ids: z.array(z.string()),
	titles: z.optional(z.record(z.string(), z.string())),
});

const runLine = z.union([
	z.object({ item: z.string(), state: itemState }),
	z.object({ worker: z.object({ pid: z.int(), started: z.string() }) }),
	z.object({ ended: z.enum(['finished', 'cancelled']) }),
]);

const restoration = z.object({ attempt: z.string(), at: instant });

const doneOne = z.object({ id: z.string(), until: z.nullable(instant) });

const heldOne = z.object({ id: z.string(), at: instant });

/** The first line of a file in the trash. */
export type TrashHead = Omit<TrashEntry, 'name' | 'state' | 'bytes'> & { readonly bodyBytes: number };

/** The process that works on a run; `started` tells it from a later one with the same number. */
export type Worker = { readonly pid: number; readonly started: string };

/** A line of a run after its first. */
export type RunLine =
	| { readonly item: string; readonly state: { readonly kind: 'begun' } | ItemOutcome }
	| { readonly worker: Worker }
	| { readonly ended: 'finished' | 'cancelled' };

/** Reads a line of the journal; null for one that is none. */
export const readJournalEntry = (line: string): JournalEntry | null => decoded(journalEntry, line);

/** Reads a conversation as it was kept; null for a line that is none. */
export const readWhole = (line: string): WholeConversation | null => decoded(wholeConversation, line);

/** Reads the first line of a file in the trash; null for one that is none. */
export function readTrashHead(line: string): TrashHead | null {
	const read = decoded(trashHead, line);
	if (read === null) return null;
	const { trash: _, ...head } = read;
	return head;
}

/** Reads the first line of a run; null for one that is none. */
export function readRunPlan(line: string): RunPlan | null {
	const read = decoded(runPlan, line);
	if (read === null) return null;
	const { id, at, ids, titles } = read;
	return { id, at, task: read.task satisfies RunTask, ids, ...(titles === undefined ? {} : { titles }) };
}

/** Reads another line of a run; null for one that is none. */
export const readRunLine = (line: string): RunLine | null => decoded(runLine, line);

/** A restoration that was begun, as text and back; null for a text that is none. */
export const writeRestoration = (one: z.output<typeof restoration>): string =>
	JSON.stringify({ ...one, at: formatInstant(one.at) });
export const readRestoration = (text: string): z.output<typeof restoration> | null =>
	decoded(restoration, text);

/** Reads one conversation that is held; null for a text that is none. */
export const readHeld = (text: string): { readonly id: string; readonly at: Instant } | null =>
	decoded(heldOne, text);

/** A conversation that is done up to a moment, or not any more, as a line and back; null for a line that is none. */
export const writeDone = ({ id, until }: z.output<typeof doneOne>): string =>
	JSON.stringify({ id, until: until === null ? null : formatInstant(until) });
export const readDone = (line: string): z.output<typeof doneOne> | null => decoded(doneOne, line);

/** Records as lines, the way they are read above. Instants are ISO 8601. */
export const writeTrashHead = (head: TrashHead): string =>
	JSON.stringify({ trash: 1, ...head, keptAt: formatInstant(head.keptAt) });
export const writeRunPlan = (plan: RunPlan): string =>
	JSON.stringify({ run: 1, ...plan, at: formatInstant(plan.at) });
export const writeHeld = ({ id, at }: { readonly id: string; readonly at: Instant }): string =>
	`${JSON.stringify({ id, at: formatInstant(at) })}\n`;
export const writeRunLine = (line: RunLine): string => JSON.stringify(line);

/** What is read from a line: its value, decoded; null where it is no JSON or has another shape. */
function decoded<T extends z.ZodMiniType>(schema: T, line: string): z.output<T> | null {
	let json: unknown;
	try {
		json = JSON.parse(line);
	} catch {
		return null;
	}
	const result = schema.safeParse(json);
	return result.success ? result.data : null;
}
