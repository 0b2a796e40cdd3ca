import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDone } from '../../src/records/done.ts';
import { at, scratch } from '../store/fixtures.ts';

const noon = at('2026-11-22T12:00:00.123456Z');
const later = at('2026-11-22T13:00:00.000000Z');

const open = (path: string, most?: number) =>
	openDone({ path, newId: () => crypto.randomUUID(), ...(most === undefined ? {} : { most }) });

describe('done marks', () => {
	test('survive a restart, to the microsecond, and are readable only by their owner', async () => {
		const path = join(scratch(), 'deep', 'done.ndjson');
		expect(await open(path).list()).toEqual({ doneThrough: new Map(), unreadable: 0 });
		const log = open(path);
		await log.note(
			new Map([
				['a', noon],
				['b', noon],
			]),
		);
		await log.note(
			new Map([
				['a', later],
				['b', null],
			]),
		);
		expect(await open(path).list()).toEqual({ doneThrough: new Map([['a', later]]), unreadable: 0 });
		expect(statSync(path).mode & 0o777).toBe(0o600);
	});

	test('of two programs are all kept: neither overwrites the other', async () => {
		const path = join(scratch(), 'done.ndjson');
		const [one, two] = [open(path), open(path)];
		const ids = Array.from({ length: 40 }, (_, index) => `id-${index}`);
		for (const [index, id] of ids.entries()) void (index % 2 === 0 ? one : two).note(new Map([[id, noon]]));
		await Promise.all([one.idle(), two.idle()]);
		expect([...(await open(path).list()).doneThrough.keys()].sort()).toEqual(ids.sort());
	});

	test('survive invalid lines, which are counted', async () => {
		const path = join(scratch(), 'done.ndjson');
		await open(path).note(new Map([['a', noon]]));
		appendFileSync(path, '{"id":"b","until":"yesterday"}\n{"id":');
		await open(path).note(new Map([['c', noon]]));
		expect(await open(path).list()).toEqual({
			doneThrough: new Map([
				['a', noon],
				['c', noon],
			]),
			unreadable: 2,
		});
	});

	test('are limited in number: the latest are kept', async () => {
		const path = join(scratch(), 'done.ndjson');
		const log = open(path, 5);
		for (let number = 0; number < 12; number += 1) await log.note(new Map([[`id-${number}`, noon]]));
		const { doneThrough } = await log.list();
		expect([...doneThrough.keys()]).toEqual(['id-7', 'id-8', 'id-9', 'id-10', 'id-11']);
		expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(6);
		await log.note(new Map([['id-12', noon]]));
		expect((await log.list()).doneThrough.size).toBe(5);
	});

	test('name the file that cannot be written', async () => {
		const path = '/proc/none/done.ndjson';
		await expect(open(path).note(new Map([['a', noon]]))).rejects.toThrow(
			/could not be saved.*\/proc\/none/s,
		);
	});
});
