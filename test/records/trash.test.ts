import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, jsonText } from '../../src/domain/json.ts';
import { readBundle } from '../../src/server/bundle.ts';
import { Clock, conversation } from '../store/fixtures.ts';
import { modeOf, newFolder, trashIn, whole, withSmallDisk } from './fixtures.ts';

describe('the trash', () => {
	test('stores a complete conversation as pending, for its owner alone; settled, it is deleted', async () => {
		const folder = newFolder();
		const trash = trashIn(folder);
		expect(await trash.list()).toEqual({ entries: [], unreadable: [] });
		expect(existsSync(folder)).toBe(false);
		const kept = await trash.keep(whole('one'));
		expect(kept).toMatchObject({
			conversationId: 'one',
			title: 'About one',
			endUser: '+13125550100',
			state: 'pending',
			messages: 2,
			insights: 1,
		});
		const [file = ''] = readdirSync(folder);
		expect(file).toMatch(/^20261122T120000\.000000Z-.*\.pending\.ndjson$/);
		expect([modeOf(join(folder, file)), modeOf(folder), kept.bytes]).toEqual([
			'600',
			'700',
			statSync(join(folder, file)).size,
		]);
		expect(await trash.read(kept.name)).toEqual(whole('one'));
		await trash.settle(kept, 'deleted');
		expect(readdirSync(folder)).toEqual([file.replace('pending', 'deleted')]);
		// A second program reads the same from the files alone.
		expect(await trashIn(folder).list()).toEqual({
			entries: [{ ...kept, state: 'deleted' }],
			unreadable: [],
		});
		expect(await trashIn(folder).read(kept.name)).toEqual(whole('one'));
	});

	test('removes one that was not deleted after all', async () => {
		const folder = newFolder();
		const trash = trashIn(folder);
		await trash.settle(await trash.keep(whole('one')), 'not-deleted');
		expect(readdirSync(folder)).toEqual([]);
		await expect(trash.read('20261122T120000.000000Z-x')).rejects.toThrow(
			'The conversation could not be read from the trash',
		);
	});

	test('has a second line that `serve --data` reads', async () => {
		const folder = newFolder();
		await trashIn(folder).keep({
			conversation: { ...conversation('one') },
			messages: [{ role: 'user', text: 'Hi' }],
			insights: [],
		});
		const [file = ''] = readdirSync(folder);
		const line = readFileSync(join(folder, file), 'utf8').split('\n')[1] ?? '';
		expect(readBundle(line)).toMatchObject({ ok: true, bundle: { conversation: { id: 'one' } } });
	});

	test('shows the newest first', async () => {
		const clock = new Clock();
		const trash = trashIn(newFolder(), {}, clock);
		for (const hour of ['10', '12', '11']) {
			clock.set(`2026-11-22T${hour}:00:00Z`);
			await trash.keep(whole(`at ${hour}`));
		}
		const { entries } = await trash.list();
		expect(entries.map(({ conversationId }) => conversationId)).toEqual(['at 12', 'at 11', 'at 10']);
	});

	test('no id, name or content of a conversation leads out of the folder, and all of it is returned', async () => {
		const folder = newFolder();
		const trash = trashIn(folder);
		const hostile = fc.oneof(
			fc.constantFrom(
				'../../etc/passwd',
				'/etc/passwd',
				'..',
				'',
				'\0',
				'a\nb',
				'x'.repeat(5000),
				'CON',
				'~',
			),
			fc.string({ unit: 'binary' }),
		);
		await fc.assert(
			fc.asyncProperty(hostile, hostile, fc.array(fc.jsonValue()), async (id, name, messages) => {
				const all = whole(id, {
					conversation: { id, name, metadata: { from: name } },
					messages: messages.map((message): JsonValue => JSON.parse(JSON.stringify(message))),
				});
				const kept = await trash.keep(all);
				expect(await trash.read(kept.name)).toEqual(all);
				expect(existsSync(join(folder, `${kept.name}.pending.ndjson`))).toBe(true);
				await trash.settle(kept, 'not-deleted');
			}),
			{ numRuns: 60 },
		);
		expect(readdirSync(dirname(folder))).toEqual(['demo']);
	});

	test.each(['../20261122T120000.000000Z-x', '', '..', 'journal', '20261122T120000.000000Z-a/b'])(
		'takes no name that it did not give: %j',
		async (name) => {
			const trash = trashIn(newFolder());
			await expect(trash.read(name)).rejects.toThrow('The trash has no entry named');
			const kept = await trash.keep(whole('one'));
			await expect(trash.settle({ ...kept, name }, 'not-deleted')).rejects.toThrow('The trash has no entry');
		},
	);

	test('incomplete and foreign files are named and not read as conversations', async () => {
		const folder = newFolder();
		const trash = trashIn(folder);
		const kept = await trash.keep(whole('one'));
		const path = join(folder, `${kept.name}.pending.ndjson`);
		const bytes = readFileSync(path);
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
				writeFileSync(path, bytes);
				truncateSync(path, length);
				expect(await trash.list()).toEqual({ entries: [], unreadable: [path] });
			}),
			{ numRuns: 40 },
		);
		writeFileSync(join(folder, 'notes.txt'), 'mine');
		writeFileSync(path, `${bytes.toString().split('\n')[0]}\n{"half`);
		expect(await trash.list()).toEqual({ entries: [], unreadable: [path] });
		await expect(trash.read(kept.name)).rejects.toThrow(`This trash file is damaged: ${path}`);
	});
});

