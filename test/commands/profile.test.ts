import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { json, serve, type TestServer } from '../api/http-server.ts';
import { type RunOptions, run, scratchHome } from './command-fixtures.ts';

const key = 'KEYAAAAAAAAAAAAAAAA0123_of_a_profile';

/** A server that knows one key. */
async function server(): Promise<TestServer> {
	const made = await serve(({ headers }, response) =>
		headers.authorization === `Bearer ${key}`
			? json(response, { data: [], meta: { total_pages: 0 } })
			: json(response, { errors: [{ code: '10009', title: 'Authentication failed' }] }, 401),
	);
	onTestFinished(async () => await made[Symbol.asyncDispose]());
	return made;
}

type Stage = {
	readonly config: string;
	readonly url: string;
	readonly seen: TestServer['seen'];
	readonly home: string;
	readonly profile: (args: readonly string[], options?: RunOptions) => ReturnType<typeof run>;
};

async function stage(): Promise<Stage> {
	const home = scratchHome();
	const { url, seen } = await server();
	const config = join(home, 'config');
	const environment = { TCONV_CONFIG_DIR: config };
	return {
		config,
		url,
		seen,
		home,
		profile: (args, options = {}) =>
			run(['profile', ...args], {
				home,
				...options,
				environment: { ...environment, ...options.environment },
			}),
	};
}

const profilesIn = (config: string) => JSON.parse(readFileSync(join(config, 'profiles.json'), 'utf8'));

describe('add', () => {
	test('asks for the key, checks it, keeps it in a file where there is no keychain, and says so', async () => {
		const { profile, config, url, seen } = await stage();
		const added = await profile(['add', 'prod', '--base-url', url, '--read-only', '--owner', 'night'], {
			hidden: ` ${key} `,
		});
		expect(added.err).toEqual([]);
		expect(added.code).toBe(0);
		expect(added.out[0]).toContain(
			`Its key is right, and in ${config}/keys/prod, which only you can read (no keychain:`,
		);
		expect(readFileSync(join(config, 'keys', 'prod'), 'utf8')).toBe(`${key}\n`);
		expect(statSync(join(config, 'keys', 'prod')).mode & 0o777).toBe(0o600);
		expect(statSync(join(config, 'profiles.json')).mode & 0o777).toBe(0o600);
		expect(profilesIn(config)).toEqual({
			version: 1,
			use: null,
			profiles: { prod: { baseUrl: url, readOnly: true, owner: 'night', key: { kind: 'file' } } },
		});
		expect(seen.map(({ method }) => method)).toEqual(['GET']);
		expect([...added.out, ...added.err].join()).not.toContain(key.slice(5, 20));
	});

	test('reads the key from standard input, or keeps the command that prints it', async () => {
		const { profile, config, url } = await stage();
		expect((await profile(['add', 'ci', '--base-url', url, '--key-stdin'], { input: `${key}\n` })).code).toBe(
			0,
		);
		const command = `printf %s ${key}`;
		expect(
			(
				await profile(['add', 'pass', '--base-url', url, '--key-command', command], {
					environment: { PATH: String(process.env.PATH) },
				})
			).code,
		).toBe(0);
		expect(readdirSync(join(config, 'keys'))).toEqual(['ci']);
		expect(profilesIn(config).profiles.pass.key).toEqual({ kind: 'command', command });
	});

	test('keeps nothing of a key that the server refuses: 3; unchecked if asked', async () => {
		const { profile, config, url } = await stage();
		const other = 'KEYBBBBBBBBBBBBBBBB4567_of_another';
		const refused = await profile(['add', 'prod', '--base-url', url], { hidden: other });
		expect(refused.code).toBe(3);
		expect(refused.err.join()).toContain('Nothing was kept');
		expect(existsSync(config)).toBe(false);
		const unchecked = await profile(['add', 'prod', '--base-url', url, '--unchecked'], { hidden: other });
		expect(unchecked.out[0]).toContain('was not checked');
	});

	test('asks before it replaces one, and then keeps the guards that were there', async () => {
		const { profile, config, url } = await stage();
		await profile(['add', 'prod', '--base-url', url, '--read-only'], { hidden: key });
		const no = await profile(['add', 'prod', '--theme', 'ascii'], { hidden: key, answers: ['n'] });
		expect(no.err.join()).toContain('Nothing was changed.');
		expect((await profile(['add', 'prod', '--theme', 'ascii'], { hidden: key, answers: ['y'] })).code).toBe(
			0,
		);
		expect(profilesIn(config).profiles.prod).toMatchObject({ baseUrl: url, readOnly: true, theme: 'ascii' });
		expect((await profile(['add', 'prod'], { hidden: key })).code).toBe(2);
	});

	test.each([
		[['add'], 'needs one name'],
		[['add', 'Prod'], 'cannot name a profile'],
		[['add', 'demo'], 'is the sample data'],
		[['add', 'a', '--theme', 'pink'], '--theme must be ascii or no-colours'],
		[['add', 'a', '--base-url', 'nowhere'], '--base-url must be an address'],
		[['add', 'a', '--key-stdin', '--key-command', 'x'], 'two places of a key'],
		[['add', 'a'], 'standard input is not a terminal'],
		[['use', 'a', '--read-only'], '--read-only is not for profile use'],
		[['make', 'a'], 'profile needs one of'],
	])('%j is wrong usage: 2, and nothing is done', async (args, words) => {
		const { profile, config } = await stage();
		const ran = await profile(args);
		expect(ran.code).toBe(2);
		expect(ran.err.join()).toContain(words);
		expect(existsSync(config)).toBe(false);
	});
});

