import { ApiError } from '../../api/errors.ts';
import type { Refusal } from '../../state/filter-problems.ts';
import { redactKeys } from '../../text/redact.ts';

/** What a server refused of a query: each parameter that it named, with its words; nothing for any other error. */
export function refusalsOf(error: Error | null): readonly Refusal[] {
	if (!(error instanceof ApiError) || error.kind !== 'invalid') return [];
	if (error.fields.length === 0)
		return [{ parameter: null, message: redactKeys(error.detail ?? error.sentence) }];
	return error.fields.map(({ parameter, message }) => ({ parameter, message: redactKeys(message) }));
}
