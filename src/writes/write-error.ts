import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError, type ApiErrorFields, readOnlyError } from '../api/errors.ts';
import { reasonOf } from '../domain/reason.ts';

/**
 * A write that did not end well. `mayHaveHappened`: its answer was lost, and nobody could tell whether the server carried
 * it out.
 */
export class WriteError extends ApiError {
	readonly mayHaveHappened: boolean;

	constructor(fields: ApiErrorFields, mayHaveHappened: boolean) {
		super(fields);
		this.mayHaveHappened = mayHaveHappened;
	}
}

/** The same failure, saying besides that the write may have happened, and what to do about it. */
export function lostAnswer(error: ApiError, mayBe: string, advice: string): WriteError {
	return new WriteError({ ...fieldsOf(error), sentence: `${error.sentence} ${mayBe}`, advice }, true);
}

/** A write that did not begin, because something on this machine stood in its way. */
export function notBegun(sentence: string, reason: unknown): WriteError {
	const text = reasonOf(reason);
	return new WriteError({ kind: 'invalid', sentence: `${sentence} ${text}`, advice: '' }, false);
}

/** Refuses before anything is read or kept, as the API would once it is asked. */
export function refuseReadOnly(api: ConversationsApi): void {
	if (api.readOnly) throw readOnlyError();
}

/** A failure in a sentence, with what the server itself said; for the journal. */
export function problemOf(error: unknown): string {
	if (!(error instanceof ApiError)) return reasonOf(error);
	return error.detail === null ? error.sentence : `${error.sentence} The server says: ${error.detail}`;
}

function fieldsOf(error: ApiError): ApiErrorFields {
	const { kind, sentence, advice, status, code, requestId, retryAfterMs, detail, fields } = error;
	return { kind, sentence, advice, status, code, requestId, retryAfterMs, detail, fields };
}