describe('a profile', () => {
	test('is listed and shown without its key, and used where no other account is named', async () => {
		const { profile, url, home, config } = await stage();
		await profile(['add', 'prod', '--base-url', url], { hidden: key });
		await profile(['use', 'prod']);
		const { out } = await profile(['list', '--json']);
		expect(JSON.parse(out[0] ?? '')).toMatchObject({
			used: true,
			name: 'prod',
			base_url: url,
			read_only: false,
		});
		expect((await profile(['show', 'prod'])).out.join()).not.toContain(key.slice(5, 20));
		const list = await run(['list'], { home, environment: { TCONV_CONFIG_DIR: config } });
		expect(list.code).toBe(0);
		const shadowed = await profile(['use', 'prod'], {
			environment: { TELNYX_API_KEY: 'KEY-of-the-environment-1' },
		});
		expect(shadowed.out.join()).toContain('TELNYX_API_KEY is set in this shell, and counts before it');
		await profile(['use', 'demo']);
		expect((await run(['list'], { home, environment: { TCONV_CONFIG_DIR: config } })).code).toBe(3);
	});

	test('takes key, records and views along when it is renamed', async () => {
		const { profile, url, config, home } = await stage();
		await profile(['add', 'prod', '--base-url', url], { hidden: key });
		await profile(['use', 'prod']);
		const state = join(home, '.local', 'state', 'tconv');
		mkdirSync(join(state, '@prod'), { recursive: true, mode: 0o700 });
		writeFileSync(join(state, '@prod', 'journal.ndjson'), '');
		writeFileSync(
			join(config, 'views.json'),
			'{"version": 2, "profiles": {"@prod": {"views": [], "startId": null}}}',
		);
		expect((await profile(['rename', 'prod', 'live'])).err).toEqual([]);
		expect(profilesIn(config)).toMatchObject({ use: 'live', profiles: { live: { baseUrl: url } } });
		expect(Object.keys(profilesIn(config).profiles)).toEqual(['live']);
		expect(readdirSync(join(config, 'keys'))).toEqual(['live']);
		expect(readdirSync(state)).toEqual(['@live']);
		expect(readFileSync(join(config, 'views.json'), 'utf8')).toContain('"@live"');
	});

	test('is not renamed out of a guard of the settings', async () => {
		const { profile, url, config } = await stage();
		await profile(['add', 'prod', '--base-url', url], { hidden: key });
		writeFileSync(join(config, 'settings.json'), '{"readOnlyProfiles": ["prod"]}');
		expect((await profile(['rename', 'prod', 'live'])).err.join()).toContain(
			'readOnlyProfiles has “prod”. Add “live” there first',
		);
		writeFileSync(join(config, 'settings.json'), '{"readOnlyProfiles": ["prod", "live"]}');
		expect((await profile(['rename', 'prod', 'live'])).code).toBe(0);
	});

	test('is removed with its key after a yes; its records stay', async () => {
		const { profile, url, config } = await stage();
		await profile(['add', 'prod', '--base-url', url], { hidden: key });
		expect((await profile(['remove', 'prod'])).code).toBe(2);
		expect((await profile(['remove', 'prod'], { answers: ['n'] })).code).toBe(1);
		const removed = await profile(['remove', 'prod', '--yes']);
		expect(removed.out[0]).toContain('Its records stay in ');
		expect(readdirSync(join(config, 'keys'))).toEqual([]);
		expect(profilesIn(config).profiles).toEqual({});
		expect((await profile(['show', 'prod'])).err.join()).toContain('There is no profile “prod”');
	});
});
