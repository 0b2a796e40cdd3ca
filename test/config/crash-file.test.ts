import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeCrashFile } from '../../src/config/crash-file.ts';

const key = 'KEY0123456789ABCDEF0123456789_secretsecret';
const about = { version: '1.2.3', nowMillis: Date.UTC(2026, 10, 22, 12), secrets: [key] };

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-crash-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

test('records the error, its place and the version', async () => {
	const path = await writeCrashFile(new TypeError('x is not a y'), about, join(scratch(), 'deep', 'down'));
	const text = readFileSync(path ?? '', 'utf8');
	expect(text).toContain('tconv 1.2.3, Node v24');
	expect(text).toContain('TypeError: x is not a y');
	expect(text).toContain('crash-file.test');
});

test('never contains the key, wherever the error has it', async () => {
	const error = new Error(`Bearer ${key} and ${encodeURIComponent(key)} and ${JSON.stringify({ key })}`);
	const text = readFileSync((await writeCrashFile(error, about, scratch())) ?? '', 'utf8');
	expect(text).not.toContain(key);
	expect(text).not.toContain(key.slice(0, 20));
});

test('is readable only by its owner, like its folder', async () => {
	const folder = join(scratch(), 'state');
	const path = (await writeCrashFile('thrown text', about, folder)) ?? '';
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(readFileSync(path, 'utf8')).toContain('thrown text');
});

test('does not overwrite an existing file', async () => {
	const folder = scratch();
	const path = (await writeCrashFile('first', about, folder)) ?? '';
	expect(await writeCrashFile('second', about, folder)).toBeNull();
	expect(readFileSync(path, 'utf8')).toContain('first');
	expect(readdirSync(folder)).toHaveLength(1);
});

test('gives up silently if it cannot write, and returns for /proc, which accepts no folders', async () => {
	const folder = scratch();
	writeFileSync(join(folder, 'file'), '');
	expect(await writeCrashFile('x', about, join(folder, 'file', 'below'))).toBeNull();
	expect(await writeCrashFile('x', about, '/proc/tconv/state')).toBeNull();
});

test('does not follow a link in place of its folder', async () => {
	const folder = scratch();
	const elsewhere = scratch();
	symlinkSync(elsewhere, join(folder, 'tconv'));
	expect(await writeCrashFile('x', about, join(folder, 'tconv'))).toBeNull();
	expect(readdirSync(elsewhere)).toEqual([]);
});
