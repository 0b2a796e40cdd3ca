import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { joinedRecords } from '../../src/records/joined-records.ts';
import { openRecords } from '../../src/records/open-records.ts';
import type { Records } from '../../src/writes/records.ts';
import { at, Clock } from '../store/fixtures.ts';
import { entry, newFolder, whole } from './fixtures.ts';

/** The records of an account, and those of the time before it had a profile. */
function stage(): { own: Records; before: Records; both: Records; clock: Clock; folder: string } {
	const clock = new Clock();
	const folder = dirname(newFolder());
	mkdirSync(folder, { recursive: true });
	const open = (name: string): Records =>
		openRecords({
			folder: join(folder, name),
			now: clock.now,
			newId: () => crypto.randomUUID(),
			limits: { days: 30, bytes: 1_000_000 },
			secrets: [],
		});
	const [own, before] = [open('@prod'), open('api.telnyx.com')];
	return { own, before, both: joinedRecords(own, [before]), clock, folder };
}

test('without earlier records, the own ones are all', () => {
	const { own } = stage();
	expect(joinedRecords(own, [])).toBe(own);
});

test('the journal has both in the order of their times, the latest of both; new entries are the account’s own', async () => {
	const { own, before, both } = stage();
	await before.journal.append(entry({ attempt: 'a', at: at('2026-11-20T12:00:00Z') }));
	await before.journal.append(entry({ attempt: 'c', at: at('2026-11-22T12:00:00Z') }));
	await both.journal.append(entry({ attempt: 'b', at: at('2026-11-21T12:00:00Z') }));
	const attempts = async (most: number): Promise<string[]> =>
		(await both.journal.read(most)).entries.map(({ attempt }) => attempt);
	expect(await attempts(10)).toEqual(['a', 'b', 'c']);
	expect(await attempts(2)).toEqual(['b', 'c']);
	expect((await own.journal.read(10)).entries.map(({ attempt }) => attempt)).toEqual(['b']);
});

test('a conversation deleted before is listed, read, restored and settled where it is', async () => {
	const { own, before, both, folder } = stage();
	const kept = await before.trash.keep(whole('old'));
	await before.trash.settle(kept, 'deleted');
	const pending = await before.trash.keep(whole('cut-off'));
	await both.trash.settle(await both.trash.keep(whole('new')), 'deleted');
	const { entries } = await both.trash.list();
	expect(entries.map(({ conversationId }) => conversationId).sort()).toEqual(['cut-off', 'new', 'old']);
	expect((await both.trash.read(kept.name)).conversation).toMatchObject({ id: 'old' });
	await both.trash.settle(pending, 'not-deleted');
	expect((await before.trash.list()).entries.map(({ conversationId }) => conversationId)).toEqual(['old']);
	expect((await own.trash.list()).entries.map(({ conversationId }) => conversationId)).toEqual(['new']);
	const first = await both.restorations.begin(kept.name);
	// A restoration that was cut off goes on with the same attempt, whichever account name began it.
	expect((await before.restorations.begin(kept.name)).attemptId).toBe(first.attemptId);
	await both.restorations.end(kept.name);
	expect(readdirSync(join(folder, 'api.telnyx.com', 'restoring'))).toEqual([]);
});

test('a batch that was cut off before goes on where it is', async () => {
	const { before, both } = stage();
	const plan = { id: 'b-1', at: at('2026-11-20T12:00:00Z'), task: { kind: 'delete' } as const, ids: ['x'] };
	await before.batches.begin(plan);
	expect((await both.batches.list()).batches.map(({ plan: { id } }) => id)).toEqual(['b-1']);
	await (await both.batches.reopen('b-1')).note('x', { kind: 'done', note: null });
	expect((await before.batches.read('b-1')).items.get('x')).toEqual({ kind: 'done', note: null });
	expect((await both.batches.read('b-1')).items.get('x')).toEqual({ kind: 'done', note: null });
	await expect(both.batches.read('none')).rejects.toThrow();
});

test('an export that was cut off before has its conversations where they are', async () => {
	const { before, both } = stage();
	const spool = await before.spools.open('e-1', ['a']);
	await spool.append('a', whole('a'));
	await spool.close();
	expect(await both.spools.list()).toEqual(['e-1']);
	const again = await both.spools.open('e-1', null);
	expect((await again.read('a'))?.conversation).toMatchObject({ id: 'a' });
	await again.close();
	await both.spools.remove('e-1');
	expect(await before.spools.list()).toEqual([]);
});

test('takeovers and done marks of both count, and end in both', async () => {
	const { before, both, own } = stage();
	const [early, late] = [at('2026-11-20T12:00:00Z'), at('2026-11-21T12:00:00Z')];
	await before.takeovers.begin('a', early);
	await both.takeovers.begin('b', late);
	expect([...(await both.takeovers.list()).takeovers.keys()].sort()).toEqual(['a', 'b']);
	await both.takeovers.end('a');
	await both.takeovers.idle();
	expect([...(await before.takeovers.list()).takeovers.keys()]).toEqual([]);
	await before.done.note(new Map([['a', late]]));
	await both.done.note(
		new Map([
			['a', early],
			['b', early],
		]),
	);
	expect((await both.done.list()).doneThrough).toEqual(
		new Map([
			['a', late],
			['b', early],
		]),
	);
	await both.done.note(new Map([['a', null]]));
	await both.done.idle();
	expect([...(await both.done.list()).doneThrough.keys()]).toEqual(['b']);
	expect([...(await own.done.list()).doneThrough.keys()]).toEqual(['b']);
});
