import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openExports } from '../../src/records/export-file.ts';
import { failureOf } from '../api/http-server.ts';
import { scratch } from '../store/fixtures.ts';

const exports = openExports(() => crypto.randomUUID());
const whole = (id: string) => ({
	conversation: { id },
	messages: [{ role: 'user', text: 'a\nb' }],
	insights: [],
});

describe('an export', () => {
	test('appears once complete, readable by its owner alone, one conversation per line', async () => {
		const path = join(scratch(), 'out.ndjson');
		const file = await exports.begin(path);
		expect(file.path).toBe(path);
		await file.append(whole('one'));
		await file.append(whole('two'));
		expect(existsSync(path)).toBe(false);
		await file.finish();
		const lines = readFileSync(path, 'utf8').split('\n');
		expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual([whole('one'), whole('two')]);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(path, '..'))).toEqual(['out.ndjson']);
	});

	test('into a missing folder asks for another name, not for another state folder', async () => {
		const error = await failureOf(exports.begin(join(scratch(), 'no', 'out.ndjson')));
		expect(error).toHaveProperty('message', expect.stringMatching(/it does not exist\. Choose another name/));
	});

	test('never replaces a file, not even a new one or a dangling link', async () => {
		const folder = scratch();
		const path = join(folder, 'out.ndjson');
		const file = await exports.begin(path);
		writeFileSync(path, 'mine');
		expect(await failureOf(exports.begin(path))).toHaveProperty(
			'message',
			expect.stringContaining('already exists'),
		);
		expect(await failureOf(file.finish())).toHaveProperty(
			'message',
			expect.stringContaining('already exists'),
		);
		expect(readFileSync(path, 'utf8')).toBe('mine');
		symlinkSync('nowhere', join(folder, 'link'));
		expect(await failureOf(exports.begin(join(folder, 'link')))).toBeInstanceOf(Error);
		expect(readdirSync(folder).sort()).toEqual(['link', 'out.ndjson']);
	});

	test('leaves nothing when discarded', async () => {
		const folder = scratch();
		const file = await exports.begin(join(folder, 'out.ndjson'));
		await file.append(whole('one'));
		await file.discard();
		expect(readdirSync(folder)).toEqual([]);
	});

	test.each([
		['', 'type a file name'],
		['/nowhere/at/all.ndjson', '/nowhere/at/all.ndjson'],
	])('to “%s” cannot be begun, and that is said', async (path, said) => {
		expect(await failureOf(exports.begin(path))).toHaveProperty('message', expect.stringContaining(said));
	});
});
