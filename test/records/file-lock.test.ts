import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { withFileLock } from '../../src/records/file-lock.ts';
import { projectRoot } from '../../src/tooling/build.ts';

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-lock-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** Another process that runs this program, killed at the end of the test. */
function run(program: string) {
	const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
		cwd: projectRoot,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill('SIGKILL'));
	return child;
}

describe('a lock file', () => {
	test('exists while it is held, and is removed afterwards, also after a failure', async () => {
		const path = join(scratch(), 'x.lock');
		await withFileLock(path, async () => expect(readFileSync(path, 'utf8')).toContain(String(process.pid)));
		await expect(
			withFileLock(path, async () => {
				throw new Error('no');
			}),
		).rejects.toThrow('no');
		expect(readdirSync(join(path, '..'))).toEqual([]);
	});

	test('admits one at a time, within a process and between several', async () => {
		const folder = scratch();
		const count = join(folder, 'count');
		writeFileSync(count, '0');
		const program = `
			import { readFileSync, writeFileSync } from 'node:fs';
			import { withFileLock } from './src/records/file-lock.ts';
			const count = ${JSON.stringify(count)};
			await Promise.all(Array.from({ length: 10 }, () => withFileLock(count + '.lock', async () => {
				const now = Number(readFileSync(count, 'utf8'));
				await new Promise(setImmediate);
				writeFileSync(count, String(now + 1));
			})));`;
		const ended = [run(program), run(program), run(program)].map((child) => once(child, 'exit'));
		expect((await Promise.all(ended)).map(([code]) => code)).toEqual([0, 0, 0]);
		expect(readFileSync(count, 'utf8')).toBe('30');
		expect(readdirSync(folder)).toEqual(['count']);
	});

	test('of a program that was killed is taken over', async () => {
		const path = join(scratch(), 'x.lock');
		const child = run(`
			import { withFileLock } from './src/records/file-lock.ts';
			await withFileLock(${JSON.stringify(path)}, async () => {
				console.log('held');
				await new Promise((resolve) => setTimeout(resolve, 60_000));
			});`);
		await once(child.stdout, 'data');
		child.kill('SIGKILL');
		await once(child, 'exit');
		expect(readFileSync(path, 'utf8')).toContain(String(child.pid));
		expect(await withFileLock(path, async () => 'ours')).toBe('ours');
		expect(readdirSync(join(path, '..'))).toEqual([]);
	});

	test.each(['', '{"pid":1', '{"pid":1,"started":"x","host":"another","id":"y"}'])(
		'whose owner cannot be asked after is taken over once it is old: %j',
		async (text) => {
			const path = join(scratch(), 'x.lock');
			writeFileSync(path, text);
			utimesSync(path, 0, 0);
			expect(await withFileLock(path, async () => 'ours')).toBe('ours');
		},
	);

	test('that is a link is not followed', async () => {
		const folder = scratch();
		writeFileSync(join(folder, 'target'), 'theirs');
		symlinkSync('target', join(folder, 'x.lock'));
		await expect(withFileLock(join(folder, 'x.lock'), async () => 'ours')).rejects.toThrow('ELOOP');
		expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('theirs');
	});
});
