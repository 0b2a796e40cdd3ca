import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openExports } from '../../src/local/export-file.ts';
import { failureOf } from '../api/http-server.ts';
import { scratch } from '../store/fixtures.ts';

const exports = openExports(() => crypto.randomUUID());
const whole = (id: string) => ({
	conversation: { id },
	messages: [{ role: 'user', text: 'a\nb' }],
	insights: [],
});

describe('an export', () => {
	test('is there once it is whole, for its owner alone, a conversation a line', async () => {
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

	test('into a folder that is not there asks for another name, not for another folder of the state', async () => {
		const error = await failureOf(exports.begin(join(scratch(), 'no', 'out.ndjson')));
		expect(error).toHaveProperty('message', expect.stringMatching(/it is not there\. Give another name/));
	});

	test('never takes the place of a file, not of one that came meanwhile, nor of a link into nowhere', async () => {
		const folder = scratch();
		const path = join(folder, 'out.ndjson');
		const file = await exports.begin(path);
		writeFileSync(path, 'mine');
		expect(await failureOf(exports.begin(path))).toHaveProperty(
			'message',
			expect.stringContaining('is there already'),
		);
		expect(await failureOf(file.finish())).toHaveProperty(
			'message',
			expect.stringContaining('is there already'),
		);
		expect(readFileSync(path, 'utf8')).toBe('mine');
		symlinkSync('nowhere', join(folder, 'link'));
		expect(await failureOf(exports.begin(join(folder, 'link')))).toBeInstanceOf(Error);
		expect(readdirSync(folder).sort()).toEqual(['link', 'out.ndjson']);
	});

	test('that is discarded leaves nothing', async () => {
		const folder = scratch();
		const file = await exports.begin(join(folder, 'out.ndjson'));
		await file.append(whole('one'));
		await file.discard();
		expect(readdirSync(folder)).toEqual([]);
	});

	test.each([
		['', 'no name'],
		['/nowhere/at/all.ndjson', '/nowhere/at/all.ndjson'],
	])('to “%s” cannot be begun, and that is said', async (path, said) => {
		expect(await failureOf(exports.begin(path))).toHaveProperty('message', expect.stringContaining(said));
	});
});
