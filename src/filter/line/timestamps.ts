import { parseInstant } from '../../domain/instant.ts';

const written = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** True for a timestamp with its zone, as the API writes them. A line takes it letter by letter. */
export function isTimestamp(text: string): boolean {
	return written.test(text) && parseInstant(text) !== null;
}
