import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSpools } from '../../src/records/spool.ts';
import { failureOf } from '../api/http-server.ts';
import { Clock } from '../store/fixtures.ts';
import { modeOf, newFolder, whole } from './fixtures.ts';

const secret = 'KEY-of-a-test-0123456789';

function spoolsIn(folder: string, clock = new Clock()) {
	return openSpools({ folder, now: clock.now, keptDays: 30, secrets: [secret] });
}

describe('a spool', () => {
	test('has its conversations again after a restart, by id and in the order of the export', async () => {
		const folder = newFolder();
		const first = await spoolsIn(folder).open('one', ['a', 'b', 'c']);
		await Promise.all([first.append('c', whole('c')), first.append('a', whole('a\u2028 é'))]);
		await first.close();
		const again = await spoolsIn(folder).open('one', null);
		expect([again.ids, again.has('a'), again.has('b'), again.has('c')]).toEqual([
			['a', 'b', 'c'],
			true,
			false,
			true,
		]);
		expect([await again.read('a'), await again.read('b'), await again.read('c')]).toEqual([
			whole('a\u2028 é'),
			null,
			whole('c'),
		]);
		await again.close();
		expect(modeOf(join(folder, readdirSync(folder)[0] ?? ''))).toBe('600');
	});

	test('cuts off the line that a killed process left, and goes on behind it', async () => {
		const folder = newFolder();
		const first = await spoolsIn(folder).open('one', ['a', 'b']);
		await first.append('a', whole('a'));
		await first.close();
		const path = join(folder, readdirSync(folder)[0] ?? '');
		const before = readFileSync(path, 'utf8');
		appendFileSync(path, '"b"\t{"conversation":{"id":"b"');
		const again = await spoolsIn(folder).open('one', null);
		expect(again.has('b')).toBe(false);
		expect(readFileSync(path, 'utf8')).toBe(before);
		await again.append('b', whole('b'));
		expect(await again.read('b')).toEqual(whole('b'));
		await again.close();
	});

	test('begins anew if not even its first line was whole', async () => {
		const folder = newFolder();
		await (await spoolsIn(folder).open('one', ['a'])).close();
		const path = join(folder, readdirSync(folder)[0] ?? '');
		const { truncateSync } = await import('node:fs');
		truncateSync(path, 5);
		const again = await spoolsIn(folder).open('one', ['a', 'b']);
		expect(again.ids).toEqual(['a', 'b']);
		await again.close();
	});

	test('never holds the API key', async () => {
		const folder = newFolder();
		const spool = await spoolsIn(folder).open('one', ['a']);
		await spool.append('a', whole('a', { messages: [{ role: 'user', text: `it is ${secret}` }] }));
		await spool.close();
		expect(readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8')).not.toContain(secret);
	});

	test('that is gone says what to do', async () => {
		const error = await failureOf(spoolsIn(newFolder()).open('one', null));
		expect(error).toHaveProperty('message', expect.stringContaining('Export them again.'));
	});

	test('leaves with its parts when it is removed, and when it is old', async () => {
		const folder = newFolder();
		const clock = new Clock();
		const spools = spoolsIn(folder, clock);
		for (const id of ['one', 'two']) {
			await (await spools.open(id, ['a'])).close();
			const part = await spools.part(id, 'conversations.md');
			await part.write('Hello ');
			await part.write('é');
			const chunks: Uint8Array[] = [];
			for await (const chunk of part.read()) chunks.push(chunk);
			expect(Buffer.concat(chunks).toString()).toBe('Hello é');
			await part.close();
		}
		await spools.remove('one');
		expect(await spools.list()).toEqual(['two']);
		expect(readdirSync(folder)).toHaveLength(2);
		clock.set('2027-06-01T00:00:00Z');
		expect(await spools.purge()).toBe(1);
		expect(readdirSync(folder)).toEqual([]);
	});
});
