import {
	chmodSync,
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
import { openStrayLog } from '../../src/config/stray-log.ts';

const key = 'KEY0123456789ABCDEF0123456789_secretsecret';
const about = { nowMillis: () => Date.UTC(2026, 10, 22, 12), secrets: [key] };

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-stray-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

test('appends every text with its time, readable only by the owner, and quotes its beginning', () => {
	const folder = join(scratch(), 'deep');
	const keep = openStrayLog(folder, about);
	const path = join(folder, 'stderr.log');
	expect(keep('first\nand more\n')).toBe(`A warning was written to ${path}: first`);
	chmodSync(path, 0o644);
	expect(keep(`\n${'long '.repeat(99)}`)).toMatch(/: (?:long ){24}…$/);
	expect(readFileSync(path, 'utf8')).toMatch(
		/^2026-11-22T12:00:00.000Z first\nand more\n2026-.* \nlong long/,
	);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('the key is neither in the file nor in the sentence', () => {
	const folder = scratch();
	const said = openStrayLog(folder, about)(`${key} ${encodeURIComponent(key)} Bearer ${key}`);
	const all = said + readFileSync(join(folder, 'stderr.log'), 'utf8');
	expect(all).not.toContain(key.slice(0, 20));
});

test('is limited in size, within a run and over many', () => {
	const folder = scratch();
	for (let run = 0; run < 3; run++) {
		const keep = openStrayLog(folder, about);
		for (let i = 0; i < 400; i++) keep('x'.repeat(10_000));
	}
	const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
	expect(sizes).toHaveLength(2);
	expect(Math.max(...sizes)).toBeLessThan(600_000);
});

test('follows no link, and says so if a text could not be written', () => {
	const folder = scratch();
	writeFileSync(join(folder, 'other'), 'mine');
	symlinkSync('other', join(folder, 'stderr.log'));
	expect(openStrayLog(folder, about)('words')).toMatch(/^A warning could not be written to .*: words$/);
	expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('mine');
	expect(openStrayLog(join(folder, 'other'), about)('words')).toMatch(/could not be written/);
});
