import * as z from 'zod/mini';
import { isNestedBeyond } from '../domain/json.ts';
import { parseJsonText, readJsonSource } from '../domain/json-source.ts';
import type { ConversationBundle } from '../domain/wire.ts';
import { deepestNesting, issueText, timestamp } from './bodies.ts';

// Checks only the fields that the store and the API's shapes need. Unknown fields, roles and statuses pass: the data
// may be newer than this program.
const maybeText = z.nullish(z.string());
const object = z.record(z.string(), z.unknown());

const conversation = z.looseObject({
	id: z.string().check(z.minLength(1, 'Input should not be empty')),
	name: maybeText,
	created_at: timestamp,
	last_message_at: timestamp,
	metadata: object,
});

const toolCall = z.looseObject({ function: z.looseObject({ name: z.string(), arguments: z.string() }) });

const message = z.looseObject({
	role: z.string(),
	text: maybeText,
	created_at: z.nullish(timestamp),
	sent_at: z.nullish(timestamp),
	metadata: z.nullish(object),
	tool_calls: z.nullish(z.array(toolCall)),
});

const insightResult = z.looseObject({
	id: z.string(),
	status: z.string(),
	created_at: timestamp,
	conversation_insights: z.array(z.looseObject({ insight_id: z.string(), result: z.string() })),
});

const bundle = z.looseObject({
	conversation,
	messages: z.array(z.nullable(message)),
	insights: z.array(insightResult),
});

/** A bundle, or the problem with its place: `messages[3].role: Input should be a string`. */
export type ReadBundle =
	| { readonly ok: true; readonly bundle: ConversationBundle }
	| { readonly ok: false; readonly problem: string };

/** Reads one line of an NDJSON file: a conversation with its messages and insights. Keeps unknown fields. */
export function readBundle(line: string): ReadBundle {
	const json = parseJsonText(line);
	if (json === undefined) {
		const read = readJsonSource(line);
		return { ok: false, problem: `not valid JSON (${read.ok ? line.slice(0, 40) : read.problem})` };
	}
	if (isNestedBeyond(json, deepestNesting))
		return { ok: false, problem: `nested more than ${deepestNesting} levels deep` };
	const result = bundle.safeParse(json);
	// Decoding boundary: the original object instead of zod's copy, to keep unknown fields and their order.
	if (result.success) return { ok: true, bundle: json as ConversationBundle };
	const [first] = result.error.issues;
	return { ok: false, problem: first === undefined ? 'not a conversation' : sentence(first) };
}

function sentence(issue: z.core.$ZodIssue): string {
	const where = issue.path
		.map((part, index) =>
			typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
		)
		.join('');
	const text = issueText(issue);
	return where === '' ? text : `${where}: ${text}`;
}
