import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openHeld } from '../../src/local/held.ts';
import { at } from '../store/fixtures.ts';

const noon = at('2026-11-22T12:00:00.123456Z');

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-held-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const open = (folder: string) => openHeld({ folder, newId: () => crypto.randomUUID() });

describe('what is held', () => {
	test('is known to the next one that looks, to the microsecond, and to nobody else on the machine', async () => {
		const folder = join(scratch(), 'deep', 'held');
		await open(folder).hold('a', noon);
		expect(await open(folder).list()).toEqual({ held: new Map([['a', noon]]), unreadable: [] });
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	});

	test('is nothing where there is no folder, and letting go of nothing is no failure', async () => {
		const folder = join(scratch(), 'none');
		expect(await open(folder).list()).toEqual({ held: new Map(), unreadable: [] });
		await open(folder).release('a');
		expect((await open(folder).list()).held.size).toBe(0);
	});

	test('by two programs at once is held by both: neither writes over the other', async () => {
		const folder = scratch();
		const [one, two] = [open(folder), open(folder)];
		const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
		await Promise.all(ids.map((id, index) => (index % 2 === 0 ? one : two).hold(id, noon)));
		await Promise.all([one.release('id-0'), two.release('id-0'), two.release('id-1')]);
		expect([...(await one.list()).held.keys()].sort()).toEqual(ids.slice(2).sort());
	});

	test('is what was asked for last, however fast, and is on the disk once it is idle', async () => {
		const folder = scratch();
		const held = open(folder);
		for (let round = 0; round < 5; round++) {
			void held.hold('a', noon);
			void held.release('a');
			void held.hold('b', noon);
		}
		await held.idle();
		expect([...(await open(folder).list()).held.keys()]).toEqual(['b']);
	});

	test('has ids of any characters, none of which gets into a path', async () => {
		const folder = scratch();
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.string(), fc.constantFrom('../../x', '/etc/passwd', '.', '')),
				async (id) => {
					const held = open(folder);
					await held.hold(id, noon);
					expect((await held.list()).held.get(id)).toBe(noon);
					for (const name of readdirSync(folder)) expect(name).toMatch(/^[0-9a-f]{64}\.json$/);
					await held.release(id);
					expect((await held.list()).held.has(id)).toBe(false);
				},
			),
			{ numRuns: 30 },
		);
	});

	test('in a file that cannot be understood is told of, and hides none of the others', async () => {
		const folder = scratch();
		const held = open(folder);
		await held.hold('a', noon);
		await held.hold('b', noon);
		const [name = ''] = readdirSync(folder);
		const path = join(folder, name);
		writeFileSync(path, readFileSync(path, 'utf8').slice(0, 10));
		const read = await held.list();
		expect(read.held.size).toBe(1);
		expect(read.unreadable).toEqual([path]);
	});

	test('that cannot be written names the place and what to do', async () => {
		const folder = scratch();
		writeFileSync(join(folder, 'held'), '');
		const held = open(join(folder, 'held'));
		await expect(held.hold('a', noon)).rejects.toThrow(/could not be kept for the next start: .*held/);
	});
});
