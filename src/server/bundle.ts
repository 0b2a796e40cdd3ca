import { z } from 'zod';
import { parseInstant } from '../domain/instant.ts';
import type { ConversationBundle } from '../domain/wire.ts';

// Only what the store and the API's shapes rest on is checked. Unknown fields, roles and statuses pass: the data may be
// newer than this program.
const timestamp = z.string().refine(
	(text) => {
		const instant = parseInstant(text);
		return instant !== null && Number.isSafeInteger(instant);
	},
	{ error: 'is no timestamp' },
);
const optionalText = z.string().nullish();

const conversation = z.looseObject({
	id: z.string().min(1, { error: 'is empty' }),
	name: optionalText,
	created_at: timestamp,
	last_message_at: timestamp,
	metadata: z.record(z.string(), z.unknown()),
});

const message = z.looseObject({
	role: z.string(),
	text: optionalText,
	created_at: timestamp.nullish(),
	sent_at: timestamp.nullish(),
	metadata: z.record(z.string(), z.unknown()).nullish(),
	tool_calls: z
		.array(
			z.looseObject({
				function: z.looseObject({ name: z.string(), arguments: z.string() }),
			}),
		)
		.nullish(),
});

const insightResult = z.looseObject({
	id: z.string(),
	status: z.string(),
	created_at: timestamp,
	conversation_insights: z.array(z.looseObject({ insight_id: z.string(), result: z.string() })),
});

const bundle = z.looseObject({
	conversation,
	messages: z.array(message),
	insights: z.array(insightResult),
});

/** A bundle, or what is wrong with it and where: `messages[3].role: expected string, received number`. */
export type ReadBundle =
	| { readonly ok: true; readonly bundle: ConversationBundle }
	| { readonly ok: false; readonly problem: string };

/** Reads one line of an NDJSON file: a conversation with its messages and insights, unknown fields kept. */
export function readBundle(line: string): ReadBundle {
	let json: unknown;
	try {
		json = JSON.parse(line);
	} catch (error) {
		return { ok: false, problem: `not valid JSON (${error instanceof Error ? error.message : error})` };
	}
	const result = bundle.safeParse(json);
	// Decoding boundary: the object as it came, not the copy, so that unknown fields and their order stay.
	if (result.success) return { ok: true, bundle: json as ConversationBundle };
	const [first] = result.error.issues;
	return { ok: false, problem: first === undefined ? 'not a conversation' : sentence(first) };
}

function sentence({ path, message: text }: z.core.$ZodIssue): string {
	const where = path
		.map((part, index) =>
			typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
		)
		.join('');
	const what = text.replace(/^Invalid input: /, '');
	return where === '' ? what : `${where}: ${what}`;
}
