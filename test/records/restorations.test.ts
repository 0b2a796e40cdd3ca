import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRestorations } from '../../src/records/restorations.ts';
import { Clock } from '../store/fixtures.ts';
import { modeOf, newFolder } from './fixtures.ts';

const name = '20261122T120000.000000Z-one';

function restorationsIn(folder: string, clock = new Clock()) {
	return openRestorations({ folder, now: clock.now, newId: () => crypto.randomUUID() });
}

test('an unfinished restoration continues under its id, also in another session', async () => {
	const folder = newFolder();
	const clock = new Clock();
	const { attemptId, begunAt } = await restorationsIn(folder, clock).begin(name);
	expect(begunAt).toBeNull();
	expect(modeOf(join(folder, `${name}.json`))).toBe('600');
	expect(await restorationsIn(folder, clock).begin(name)).toEqual({ attemptId, begunAt: clock.instant });
	const other = await restorationsIn(folder, clock).begin(`${name}-two`);
	expect(other.attemptId).not.toBe(attemptId);
	await restorationsIn(folder, clock).end(name);
	const again = await restorationsIn(folder, clock).begin(name);
	expect(again.begunAt).toBeNull();
	expect(again.attemptId).not.toBe(attemptId);
});

test('after a day the server has forgotten it: it starts over, and old ones are removed', async () => {
	const folder = newFolder();
	const clock = new Clock();
	const restorations = restorationsIn(folder, clock);
	const { attemptId } = await restorations.begin(name);
	clock.set('2026-11-23T11:30:00Z');
	expect((await restorations.begin('another')).begunAt).toBeNull();
	expect(readdirSync(folder)).toEqual(['another.json']);
	expect((await restorations.begin(name)).attemptId).not.toBe(attemptId);
});

test('a damaged note is ignored, and no name leads out of the folder', async () => {
	const folder = newFolder();
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.json`), '{"attempt":"x","at"');
	const restorations = restorationsIn(folder);
	expect((await restorations.begin(name)).begunAt).toBeNull();
	for (const hostile of ['../x', '', '.', 'a/b', '..'])
		await expect(restorations.begin(hostile)).rejects.toThrow('The trash has no entry named');
});

test('a failed note is reported with its path', async () => {
	const folder = newFolder();
	mkdirSync(dirname(folder), { recursive: true });
	writeFileSync(folder, '');
	await expect(restorationsIn(folder).begin(name)).rejects.toThrow(
		/could not be recorded: .*is a file, not a folder/,
	);
});
