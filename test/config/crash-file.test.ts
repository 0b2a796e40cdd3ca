import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stateFolder, writeCrashFile } from '../../src/config/crash-file.ts';

const key = 'KEY0123456789ABCDEF0123456789_secretsecret';
const about = { version: '1.2.3', nowMillis: Date.UTC(2026, 10, 22, 12), secrets: [key] };

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-crash-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

test('says what happened, where and in which version', () => {
	const path = writeCrashFile(new TypeError('x is not a y'), about, join(scratch(), 'deep', 'down'));
	const text = readFileSync(path ?? '', 'utf8');
	expect(text).toContain('tconv 1.2.3, Node v24');
	expect(text).toContain('TypeError: x is not a y');
	expect(text).toContain('crash-file.test');
});

test('the key is not in it, however it got into the error', () => {
	const error = new Error(`Bearer ${key} and ${encodeURIComponent(key)} and ${JSON.stringify({ key })}`);
	const text = readFileSync(writeCrashFile(error, about, scratch()) ?? '', 'utf8');
	expect(text).not.toContain(key);
	expect(text).not.toContain(key.slice(0, 20));
});

test('only its owner can read it, and its folder', () => {
	const folder = join(scratch(), 'state');
	const path = writeCrashFile('thrown text', about, folder) ?? '';
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(readFileSync(path, 'utf8')).toContain('thrown text');
});

test('a file that is there already is not overwritten', () => {
	const folder = scratch();
	const path = writeCrashFile('first', about, folder) ?? '';
	expect(writeCrashFile('second', about, folder)).toBeNull();
	expect(readFileSync(path, 'utf8')).toContain('first');
	expect(readdirSync(folder)).toHaveLength(1);
});

test('where nothing can be written it gives up quietly', () => {
	const folder = scratch();
	writeFileSync(join(folder, 'file'), '');
	expect(writeCrashFile('x', about, join(folder, 'file', 'below'))).toBeNull();
});

test('the folder is that of the user’s state', () => {
	expect(stateFolder({ XDG_STATE_HOME: '/somewhere' })).toBe('/somewhere/tconv');
	expect(stateFolder({ XDG_STATE_HOME: '' })).toBe(join(homedir(), '.local', 'state', 'tconv'));
	expect(stateFolder({})).toBe(join(homedir(), '.local', 'state', 'tconv'));
});
