import type { JsonObject } from '../domain/json.ts';

/** One problem with a request, in the shape of the API's validation errors: where, what, and which kind. */
export type ValidationProblem = {
	readonly loc: readonly (string | number)[];
	readonly msg: string;
	readonly type: string;
};

/** A failure as it goes over the wire. Thrown inside a handler, it becomes the answer. */
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

/** The rest of an error, beyond code, title and detail. */
export type ErrorExtras = { readonly source?: JsonObject; readonly meta?: JsonObject };

/** An error in Telnyx's own shape; `meta.url` points to the code's page as theirs does. */
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

/** 422 in the shape of the API's validation errors. */
export function invalid(problems: readonly ValidationProblem[]): ApiFailure {
	return new ApiFailure(422, { detail: problems.map(({ loc, msg, type }) => ({ loc, msg, type })) });
}

/** 404 for an id that is not there; Telnyx's code for it is 10005. */
export function notFound(what: string): ApiFailure {
	return telnyxFailure(404, '10005', 'Resource not found', `The requested ${what} could not be found.`);
}

/** 400 for a request that cannot be understood: Telnyx's 10015. */
export function badRequest(detail: string, extras: ErrorExtras = {}): ApiFailure {
	return telnyxFailure(400, '10015', 'Bad Request', detail, extras);
}

/** 403 for a write to a server that only gives out. */
export function readOnlyFailure(): ApiFailure {
	return telnyxFailure(
		403,
		'10010',
		'Authorization failed',
		'This server is read-only: nothing can be created, changed or deleted.',
	);
}

/** 500 that says nothing about the inside. */
export function unexpected(): ApiFailure {
	return telnyxFailure(500, '10007', 'Unexpected error', 'An unexpected error occurred.');
}

/** 503 while another process holds the data. */
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
