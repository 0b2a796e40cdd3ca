import * as z from 'zod/mini';
import { parseInstant } from '../domain/instant.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../domain/json.ts';
import type { HandlerContext } from './environment.ts';
import { badRequest, invalid, telnyxFailure, type ValidationProblem } from './errors.ts';

/** What a request body may weigh, in bytes. */
export const largestBody = 1_000_000;

// A null field counts as a missing one, as the API's own optional fields do. Unknown fields are not looked at.
const optional = <T extends z.ZodMiniType>(schema: T) =>
	z.pipe(
		z.nullish(schema),
		z.transform((value) => value ?? undefined),
	);

/** A map of texts, as it came: what zod makes of a record has no `__proto__` in it. */
const metadata = z.pipe(
	z.custom<JsonValue>(() => true),
	z.transform((value, context): JsonObject => {
		if (!isJsonObject(value)) {
			context.issues.push({ code: 'invalid_type', expected: 'record', input: value });
			return z.NEVER;
		}
		for (const [key, input] of Object.entries(value)) {
			if (typeof input !== 'string')
				context.issues.push({ code: 'invalid_type', expected: 'string', input, path: [key] });
		}
		return value;
	}),
);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const nonEmpty = z.string().check(z.minLength(1, 'Input should not be empty'));

/** A timestamp that the store can hold. */
export const timestamp = z.string().check(
	z.refine((text) => {
		const instant = parseInstant(text);
		return instant !== null && Number.isSafeInteger(instant);
	}, 'Input should be a timestamp such as 2026-10-15T16:05:41.651903+00:00'),
);

/** `POST /ai/conversations` */
export const createBody = z.object({ name: optional(z.string()), metadata: optional(metadata) });

/** `PUT /ai/conversations/{id}` */
export const updateBody = z.object({ metadata: optional(metadata) });

/** `POST /ai/conversations/{id}/message` */
export const messageBody = z.object({
	role: nonEmpty,
	content: optional(z.string()),
	name: optional(z.string()),
	sent_at: optional(timestamp),
	metadata: optional(z.record(z.string(), z.union([scalar, z.array(scalar)]))),
	tool_calls: optional(z.array(z.record(z.string(), z.json()))),
	tool_call_id: optional(z.string()),
	tool_choice: optional(z.union([z.string(), z.record(z.string(), z.json())])),
});

/** 413: the body is larger than `largestBody`. */
export function bodyTooLarge() {
	return telnyxFailure(
		413,
		'10015',
		'Bad Request',
		`The request body is larger than ${largestBody.toLocaleString('en')} bytes.`,
		{},
		// The rest of the body is still on its way: nothing more can be said on this connection.
		{ connection: 'close' },
	);
}

/**
 * Reads and checks a JSON body.
 * @throws {ApiFailure} 422 in the API's validation shape; 400 when the body did not come through whole.
 */
export async function readBody<T>(context: HandlerContext, schema: z.ZodMiniType<T>): Promise<T> {
	const text = await context.req.text().catch(() => {
		throw badRequest('The request body ended early.');
	});
	if (text.trim() === '') throw invalid([{ loc: ['body'], msg: 'Field required', type: 'missing' }]);
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw invalid([{ loc: ['body'], msg: 'The body is not valid JSON', type: 'json_invalid' }]);
	}
	const result = schema.safeParse(json, { reportInput: true });
	if (result.success) return result.data;
	throw invalid(result.error.issues.map(problemOf));
}

function problemOf(issue: z.core.$ZodIssue): ValidationProblem {
	const loc = ['body', ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
	if (issue.code === 'invalid_type' && issue.input === undefined)
		return { loc, msg: 'Field required', type: 'missing' };
	return { loc, msg: issueText(issue), type: issue.code };
}

/** What is wrong, in words; zod's small build brings none of its own. */
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
