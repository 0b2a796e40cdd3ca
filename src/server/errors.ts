import type { JsonObject } from '../domain/json.ts';

/** One problem of a request in the API's validation format: place, message and type. */
export type ValidationProblem = {
	readonly loc: readonly (string | number)[];
	readonly msg: string;
	readonly type: string;
};

/** A failure in wire format. If a handler throws it, it becomes the answer. */
export class ApiFailure extends Error {
	override readonly name = 'ApiFailure';
	readonly status: number;
	readonly body: JsonObject;
	readonly headers: Readonly<Record<string, string>>;

	constructor(status: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}) {
		super(`HTTP ${status}`);
		this.status = status;
		this.body = body;
		this.headers = headers;
	}
}

/** The optional fields of an error besides code, title and detail. */
export type ErrorExtras = { readonly source?: JsonObject; readonly meta?: JsonObject };

/** An error in Telnyx's format. `meta.url` links to the page of the code, as in the API. */
export function telnyxFailure(
	status: number,
	code: string,
	title: string,
	detail: string,
	extras: ErrorExtras = {},
	headers: Readonly<Record<string, string>> = {},
): ApiFailure {
	const meta = { url: `https://developers.telnyx.com/docs/overview/errors/${code}`, ...extras.meta };
	const source = extras.source === undefined ? {} : { source: extras.source };
	return new ApiFailure(status, { errors: [{ code, title, detail, ...source, meta }] }, headers);
}

/** 422 in the API's validation format. */
export function invalid(problems: readonly ValidationProblem[]): ApiFailure {
	return new ApiFailure(422, { detail: problems.map(({ loc, msg, type }) => ({ loc, msg, type })) });
}

/** 404 for an unknown id; Telnyx's code for it is 10005. */
export function notFound(what: string): ApiFailure {
	return telnyxFailure(404, '10005', 'Resource not found', `The requested ${what} could not be found.`);
}

/** 400 for a malformed request: Telnyx's 10015. */
export function badRequest(detail: string, extras: ErrorExtras = {}): ApiFailure {
	return telnyxFailure(400, '10015', 'Bad Request', detail, extras);
}

/** The detail for a body that ended early. */
export const endedEarly = 'The request body ended early.';

/** 403 for a write to a read-only server. */
export function readOnlyFailure(): ApiFailure {
	return telnyxFailure(
		403,
		'10010',
		'Authorization failed',
		'This server is read-only: nothing can be created, changed or deleted.',
	);
}

/** 500 without internal details. */
export function unexpected(): ApiFailure {
	return telnyxFailure(500, '10007', 'Unexpected error', 'An unexpected error occurred.');
}

/** 503 while another process locks the data. */
export function busy(): ApiFailure {
	return telnyxFailure(
		503,
		'10007',
		'Unexpected error',
		'The data is locked by another process; try again.',
		{},
		{
			'retry-after': '1',
		},
	);
}
