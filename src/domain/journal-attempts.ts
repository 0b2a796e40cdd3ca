import type { Instant } from './instant.ts';
import type { JsonValue } from './json.ts';
import type { JournalEntry } from './records.ts';

/** One write as the journal tells it, from both of its lines. */
export type JournalAttempt = Pick<
	JournalEntry,
	'attempt' | 'operation' | 'conversationId' | 'runId' | 'before' | 'problem'
> & {
	readonly begunAt: Instant;
	/** Null for one whose end nobody wrote down. */
	readonly endedAt: Instant | null;
	readonly outcome: JournalEntry['outcome'];
	/** What the server answered with; else what was asked for. */
	readonly after: JsonValue;
};

/** The writes that lines of the journal (oldest first) tell of, the latest begun first. */
export function attemptsOf(entries: readonly JournalEntry[]): readonly JournalAttempt[] {
	const attempts = new Map<string, JournalAttempt>();
	for (const { at, ...entry } of entries) {
		const begun = attempts.get(entry.attempt);
		const endedAt = entry.outcome === 'begun' ? null : at;
		attempts.set(entry.attempt, { ...entry, begunAt: begun?.begunAt ?? at, endedAt });
	}
	return [...attempts.values()].reverse();
}
