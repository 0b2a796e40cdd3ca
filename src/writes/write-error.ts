import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError, type ApiErrorFields, readOnlyError } from '../api/errors.ts';
import { reasonOf } from '../domain/reason.ts';

/** A failed write. `mayHaveHappened`: the answer was lost, so the server may have carried it out. */
export class WriteError extends ApiError {
	readonly mayHaveHappened: boolean;

	constructor(fields: ApiErrorFields, mayHaveHappened: boolean) {
		super(fields);
		this.mayHaveHappened = mayHaveHappened;
	}
}

/** The same failure with a note that the write may have happened, and advice. */
export function lostAnswer(error: ApiError, mayBe: string, advice: string): WriteError {
	return new WriteError({ ...fieldsOf(error), sentence: `${error.sentence} ${mayBe}`, advice }, true);
}

/** Why an answer was not usable, as a sentence. */
export function unusedAnswer(error: ApiError): string {
	return error.kind === 'bad-response' ? error.sentence : 'The answer was lost.';
}

/** A write that could not start because of a problem on this machine. */
export function notBegun(sentence: string, reason: unknown): WriteError {
	const text = reasonOf(reason);
	return new WriteError({ kind: 'invalid', sentence: `${sentence} ${text}`, advice: '' }, false);
}

/** Throws the API's read-only error before anything is read or stored. */
export function refuseReadOnly(api: ConversationsApi): void {
	if (api.readOnly) throw readOnlyError();
}

/** A failure as a sentence with the server's own words, for the journal. */
export function problemOf(error: unknown): string {
	if (!(error instanceof ApiError)) return reasonOf(error);
	return error.detail === null ? error.sentence : `${error.sentence} The server says: ${error.detail}`;
}

function fieldsOf(error: ApiError): ApiErrorFields {
	const { kind, sentence, advice, status, code, requestId, retryAfterMs, detail, fields } = error;
	return { kind, sentence, advice, status, code, requestId, retryAfterMs, detail, fields };
}
