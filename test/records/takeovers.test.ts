import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTakeovers } from '../../src/records/takeovers.ts';
import { at } from '../store/fixtures.ts';

const noon = at('2026-11-22T12:00:00.123456Z');

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-held-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const open = (folder: string) => openTakeovers({ folder, newId: () => crypto.randomUUID() });

describe('takeovers', () => {
	test('survive a restart, to the microsecond, and are readable only by their owner', async () => {
		const folder = join(scratch(), 'deep', 'held');
		await open(folder).begin('a', noon);
		expect(await open(folder).list()).toEqual({ takeovers: new Map([['a', noon]]), unreadable: [] });
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	});

	test('are empty without a folder, and ending an unknown one is no failure', async () => {
		const folder = join(scratch(), 'none');
		expect(await open(folder).list()).toEqual({ takeovers: new Map(), unreadable: [] });
		await open(folder).end('a');
		expect((await open(folder).list()).takeovers.size).toBe(0);
	});

	test('of two programs are both kept: neither overwrites the other', async () => {
		const folder = scratch();
		const [one, two] = [open(folder), open(folder)];
		const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
		await Promise.all(ids.map((id, index) => (index % 2 === 0 ? one : two).begin(id, noon)));
		await Promise.all([one.end('id-0'), two.end('id-0'), two.end('id-1')]);
		expect([...(await one.list()).takeovers.keys()].sort()).toEqual(ids.slice(2).sort());
	});

	test('follow the last of several fast requests, and are on disk once idle', async () => {
		const folder = scratch();
		const takeovers = open(folder);
		for (let round = 0; round < 5; round++) {
			void takeovers.begin('a', noon);
			void takeovers.end('a');
			void takeovers.begin('b', noon);
		}
		await takeovers.idle();
		expect([...(await open(folder).list()).takeovers.keys()]).toEqual(['b']);
	});

	test('have ids of any characters, none of which gets into a path', async () => {
		const folder = scratch();
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(fc.string(), fc.constantFrom('../../x', '/etc/passwd', '.', '')),
				async (id) => {
					const takeovers = open(folder);
					await takeovers.begin(id, noon);
					expect((await takeovers.list()).takeovers.get(id)).toBe(noon);
					for (const name of readdirSync(folder)) expect(name).toMatch(/^[0-9a-f]{64}\.json$/);
					await takeovers.end(id);
					expect((await takeovers.list()).takeovers.has(id)).toBe(false);
				},
			),
			{ numRuns: 30 },
		);
	});

	test('in an unreadable file are reported, and hide none of the others', async () => {
		const folder = scratch();
		const takeovers = open(folder);
		await takeovers.begin('a', noon);
		await takeovers.begin('b', noon);
		const [name = ''] = readdirSync(folder);
		const path = join(folder, name);
		writeFileSync(path, readFileSync(path, 'utf8').slice(0, 10));
		const read = await takeovers.list();
		expect(read.takeovers.size).toBe(1);
		expect(read.unreadable).toEqual([path]);
	});

	test('that cannot be written name the path and the remedy', async () => {
		const folder = scratch();
		writeFileSync(join(folder, 'held'), '');
		const takeovers = open(join(folder, 'held'));
		await expect(takeovers.begin('a', noon)).rejects.toThrow(/could not be saved for the next start: .*held/);
	});
});
