import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../src/tooling/build.ts';
import { buildFixture, type Fixture } from './harness/fixture.ts';
import { cleanEnv } from './harness/terminal.ts';

let lonely: Fixture;
let checkout: Fixture;
beforeAll(async () => {
	[lonely, checkout] = await Promise.all([buildFixture('echo.ts'), buildFixture('echo.ts')]);
	checkout.plantNode();
});
afterAll(() => {
	lonely[Symbol.dispose]();
	checkout[Symbol.dispose]();
});

const OLD = ['--require', join(projectRoot, 'test', 'harness', 'fixtures', 'old-node.cjs')];

function start(
	file: string,
	args: readonly string[],
	{ node = process.execPath, flags = [] as string[] } = {},
) {
	return spawn(node, [...flags, file, ...args], {
		env: cleanEnv({ XDG_CACHE_HOME: join(lonely.root, 'cache') }),
	});
}

async function outcome(child: ReturnType<typeof start>) {
	const [stdout, stderr, [code, signal]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'exit'),
	]);
	return { stdout, stderr, code, signal };
}

async function saysReady(child: ChildProcess): Promise<void> {
	const [said] = child.stdout === null ? [] : await once(child.stdout, 'data');
	expect(String(said)).toMatch(/^ready/);
}

/** A real Node that is too old, if the machine has one. */
const reallyOld = (process.env.PATH ?? '')
	.split(delimiter)
	.map((folder) => join(folder, 'node'))
	.filter((path) => existsSync(path))
	.find((path) => {
		const [major = 0] = execFileSync(path, ['--version'], { encoding: 'utf8' })
			.slice(1)
			.split('.')
			.map(Number);
		return major >= 16 && major < 24;
	});

describe('on a fit Node', () => {
	test.each(['launcher', 'cli'] as const)('%s runs the program with its arguments', async (file) => {
		const args = ['--exit', '7', 'a b', '--flag=ü'];
		const { stdout, stderr, code } = await outcome(start(lonely[file], args));
		expect({ args: JSON.parse(stdout), stderr, code }).toEqual({ args, stderr: '', code: 7 });
	});

	test('keeps compiled code in the cache folder of the user, not in the shared one', () => {
		expect(readdirSync(join(lonely.root, 'cache', 'tconv'))).not.toEqual([]);
	});

	test.skipIf(process.platform !== 'linux')('hides its arguments from ps', async () => {
		for (const file of [lonely.launcher, lonely.cli]) {
			const child = start(file, ['--wait', '--key', 'KEY-very-secret']);
			await saysReady(child);
			const shown = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
			child.kill();
			expect(shown).toMatch(/^tconv\0*$/);
		}
	});
});

const oldNodes = [
	{ name: 'a Node that says it is old', how: { flags: OLD }, skip: false },
	{ name: 'a Node that is old', how: { node: reallyOld ?? '' }, skip: reallyOld === undefined },
];

describe.each(oldNodes)('on $name', ({ how, skip }) => {
	describe.each(['launcher', 'cli'] as const)('%s', (file) => {
		test.skipIf(skip)('says in one line what it needs and what it found', async () => {
			const { stdout, stderr, code } = await outcome(start(lonely[file], ['--exit', '0'], how));
			expect(stderr).toMatch(/^tconv needs Node 24\.15 or newer; this is Node \d+\.\d+\.\d+ \(.*\)\n$/);
			expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
		});

		test.skipIf(skip)("runs the checkout's own, with the arguments, and ends with its code", async () => {
			const args = ['--exit', '7', 'a b', '--flag=ü'];
			const { stdout, stderr, code } = await outcome(start(checkout[file], args, how));
			expect({ args: JSON.parse(stdout), stderr, code }).toEqual({ args, stderr: '', code: 7 });
		});

		test.skipIf(skip)('passes a signal on, and exits as the program does', async () => {
			const caught = start(checkout[file], ['--catch', 'SIGTERM'], how);
			await saysReady(caught);
			caught.kill('SIGTERM');
			expect(await outcome(caught)).toEqual({ stdout: 'caught\n', stderr: '', code: 5, signal: null });

			for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
				const killed = start(checkout[file], ['--wait'], how);
				await saysReady(killed);
				killed.kill(signal);
				expect(await outcome(killed)).toMatchObject({ code: null, signal });
			}
		});

		test.skipIf(skip)('killed with -9, leaves no program that reads the terminal', async () => {
			const killed = start(checkout[file], ['--wait'], how);
			await saysReady(killed);
			killed.kill('SIGKILL');
			// The output ends with the last process that holds it.
			expect(await outcome(killed)).toMatchObject({ code: null, signal: 'SIGKILL' });
		});
	});
});
