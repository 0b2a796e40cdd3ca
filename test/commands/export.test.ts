import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatOf } from '../../src/commands/export.ts';
import { bundleLine, key, run, scratchHome } from './command-fixtures.ts';
import { serving, workspace } from './serve-fixtures.ts';

async function server(): Promise<string> {
	const lines = ['a', 'b', 'c'].map((id, at) =>
		bundleLine(id, new Date(Date.UTC(2026, 9, 1) + at * 60_000).toISOString(), {
			name: `Call ${id}`,
			metadata: { telnyx_end_user_target: '+13128675309', tier: at === 0 ? 'gold' : 'plain' },
			texts: ['I am Miller, call +1 312 867 5309', 'bye now'],
		}),
	);
	return await serving(['--port', '0', '--data', workspace().file('data.ndjson', lines.join('\n'))]).url();
}

/** The names of spools that are left on the disk. */
function spoolsOf(home: string): readonly string[] {
	return readdirSync(join(home, '.local', 'state', 'tconv'), { recursive: true, encoding: 'utf8' })
		.filter((name) => /spool/.test(name))
		.filter((name) => /\.\w+$/.test(name));
}

describe('tconv export', () => {
	test('writes NDJSON as it came, which serve reads again, and prints the path', async () => {
		const url = await server();
		const home = scratchHome();
		const file = join(home, 'out.ndjson');
		const { code, out } = await run(['export', '--to', file, '--all'], { url, home });
		expect({ code, out }).toEqual({ code: 0, out: [file] });
		expect(readFileSync(file, 'utf8')).toContain('+13128675309');
		const again = await serving(['--port', '0', '--data', file]).url();
		expect((await run(['list', '--all'], { url: again })).out).toEqual(
			(await run(['list', '--all'], { url })).out,
		);
		expect(spoolsOf(home)).toEqual([]);
	});

	test('redacts other files, words too, and says how much it replaced', async () => {
		const url = await server();
		const home = scratchHome();
		const file = join(home, 'out.html');
		const ran = await run(['export', 'a', 'b', '--to', file, '--word', 'Miller'], { url, home });
		expect(ran.code).toBe(0);
		expect(ran.err.join()).toMatch(/^tconv export: \d+ personal data were replaced/);
		const text = readFileSync(file, 'utf8');
		expect(text).not.toMatch(/Miller|867 ?5309/);
		const open = join(home, 'open.html');
		await run(['export', 'a', '--to', open, '--unredacted'], { url, home });
		expect(readFileSync(open, 'utf8')).toContain('Miller');
	});

	test('takes a filter, or ids from standard input; 7 where one is gone', async () => {
		const url = await server();
		const home = scratchHome();
		const gold = join(home, 'gold.ndjson');
		await run(['export', '--filter', 'meta.tier:gold', '--to', gold], { url, home });
		expect(readFileSync(gold, 'utf8').trim().split('\n')).toHaveLength(1);
		const some = join(home, 'some.csv');
		const ran = await run(['export', '--to', some], { url, home, input: 'a\nnope\n' });
		expect(ran.code).toBe(7);
		expect(ran.err.join()).toContain('nope: The conversation no longer exists.');
		const none = await run(['export', 'nope', '--to', join(home, 'none.csv')], { url, home });
		expect(none).toMatchObject({ code: 4, out: [] });
		expect(existsSync(join(home, 'none.csv'))).toBe(false);
	});

	test('replaces no file without --force', async () => {
		const url = await server();
		const home = scratchHome();
		const file = join(home, 'out.json');
		writeFileSync(file, 'mine');
		const ran = await run(['export', 'a', '--to', file], { url, home });
		expect(ran.code).toBe(1);
		expect(ran.err.join()).toContain(`${file} already exists. Choose another name, or add --force.`);
		expect(readFileSync(file, 'utf8')).toBe('mine');
		expect(await run(['export', 'a', '--to', file, '--force'], { url, home })).toMatchObject({ code: 0 });
		expect(readFileSync(file, 'utf8')).not.toBe('mine');
	});

	test.each([
		[['export', 'a'], '--to FILE is missing'],
		[['export', 'a', '--to', 'x.csv', '--format', 'pdf'], 'There is no format “pdf”'],
		[['export', 'a', '--to', 'x.csv', '--redact', '--unredacted'], 'exclude each other'],
		[['export', 'a', '--to', 'x.csv', '--word', 'x', '--unredacted'], '--word needs a redaction'],
		[['export', 'a', '--to', 'x.csv', '--all'], 'Give ids, or a filter, not both'],
	])('wrong usage: %j', async (args, said) => {
		const ran = await run(args, { url: 'http://127.0.0.1:2/v2' });
		expect(ran).toMatchObject({ code: 2, out: [], err: [expect.stringContaining(said)] });
	});

	test('takes the format from the end of the name', () => {
		for (const [path, format] of [
			['a.html', 'html'],
			['a.csv', 'csv'],
			['a.md', 'markdown'],
			['a', 'ndjson'],
		] as const)
			expect(formatOf(null, path)).toBe(format);
		expect(formatOf('json', 'a.csv')).toBe('json');
	});
});

test('tconv bundle packs a .tar.gz, redacted and without the key', async () => {
	const url = await server();
	const home = scratchHome();
	const file = join(home, 'ticket.tar.gz');
	const { code, out } = await run(['bundle', 'a', '--to', file], { url, home });
	expect({ code, out }).toEqual({ code: 0, out: [file] });
	const { stdout } = spawnSync('tar', ['-xzOf', file], { encoding: 'utf8' });
	expect(stdout).toContain('"sha256"');
	expect(stdout).not.toMatch(/867 ?5309/);
	expect(stdout).not.toContain(key);
	expect(spawnSync('tar', ['-tzf', file], { encoding: 'utf8' }).stdout).toMatch(/ticket\/manifest\.json/);
});
