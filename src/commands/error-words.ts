import type { ApiError } from '../api/errors.ts';
import type { SafeText } from '../text/safe-text.ts';
import { withoutKeys } from './masked.ts';

/** An error, its remedy, and the server's own words, with all keys masked. */
export function errorWords(
	error: ApiError,
	environment: Readonly<Record<string, string | undefined>>,
): SafeText {
	const fields = error.fields.map(({ parameter, message }) => `${parameter ?? ''} ${message}`.trim());
	const own = [...(error.detail === null ? [] : [error.detail]), ...fields].join('; ');
	const says = own === '' ? '' : ` The server says: ${own.replace(/[.\s]+$/, '')}.`;
	return withoutKeys(`${error.sentence} ${error.advice}`.trim() + says, environment);
}
