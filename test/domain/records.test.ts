import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { attemptsOf, type JournalEntry, type WriteOutcome } from '../../src/domain/records.ts';

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

test('joins the two lines of an attempt, and puts the attempt that began last first', () => {
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

test('keeps an attempt that has only its closing line', () => {
	expect(attemptsOf([line('one', 'done', 4)])).toMatchObject([
		{ begunAt: 4000, endedAt: 4000, outcome: 'done' },
	]);
});

test('pairs every attempt with its own end when lines interleave', () => {
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
