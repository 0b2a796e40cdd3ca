/** What can go wrong, as far as the person in front of it can act on it. */
export const apiErrorKinds = [
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
 * The one error that leaves this layer, besides an `AbortError`. It never holds the request or a cause, because printing
 * either would print the bearer key. `detail` and `fields` are the server's own words: untrusted, as they came.
 */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly kind: ApiErrorKind;
	/** What happened, for a person; no text of the server's is in it. */
	readonly sentence: string;
	/** What to do next. */
	readonly advice: string;
	readonly status: number | null;
	/** The API's own error code, e.g. `10010`. */
	readonly code: string | null;
	/** `x-request-id`, for support. */
	readonly requestId: string | null;
	/** How long the server asked to be left alone. */
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

/** What every write gets in a session that may only read. */
export function readOnlyError(): ApiError {
	return new ApiError({
		kind: 'forbidden',
		sentence: 'This session is read-only: nothing was sent.',
		advice: 'Start without read-only mode to make changes.',
	});
}

/** True where the server said that what was asked for is not there. */
export function isNotFound(error: unknown): error is ApiError {
	return error instanceof ApiError && error.kind === 'not-found';
}
