import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { json, serve, type TestServer } from '../api/http-server.ts';
import { quit } from '../harness/frame.ts';
import { openProgram, programEnv } from '../harness/program.ts';
import type { Terminal } from '../harness/terminal.ts';

const keys = { prod: 'KEY0000000000000000AAAA_of_prod', staging: 'KEY1111111111111111BBBB_of_staging' };
type Name = keyof typeof keys;

/** An account with one conversation of this name. */
async function server(name: Name): Promise<TestServer> {
	const created_at = '2026-11-20T10:00:00Z';
	const conversation = {
		id: `id-${name}`,
		name: `Caller of ${name}`,
		created_at,
		last_message_at: created_at,
		metadata: {},
	};
	const made = await serve(({ url }, response) => {
		const path = new URL(url, 'http://x').pathname.replace('/v2', '');
		if (path === '/ai/conversations') json(response, { data: [conversation], meta: { total_pages: 1 } });
		else if (path === `/ai/conversations/id-${name}`) json(response, { data: conversation });
		else json(response, { data: [], meta: { total_pages: 0 } });
	});
	onTestFinished(async () => await made[Symbol.asyncDispose]());
	return made;
}

async function changeTo(terminal: Terminal, downs: number): Promise<void> {
	terminal.press(':');
	await terminal.waitFor('─ Palette');
	terminal.press(...'profile');
	await terminal.waitFor(': profile');
	terminal.press('Enter');
	await terminal.waitFor('─ Accounts');
	for (let step = 0; step < downs; step++) terminal.press('j');
	terminal.press('Enter');
}

test('the account changes in place: nothing of the old one is left, and no request meets the other', async () => {
	const servers = { prod: await server('prod'), staging: await server('staging') };
	const home = programEnv().HOME ?? '';
	const config = join(home, 'config');
	mkdirSync(join(config, 'keys'), { recursive: true, mode: 0o700 });
	const profiles: Record<string, object> = {};
	for (const name of ['prod', 'staging'] as const) {
		writeFileSync(join(config, 'keys', name), keys[name], { mode: 0o600 });
		profiles[name] = { baseUrl: servers[name].url, readOnly: name === 'prod', key: { kind: 'file' } };
	}
	profiles.broken = { key: { kind: 'file' } };
	writeFileSync(join(config, 'profiles.json'), JSON.stringify({ version: 1, use: 'prod', profiles }), {
		mode: 0o600,
	});
	await using terminal = await openProgram([], {
		cols: 110,
		rows: 30,
		env: { HOME: home, TCONV_CONFIG_DIR: config },
	});
	await terminal.waitFor('Caller of prod');
	expect(terminal.line(0)).toMatch(/^ tconv +prod · read-only/);
	terminal.press('Space');
	await terminal.waitFor('1 marked');

	await changeTo(terminal, 2);
	await terminal.waitFor('The account stays: The key of “broken” is not in');
	terminal.press('Esc');
	await terminal.waitFor(/1 marked/);
	expect(servers.staging.seen).toEqual([]);

	await changeTo(terminal, 1);
	await terminal.waitFor('Caller of staging');
	expect(terminal.line(0)).toMatch(/^ tconv +staging +/);
	expect(terminal.line(0)).not.toMatch(/read-only|marked/);
	expect(terminal.screen().join('\n')).not.toContain('Caller of prod');
	await quit(terminal);
	for (const name of ['prod', 'staging'] as const) {
		expect(servers[name].seen.length).toBeGreaterThan(0);
		for (const { headers } of servers[name].seen) expect(headers.authorization).toBe(`Bearer ${keys[name]}`);
	}
	for (const key of Object.values(keys)) expect(terminal.raw).not.toContain(key.slice(3, 20));
});
