import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { ensureBuilt, programEnv } from '../harness/program.ts';
import { Terminal } from '../harness/terminal.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'tconv-package-'));
const installed = join(folder, 'app', 'node_modules');
const command = join(installed, 'tconv', 'dist', 'tconv.js');
let words = '';

/** Packs the package as npm would publish it, and installs that in an empty folder, without the network. */
beforeAll(async () => {
	await ensureBuilt();
	// The build just above is what `prepack` would make again.
	const packed = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
		cwd: projectRoot,
	});
	const app = join(folder, 'app');
	writeFileSync(join(folder, 'package.json'), '{}');
	const { stdout, stderr } = await run('npm', [
		'install',
		...['--offline', '--no-audit', '--no-fund', '--prefix', app],
		join(folder, packed.stdout.trim()),
	]);
	words = `${stdout}${stderr}`;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Node older than the program needs, as a user may have; undefined if this machine has none. */
const olderNode = (process.env.PATH ?? '')
	.split(delimiter)
	.filter((path) => !path.includes('node_modules'))
	.map((path) => join(path, 'node'))
	.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);

describe('the installed package', () => {
	test('is the bundle and nothing else, and small', () => {
		// The keyring is optional: npm leaves it out where it does not come.
		const packages = readdirSync(installed).filter((name) => !name.startsWith('.') && name !== '@napi-rs');
		expect(packages).toEqual(['tconv']);
		const files = readdirSync(join(installed, 'tconv'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
		const names = files.map((path) => path.slice(join(installed, 'tconv').length + 1)).sort();
		expect(names).toEqual([
			'LICENSE',
			'README.md',
			'dist/THIRD-PARTY.txt',
			'dist/cli.js',
			'dist/tconv.1',
			'dist/tconv.js',
			'package.json',
		]);
		const bytes = files.reduce((sum, path) => sum + statSync(path).size, 0);
		expect(bytes).toBeLessThan(3_000_000);
	});

	test('depends on no package and runs no script of its own when it is installed', () => {
		const about: unknown = JSON.parse(readFileSync(join(installed, 'tconv', 'package.json'), 'utf8'));
		expect(about).not.toHaveProperty('dependencies');
		expect(about).not.toHaveProperty('peerDependencies');
		for (const script of ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare'])
			expect(about).not.toHaveProperty(['scripts', script]);
		expect(words).not.toContain('install-scripts');
	});

	test('starts on the pinned Node, in a terminal, from its own files alone', async () => {
		const version = await run(process.execPath, [command, '--version'], { env: programEnv(), cwd: folder });
		expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
		await using terminal = new Terminal([process.execPath, command], {
			cols: 100,
			rows: 30,
			env: programEnv(),
		});
		await terminal.waitFor('Conversations');
	});

	test.skipIf(olderNode === undefined)('says on any other Node which one it needs, or starts', async () => {
		const started = await run(olderNode ?? '', [command, '--version'], {
			env: programEnv(),
			cwd: folder,
		}).catch((error: { readonly stderr: string; readonly code: number }) => error);
		if ('code' in started) {
			expect(started.code).toBe(1);
			expect(started.stderr).toMatch(/^tconv needs Node \d+\.\d+ or newer; this is Node \d+\.\d+\.\d+ \(/);
		} else expect(started.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});
});
