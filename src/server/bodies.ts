import * as z from 'zod/mini';
import { parseInstant } from '../domain/instant.ts';
import { isJsonObject, isNestedBeyond, type JsonObject, type JsonValue, jsonText } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import type { HandlerContext } from './environment.ts';
import { badRequest, endedEarly, invalid, telnyxFailure, type ValidationProblem } from './errors.ts';

/** The size limit of a request body, in bytes. */
export const largestBody = 1_000_000;

/** The nesting limit of arrays and objects in a body. Deeper JSON could be neither checked nor written. */
export const deepestNesting = 500;

// Null counts as missing, as in the API's own optional fields. Unknown fields are ignored.
const optional = <T extends z.ZodMiniType>(schema: T) =>
	z.pipe(
		z.nullish(schema),
		z.transform((value) => value ?? undefined),
	);

/** An object without loss: a zod record drops `__proto__` and the order of keys. */
const object = z.pipe(
	z.custom<JsonValue>(() => true),
	z.transform((value, context): JsonObject => {
		if (isJsonObject(value)) return value;
		context.issues.push({ code: 'invalid_type', expected: 'record', input: value });
		return z.NEVER;
	}),
);
const nonEmpty = z.string().check(z.minLength(1, 'Input should not be empty'));

/** A timestamp that the store can hold. */
export const timestamp = z.string().check(
	z.refine((text) => {
		const instant = parseInstant(text);
		return instant !== null && Number.isSafeInteger(instant);
	}, 'Input should be a timestamp such as 2026-10-15T16:05:41.651903+00:00'),
);

/** `POST /ai/conversations` */
export const createBody = z.object({ name: optional(z.string()), metadata: optional(object) });

/** `PUT /ai/conversations/{id}` */
export const updateBody = z.object({ metadata: optional(object) });

/** `POST /ai/conversations/{id}/message` */
export const messageBody = z.object({
	role: nonEmpty,
	content: optional(z.string()),
	name: optional(z.string()),
	sent_at: optional(timestamp),
	metadata: optional(object),
	tool_calls: optional(z.array(object)),
	tool_call_id: optional(z.string()),
	tool_choice: optional(z.union([z.string(), object])),
});

/** 413: the body exceeds `largestBody`. */
export function bodyTooLarge() {
	return telnyxFailure(
		413,
		'10015',
		'Bad Request',
		`The request body is larger than ${largestBody.toLocaleString('en')} bytes.`,
		{},
		// The rest of the body is still arriving, so the connection cannot be reused.
		{ connection: 'close' },
	);
}

/**
 * Reads and validates a JSON body.
 * @throws {ApiFailure} 422 in the API's validation format; 400 if the body ended early.
 */
export async function readBody<T>(context: HandlerContext, schema: z.ZodMiniType<T>): Promise<T> {
	const text = await context.req.text().catch(() => {
		throw badRequest(endedEarly);
	});
	if (text.trim() === '') throw invalid([{ loc: ['body'], msg: 'Field required', type: 'missing' }]);
	const json = parseJsonText(text);
	if (json === undefined)
		throw invalid([{ loc: ['body'], msg: 'The body is not valid JSON', type: 'json_invalid' }]);
	if (isNestedBeyond(json, deepestNesting))
		throw invalid([
			{
				loc: ['body'],
				msg: `Input should be nested at most ${deepestNesting} levels deep`,
				type: 'too_deep',
			},
		]);
	const result = schema.safeParse(json, { reportInput: true });
	if (result.success) return result.data;
	throw invalid(result.error.issues.map(problemOf));
}

/** 200 with JSON exactly as stored, including the digits of numbers. */
export function jsonAnswer(context: HandlerContext, body: JsonValue): Response {
	return context.body(jsonText(body), 200, { 'content-type': 'application/json' });
}

function problemOf(issue: z.core.$ZodIssue): ValidationProblem {
	const loc = ['body', ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
	if (issue.code === 'invalid_type' && issue.input === undefined)
		return { loc, msg: 'Field required', type: 'missing' };
	return { loc, msg: issueText(issue), type: issue.code };
}

/** Describes a problem in words; zod's small build has no messages of its own. */
export function issueText(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'invalid_type':
			return `Input should be ${article(issue.expected)}`;
		case 'invalid_union':
			return 'Input has a type that is not allowed here';
		default:
			return issue.message;
	}
}

function article(type: string): string {
	const name = type === 'record' ? 'object' : type;
	return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}
