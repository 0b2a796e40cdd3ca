import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { attemptsOf } from '../../src/domain/journal-attempts.ts';
import type { JournalEntry, WriteOutcome } from '../../src/domain/records.ts';

const line = (attempt: string, outcome: WriteOutcome, millis: number, after = 'asked'): JournalEntry => ({
	attempt,
	at: instantFromMillis(millis),
	operation: 'update-metadata',
	conversationId: 'a',
	runId: null,
	before: 'before',
	after,
	outcome,
	problem: null,
});

test('an attempt is one, from its beginning to its end; the latest begun is first', () => {
	const attempts = attemptsOf([
		line('one', 'begun', 1),
		line('two', 'begun', 2),
		line('two', 'failed', 3),
		line('one', 'done', 4, 'answered'),
		line('three', 'begun', 5),
	]);
	expect(attempts).toMatchObject([
		{ attempt: 'three', outcome: 'begun', begunAt: 5000, endedAt: null },
		{ attempt: 'two', outcome: 'failed', begunAt: 2000, endedAt: 3000 },
		{ attempt: 'one', outcome: 'done', begunAt: 1000, endedAt: 4000, after: 'answered' },
	]);
});

test('one whose beginning is not among the lines is told by its end', () => {
	expect(attemptsOf([line('one', 'done', 4)])).toMatchObject([
		{ begunAt: 4000, endedAt: 4000, outcome: 'done' },
	]);
});

test('however the lines of many are mixed, each is there once, with its own end', () => {
	const outcome = fc.constantFrom<WriteOutcome>('begun', 'done', 'failed', 'conflict', 'unknown');
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(9).map(String), outcome)), (lines) => {
			const attempts = attemptsOf(lines.map(([attempt, how], at) => line(attempt, how, at)));
			expect(attempts.map(({ attempt }) => attempt).sort()).toEqual(
				[...new Set(lines.map(([id]) => id))].sort(),
			);
			for (const { attempt, outcome: ended } of attempts)
				expect(lines.findLast(([id]) => id === attempt)?.[1]).toBe(ended);
		}),
	);
});
