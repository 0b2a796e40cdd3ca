import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../src/store/connection.ts';
import { bundle, query, scratch, testStore } from './fixtures.ts';

describe('a store in a file', () => {
	test('is created for its owner only, and keeps its data', async () => {
		const path = join(scratch(), 'a.db');
		const first = await testStore({ path });
		const { id } = first.conversations.create({ name: 'kept', metadata: { a: 'b' } });
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
		first.close();
		first.close();
		const second = await testStore({ path });
		expect(second.conversations.get(id)).toMatchObject({ name: 'kept', metadata: { a: 'b' } });
		expect(existsSync(`${path}-wal`)).toBe(true);
	});

	test('can be read by one process while another writes', async () => {
		const path = join(scratch(), 'a.db');
		const writer = await testStore({ path });
		writer.conversations.insert(bundle('one').conversation);
		const reader = await testStore({ path, readOnly: true });
		writer.transaction(() => {
			writer.conversations.insert(bundle('two').conversation);
			expect(reader.conversations.count()).toBe(1);
		});
		expect(reader.conversations.count()).toBe(2);
		expect(() => reader.conversations.create({})).toThrow(/readonly/);
	});

	test('is refused and left unchanged if it is not a database', async () => {
		const path = join(scratch(), 'notes.txt');
		const text = 'these are my notes, not a database\n'.repeat(200);
		writeFileSync(path, text);
		await expect(testStore({ path })).rejects.toMatchObject({
			problem: 'not-a-store',
			message: `${path} is not a database`,
		});
		expect(readFileSync(path, 'utf8')).toBe(text);
	});

	test('is refused if it is another program’s database', async () => {
		const path = join(scratch(), 'other.db');
		const other = new DatabaseSync(path);
		other.exec('CREATE TABLE notes (text)');
		other.close();
		await expect(testStore({ path })).rejects.toMatchObject({
			problem: 'not-a-store',
			message: expect.stringContaining('another program'),
		});
	});

	test('is refused if a newer version of the program wrote it', async () => {
		const path = join(scratch(), 'newer.db');
		(await testStore({ path })).close();
		const newer = new DatabaseSync(path);
		newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
		newer.close();
		await expect(testStore({ path })).rejects.toMatchObject({
			problem: 'newer-schema',
			message: expect.stringContaining(`schema ${migrations.length + 1}`),
		});
	});

	test('is refused as a directory or a missing read-only file, and new as an empty file', async () => {
		const directory = scratch();
		await expect(testStore({ path: directory })).rejects.toMatchObject({ problem: 'unusable' });
		await expect(testStore({ path: join(directory, 'no', 'such.db') })).rejects.toMatchObject({
			problem: 'unusable',
		});
		const missing = join(directory, 'missing.db');
		await expect(testStore({ path: missing, readOnly: true })).rejects.toMatchObject({
			problem: 'unusable',
		});
		expect(existsSync(missing)).toBe(false);
		const empty = join(directory, 'empty.db');
		writeFileSync(empty, '');
		await expect(testStore({ path: empty, readOnly: true })).rejects.toMatchObject({
			problem: 'older-schema',
		});
		expect((await testStore({ path: empty })).conversations.list(query())).toEqual([]);
	});

	test('is created in an existing directory', async () => {
		const path = join(scratch(), 'sub');
		mkdirSync(path);
		const store = await testStore({ path: join(path, 'a.db') });
		expect(store.conversations.count()).toBe(0);
	});
});

describe('transactions', () => {
	test('roll everything back on failure, even when asynchronous or nested', async () => {
		const store = await testStore();
		expect(() =>
			store.transaction(() => {
				store.conversations.insert(bundle('one').conversation);
				store.transaction(() => store.conversations.insert(bundle('two').conversation));
				throw new Error('no');
			}),
		).toThrow('no');
		await expect(
			store.transactionAsync(async () => {
				store.conversations.insert(bundle('three').conversation);
				await Promise.resolve();
				throw new Error('neither');
			}),
		).rejects.toThrow('neither');
		expect(store.conversations.count()).toBe(0);
		expect(store.transaction(() => store.conversations.insert(bundle('one').conversation))).toBe(1);
	});
});
