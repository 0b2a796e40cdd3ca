import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { completionsOf, type LocalNames } from '../../src/commands/completions.ts';
import { declarations } from '../../src/commands/declarations/all.ts';
import { ensureBuilt, launcherPath } from '../harness/program.ts';
import { run, scratchHome } from './command-fixtures.ts';

beforeAll(() => ensureBuilt());

const local: LocalNames = {
	profiles: ['prod', 'staging'],
	savedViews: [
		{ id: 'calls-today', name: 'Calls today' },
		{ id: 'view-1', name: 'Gold' },
	],
	metadataKeys: ['tier', 'queue', '$(touch x)', 'a b'],
	ids: ['id-1', 'id-2'],
};
const complete = async (...words: string[]) =>
	(await completionsOf(words, async () => local)).candidates.map(({ value }) => value);

describe('candidates', () => {
	test('are every command, and every option of a command that is not given yet', async () => {
		expect(await complete('')).toEqual(declarations.map(({ name }) => name));
		for (const declared of declarations) {
			const names = declared.options.map(({ name }) => `--${name}`);
			expect(await complete(declared.name, '--')).toEqual([...names, '--help']);
			const [first] = declared.options;
			if (first !== undefined && first.isMany !== true)
				expect(await complete(declared.name, `--${first.name}`, 'x', '--')).not.toContain(`--${first.name}`);
		}
	});

	test.each([
		[['li'], ['list']],
		[
			['list', '--output', ''],
			['table', 'json', 'ndjson', 'csv', 'yaml', 'md'],
		],
		[['list', '--output=y'], ['--output=yaml']],
		[
			['list', '--view', ''],
			['calls-today', 'Gold'],
		],
		[['list', '--fields', 'id,metadata.t'], ['id,metadata.tier']],
		[
			['update', 'id-1', '--set', ''],
			['tier=', 'queue='],
		],
		[
			['update', '--unset', ''],
			['tier', 'queue'],
		],
		[
			['get', 'id-'],
			['id-1', 'id-2'],
		],
		[
			['completion', ''],
			['bash', 'zsh', 'fish'],
		],
		[['add-message', 'id-1', '--role', 's'], ['system']],
		[['list', '--limit', ''], []],
		[['--filter', 'x', ''], []],
	])('%j: %j', async (words, values) => {
		expect(await complete(...words)).toEqual(values);
	});

	test('names of files are left to the shell', async () => {
		expect(await completionsOf(['update', '--replace', ''], async () => local)).toMatchObject({
			files: true,
		});
	});

	test('a metadata key that a shell would run is never offered', async () => {
		for (const words of [
			['update', '--set', ''],
			['update', '--unset', ''],
			['list', '--fields', 'metadata.'],
		])
			expect((await complete(...words)).join()).not.toMatch(/[$ ()]/);
	});
});

test('ids and keys come from the records of this machine, and no server is asked', async () => {
	const home = scratchHome();
	const state = join(home, '.local', 'state', 'tconv', 'demo');
	mkdirSync(state, { recursive: true, mode: 0o700 });
	const entry = (conversationId: string, operation: string, after: unknown) =>
		JSON.stringify({
			attempt: conversationId,
			at: '2026-10-01T00:00:00Z',
			operation,
			conversationId,
			runId: null,
			before: {},
			after,
			outcome: 'done',
			problem: null,
		});
	const lines = [
		entry('old', 'update-metadata', { tier: 'x' }),
		entry('gone', 'delete', null),
		entry('new', 'create', { id: 'new', metadata: { queue: 'y' } }),
	];
	writeFileSync(join(state, 'journal.ndjson'), `${lines.join('\n')}\n`, { mode: 0o600 });
	expect((await run(['complete', '--', 'get', ''], { home })).program).toEqual(['new\t', 'old\t']);
	expect((await run(['complete', '--', 'update', '--unset', ''], { home })).program).toEqual([
		'queue\t',
		'tier\t',
	]);
	expect((await run(['complete', '--', 'get', ''], { home: scratchHome() })).program).toEqual([]);
});

/** A folder with a `tconv` that starts the built program. */
function binFolder(home: string): string {
	const bin = join(home, 'bin');
	mkdirSync(bin);
	writeFileSync(join(bin, 'tconv'), `#!/bin/sh\nexec '${process.execPath}' '${launcherPath}' "$@"\n`, {
		mode: 0o755,
	});
	return bin;
}

function shell(name: string, script: string, home: string) {
	const env = { PATH: `${binFolder(home)}:${process.env.PATH}`, HOME: home };
	return spawnSync(name, ['-c', script], { env, cwd: home, encoding: 'utf8' });
}

const hasShell = (name: string): boolean => spawnSync(name, ['-c', 'exit 0']).status === 0;

test.runIf(hasShell('bash'))('bash: completes words split at = and :, and runs nothing of the line', () => {
	const home = scratchHome();
	const script = `source <(tconv completion bash)
try() { COMP_LINE=$1; COMP_POINT=\${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _tconv 2>/dev/null; echo "\${COMPREPLY[*]}"; }
try 'tconv li' tconv li
try 'tconv list --output=y' tconv list --output = y
try 'tconv list --output ' tconv list --output ''
try 'tconv list --filter "$(touch ran)" --al' tconv list --filter '"$(touch ran)"' --al
try 'tconv list > kept --al' tconv list '>' kept --al`;
	writeFileSync(join(home, 'kept'), 'all of it');
	const { stdout, stderr } = shell('bash', script, home);
	expect(stdout.split('\n')).toEqual([
		'list',
		'yaml',
		'table json ndjson csv yaml md',
		'--all --allow-http',
		'--all --allow-http',
		'',
	]);
	expect(stderr).toBe('');
	expect(existsSync(join(home, 'ran'))).toBe(false);
	expect(spawnSync('cat', [join(home, 'kept')], { encoding: 'utf8' }).stdout).toBe('all of it');
});

test.runIf(hasShell('fish'))('fish: the script completes', () => {
	const script = 'tconv completion fish | source; complete -C "tconv lis"';
	expect(shell('fish', script, scratchHome()).stdout).toBe('list\tconversations that match a filter\n');
});

test.runIf(hasShell('zsh'))('zsh: the script has no mistake', () => {
	const { status, stderr } = shell('zsh', 'tconv completion zsh > _tconv && zsh -n _tconv', scratchHome());
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
