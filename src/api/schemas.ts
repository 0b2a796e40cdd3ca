import * as z from 'zod/mini';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonText } from '../domain/json.ts';

/** What the rows must have to be of use. All else may be missing, null, unknown, or more than is documented. */

/** A timestamp as microseconds; null for null, nothing, or ''. Text that is no timestamp is a fault of the row. */
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

/** An object as JSON.parse gave it, not a copy: a key such as `__proto__` must survive. */
const jsonObject = z.pipe(
	z.nullish(z.custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'expected an object')),
	z.transform((value): JsonObject => value ?? {}),
);

/** Text as it is, nothing as '', and what should have been text as JSON. */
const anythingAsText = z.pipe(
	z.nullish(z.custom<JsonValue>(() => true)),
	z.transform((value) =>
		typeof value === 'string' ? value : value === undefined || value === null ? '' : jsonText(value),
	),
);

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

export const conversationSchema = z.looseObject({
	id,
	name: nullableText,
	created_at: timestamp,
	last_message_at: timestamp,
	metadata: jsonObject,
});

export const messageSchema = z.looseObject({
	role: z.string(),
	text: nullableText,
	created_at: timestamp,
	sent_at: timestamp,
	metadata: jsonObject,
	tool_call_id: nullableText,
	tool_calls: listOf(
		z.looseObject({
			id: nullableText,
			function: z.looseObject({ name: z.string(), arguments: anythingAsText }),
		}),
	),
});

export const insightResultSchema = z.looseObject({
	id,
	status: z.string(),
	created_at: timestamp,
	conversation_insights: listOf(z.looseObject({ insight_id: textOrNothing, result: anythingAsText })),
});

export const insightTemplateSchema = z.looseObject({ id, name: textOrNothing, instructions: textOrNothing });

export const assistantSchema = z.looseObject({ id, name: textOrNothing });

export const aggregateSchema = z.looseObject({ record_count: z.number() });
