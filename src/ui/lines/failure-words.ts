import { ApiError } from '../../api/errors.ts';
import { reasonOf } from '../../domain/reason.ts';

/** A failure in a sentence or two, with what to do about it; raw. */
export function failureWords(error: unknown): string {
	if (error instanceof ApiError) return `${error.sentence} ${error.advice}`.trim();
	return reasonOf(error);
}
