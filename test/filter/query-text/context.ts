import { type Instant, parseInstant } from '../../../src/domain/instant.ts';
import type { QueryTextContext } from '../../../src/filter/query-text/query-text-context.ts';
import { zoneNamed } from '../../../src/text/time.ts';

/** Parses an instant. Throws for any other text. */
export function at(text: string): Instant {
	const instant = parseInstant(text);
	if (instant === null) throw new Error(text);
	return instant;
}

/** A Sunday, 15:30:45 in Berlin, with four assistants, two of them with the same name. */
export const context: QueryTextContext = {
	now: at('2026-11-22T14:30:45Z'),
	zone: zoneNamed('Europe/Berlin'),
	assistants: new Map([
		['assistant-1', 'Harbor Table booking'],
		['assistant-2', 'Meridian Energy billing'],
		['assistant-3', 'Night desk'],
		['assistant-4', 'Night desk'],
	]),
};
