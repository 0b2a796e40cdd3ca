import * as z from 'zod/mini';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import { textOf } from './written-texts.ts';

/**
 * A row must have only the fields that make it usable. Others may be missing, null, unknown or undocumented; unknown
 * fields are not copied, because a row can have 400,000 of them and `raw` keeps the row anyway.
 */

/** A timestamp in microseconds; null if null, missing or ''. Any other text makes the row invalid. */
const timestamp = z.pipe(
	z.nullish(z.string()),
	z.transform((text, context): Instant | null => {
		if (text === undefined || text === null || text === '') return null;
		const instant = parseInstant(text);
		if (instant === null) {
			context.issues.push({ code: 'custom', message: 'not a timestamp', input: text });
			return z.NEVER;
		}
		return instant;
	}),
);

/** The parsed object itself, not a copy: a key such as `__proto__` must survive. */
const jsonObject = z.pipe(
	z.nullish(z.custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'expected an object')),
	z.transform((value): JsonObject => value ?? {}),
);

/** Text unchanged, null or missing as '', any other value as JSON. */
const anythingAsText = z.pipe(z.nullish(z.custom<JsonValue>(() => true)), z.transform(textOf));

const nullableText = z.pipe(
	z.nullish(z.string()),
	z.transform((text) => text ?? null),
);

const textOrNothing = z.pipe(
	z.nullish(z.string()),
	z.transform((text) => text ?? ''),
);

const id = z.string().check(z.minLength(1, 'expected an id'));

function listOf<T extends z.ZodMiniType>(item: T) {
	return z.pipe(
		z.nullish(z.array(item)),
		z.transform((list) => list ?? []),
	);
}

export const conversationSchema = z.object({
	id,
	name: nullableText,
	created_at: timestamp,
	last_message_at: timestamp,
	metadata: jsonObject,
});

export const messageSchema = z.object({
	role: z.string(),
	text: nullableText,
	created_at: timestamp,
	sent_at: timestamp,
	metadata: jsonObject,
	tool_call_id: nullableText,
	tool_calls: listOf(
		z.object({
			id: nullableText,
			function: z.object({ name: z.string(), arguments: anythingAsText }),
		}),
	),
});

export const insightResultSchema = z.object({
	id,
	status: z.string(),
	created_at: timestamp,
	conversation_insights: listOf(z.object({ insight_id: textOrNothing, result: anythingAsText })),
});

export const insightTemplateSchema = z.object({ id, name: textOrNothing, instructions: textOrNothing });

export const assistantSchema = z.object({ id, name: textOrNothing });

export const aggregateSchema = z.object({ record_count: z.number() });
