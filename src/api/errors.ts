import { redactKeys } from '../text/redact.ts';
import { safe, t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';

/** Kinds of failure, distinguished as far as the user can react to them. */
const apiErrorKinds = [
	'auth',
	'forbidden',
	'not-found',
	'conflict',
	'invalid',
	'rate-limited',
	'server',
	'network',
	'timeout',
	'bad-response',
] as const;
export type ApiErrorKind = (typeof apiErrorKinds)[number];

/** One thing the server refused. `position` counts from 0 inside the parameter's decoded value. */
export type FieldProblem = {
	readonly parameter: string | null;
	readonly pointer: string | null;
	readonly message: string;
	readonly position: number | null;
};

export type ApiErrorFields = {
	readonly kind: ApiErrorKind;
	readonly sentence: string;
	readonly advice: string;
	readonly status?: number | null;
	readonly code?: string | null;
	readonly requestId?: string | null;
	readonly retryAfterMs?: number | null;
	readonly detail?: string | null;
	readonly fields?: readonly FieldProblem[];
};

/**
 * The only error that leaves this layer, besides an `AbortError`. It never holds the request or a cause, since printing
 * either would print the bearer key. `detail` and `fields` are the server's own words, untrusted and unchanged.
 */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly kind: ApiErrorKind;
	/** The failure in the program's own words; contains no text of the server. */
	readonly sentence: string;
	/** The next step for the user. */
	readonly advice: string;
	readonly status: number | null;
	/** The API's own error code, e.g. `10010`. */
	readonly code: string | null;
	/** `x-request-id`, for support. */
	readonly requestId: string | null;
	/** The wait that the server asked for. */
	readonly retryAfterMs: number | null;
	readonly detail: string | null;
	readonly fields: readonly FieldProblem[];

	constructor(fields: ApiErrorFields) {
		super(`${fields.sentence} ${fields.advice}`.trim());
		this.kind = fields.kind;
		this.sentence = fields.sentence;
		this.advice = fields.advice;
		this.status = fields.status ?? null;
		this.code = fields.code ?? null;
		this.requestId = fields.requestId ?? null;
		this.retryAfterMs = fields.retryAfterMs ?? null;
		this.detail = fields.detail ?? null;
		this.fields = fields.fields ?? [];
	}
}

/** The error for every write in a read-only session. */
export function readOnlyError(): ApiError {
	return new ApiError({
		kind: 'forbidden',
		sentence: 'This session is read-only: nothing was sent.',
		advice: 'Start without read-only mode to make changes.',
	});
}

/** The error for a request that contains the API key outside its header. */
export function heldKeyError(): ApiError {
	return new ApiError({
		kind: 'invalid',
		sentence: 'This text contains your API key, so nothing was sent.',
		advice: 'Remove the key from it.',
	});
}

/** True if the server reports that the requested resource does not exist. */
export function isNotFound(error: unknown): error is ApiError {
	return error instanceof ApiError && error.kind === 'not-found';
}

/** The failure in one sentence. Any error but an `ApiError` counts as a fault in tconv. */
export function sentenceOf(error: Error): SafeText {
	return error instanceof ApiError
		? safe(error.sentence)
		: t`A bug in tconv: ${safe(redactKeys(error.message))}.`;
}
