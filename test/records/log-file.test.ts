import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLog } from '../../src/records/log-file.ts';
import { folderWith } from '../config/scratch.ts';

const key = 'KEY0123456789ABCDEF0123456789_secretsecret';
const tools = { nowMillis: () => Date.UTC(2026, 10, 22, 12), secrets: [key] };

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

test('each entry is a line of JSON with its time, in a file for its owner alone; an existing log is appended to', () => {
	const path = join(folderWith('x'), 'log.ndjson');
	openLog(path, tools).log({ kind: 'state', event: 'list-move' });
	chmodSync(path, 0o644);
	openLog(path, tools).log({ kind: 'stray', text: 'two\nlines' });
	expect(linesOf(path).map((line) => JSON.parse(line))).toEqual([
		{ time: '2026-11-22T12:00:00.000Z', kind: 'state', event: 'list-move' },
		{ time: '2026-11-22T12:00:00.000Z', kind: 'stray', text: 'two\nlines' },
	]);
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('the key is never in it', () => {
	const path = join(folderWith('x'), 'log.ndjson');
	const { log } = openLog(path, tools);
	for (const text of [key, encodeURIComponent(key), Buffer.from(key).toString('base64'), `Bearer ${key}`])
		log({ kind: 'body', of: 'answer', path: 'x', text: JSON.stringify({ text }) });
	const text = readFileSync(path, 'utf8');
	expect(linesOf(path)).toHaveLength(4);
	expect(text).not.toContain(key);
	expect(text).not.toContain(Buffer.from(key).toString('base64'));
});

describe('a file that cannot be a log is refused', () => {
	test.each([
		['a folder that is not there', () => '/nowhere/log', 'it does not exist'],
		['a folder', () => folderWith('x'), 'a folder is in the place of a file'],
		['a device', () => '/dev/null', '/dev/null is not a regular file'],
	])('%s', (_, path, why) => {
		expect(() => openLog(path(), tools)).toThrow(why);
	});

	test('a link', () => {
		const folder = folderWith('other', 'kept');
		symlinkSync(join(folder, 'other'), join(folder, 'log'));
		expect(() => openLog(join(folder, 'log'), tools)).toThrow('The log cannot be opened');
		expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('kept');
	});
});

test('a full disk ends the log with a message, but not the program', () => {
	const folder = folderWith('x');
	mkdirSync(join(folder, 'sub'));
	writeFileSync(join(folder, 'sub', 'log'), '');
	let full = false;
	const { log, onFailed } = openLog(join(folder, 'sub', 'log'), {
		...tools,
		nowMillis: () => {
			if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
			return 0;
		},
	});
	const said: string[] = [];
	onFailed((sentence) => said.push(sentence));
	log({ kind: 'state', event: 'one' });
	full = true;
	log({ kind: 'state', event: 'two' });
	log({ kind: 'state', event: 'three' });
	expect(said).toHaveLength(1);
	expect(said[0]).toContain('no space is left on the disk');
	expect(linesOf(join(folder, 'sub', 'log'))).toHaveLength(1);
});