describe('retention', () => {
	test('entries are removed after the set days, pending or deleted, and nothing else is', async () => {
		const folder = newFolder();
		const clock = new Clock();
		const trash = trashIn(folder, { days: 30 }, clock);
		clock.set('2026-10-01T00:00:00Z');
		await trash.settle(await trash.keep(whole('old, deleted')), 'deleted');
		await trash.keep(whole('old, pending'));
		clock.set('2026-10-20T00:00:00Z');
		await trash.keep(whole('younger'));
		writeFileSync(join(folder, 'notes.txt'), 'mine');
		writeFileSync(join(folder, '.left-over.tmp'), 'half');
		writeFileSync(join(folder, '.being-written.tmp'), 'half');
		clock.set('2026-11-05T00:00:00Z');
		utimesSync(join(folder, '.left-over.tmp'), 0, 0);
		utimesSync(join(folder, '.being-written.tmp'), new Date('2026-11-05'), new Date('2026-11-05'));
		expect(await trash.purge()).toBe(2);
		expect((await trash.list()).entries.map(({ conversationId }) => conversationId)).toEqual(['younger']);
		expect(readdirSync(folder)).toEqual(expect.arrayContaining(['notes.txt', '.being-written.tmp']));
		expect(readdirSync(folder)).toHaveLength(3);
		expect(await trashIn(newFolder()).purge()).toBe(0);
	});

	test('a full trash refuses entries, with the path and the remedy; freed room counts', async () => {
		const folder = newFolder();
		const trash = trashIn(folder, { bytes: 5000 });
		const large = (id: string) => whole(id, { messages: ['x'.repeat(2000)] });
		const first = await trash.keep(large('one'));
		await trash.keep(large('two'));
		await expect(trash.keep(large('three'))).rejects.toThrow(
			new RegExp(
				`^The trash is full: ${folder} holds 0\\.\\d of 0\\.1 MB.*Remove files.*raise “trashMegabytes”`,
			),
		);
		expect(readdirSync(folder)).toHaveLength(2);
		await trash.settle(first, 'not-deleted');
		await trash.keep(large('three'));
		// Room freed by another program is found when needed.
		for (const { name } of (await trash.list()).entries)
			await trashIn(folder).settle({ ...first, name }, 'not-deleted');
		await trash.keep(large('four'));
		expect((await trash.list()).entries.map(({ conversationId }) => conversationId)).toEqual(['four']);
	});

	test('simultaneous entries do not exceed the limit together', async () => {
		const folder = newFolder();
		const trash = trashIn(folder, { bytes: 10_000 });
		const all = await Promise.allSettled(
			Array.from({ length: 12 }, (_, index) =>
				trash.keep(whole(`${index}`, { messages: ['x'.repeat(2000)] })),
			),
		);
		expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
		expect(readdirSync(folder)).toHaveLength(4);
	});
});

describe('a trash that cannot be written', () => {
	test('a full disk is reported, and leaves nothing that looks like a conversation', async () => {
		const folder = newFolder();
		const said = withSmallDisk(
			2048,
			`import { openTrash } from './src/records/trash.ts';
			const trash = openTrash({
				folder: ${JSON.stringify(folder)}, now: () => 0, newId: () => crypto.randomUUID(), limits: { days: 1, bytes: 1e9 },
			});
			const all = ${JSON.stringify(whole('one', { messages: ['x'.repeat(5000)] }))};
			await trash.keep(all).then(() => console.log('kept'), (error) => console.log(error.message));`,
		);
		expect(said).toMatch(
			/^The conversation could not be put into the trash: .*the file cannot grow any larger/,
		);
		expect(readdirSync(folder)).toEqual([]);
	});

	test.runIf(existsSync('/proc/1'))('a folder that is not writable', async () => {
		const folder = '/proc/1/tconv/trash';
		await expect(trashIn(folder).keep(whole('one'))).rejects.toThrow(
			/The conversation could not be put into the trash: \/proc/,
		);
	});

	test('a file where its folder should be', async () => {
		const folder = newFolder();
		mkdirSync(dirname(folder), { recursive: true });
		writeFileSync(folder, '');
		await expect(trashIn(folder).keep(whole('one'))).rejects.toThrow(/Move it away, or set XDG_STATE_HOME/);
		await expect(trashIn(folder).list()).rejects.toThrow('The trash could not be read');
	});

	test('a conversation is stored completely at any depth', async () => {
		const deep: JsonValue = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
		const trash = trashIn(newFolder());
		const { name } = await trash.keep(whole('one', { messages: [deep] }));
		expect(jsonText((await trash.read(name)).messages)).toBe(jsonText([deep]));
	});
});
