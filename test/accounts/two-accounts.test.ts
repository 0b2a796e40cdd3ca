import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findAccount } from '../../src/accounts/find-account.ts';
import { writeKeyFile } from '../../src/accounts/key-file.ts';
import { openBackendOf } from '../../src/backend.ts';
import { newestFirst } from '../../src/state/ui-state.ts';
import { accountOpener } from '../../src/wiring/open-account.ts';
import { json, serve, type TestServer } from '../api/http-server.ts';
import { folderWith } from '../config/scratch.ts';

/** Three keys with a server each: two profiles, and the environment. */
const owners = ['prod', 'staging', 'environment'] as const;
type Owner = (typeof owners)[number];
const keys: Readonly<Record<Owner, string>> = {
	prod: 'KEY0000000000000000AAAA_of_prod',
	staging: 'KEY1111111111111111BBBB_of_staging',
	environment: 'KEY2222222222222222CCCC_of_the_environment',
};

async function servers(): Promise<Readonly<Record<Owner, TestServer>>> {
	const made = await Promise.all(
		owners.map(() => serve((_, response) => json(response, { data: [], meta: { total_pages: 0 } }))),
	);
	onTestFinished(async () => {
		for (const one of made) await one[Symbol.asyncDispose]();
	});
	const [prod, staging, environment] = made;
	if (prod === undefined || staging === undefined || environment === undefined) throw new Error('no server');
	return { prod, staging, environment };
}

type World = {
	/** The flag `--profile`. */
	readonly flag: 'prod' | 'staging' | null;
	/** What the environment has: a key, an address, both. */
	readonly hasKey: boolean;
	readonly hasAddress: boolean;
	/** The profile in use. */
	readonly used: 'prod' | 'staging' | null;
	/** Where the key of each profile is kept. */
	readonly places: Readonly<Record<'prod' | 'staging', 'file' | 'command'>>;
};

const world: fc.Arbitrary<World> = fc.record({
	flag: fc.constantFrom(null, 'prod', 'staging'),
	hasKey: fc.boolean(),
	hasAddress: fc.boolean(),
	used: fc.constantFrom(null, 'prod', 'staging'),
	places: fc.record({
		prod: fc.constantFrom('file', 'command'),
		staging: fc.constantFrom('file', 'command'),
	}),
});

/** Whose account a world opens; null for the sample data. A key without an address would go to Telnyx. */
function meant({ flag, hasKey, used }: World): Owner | null {
	return flag ?? (hasKey ? 'environment' : used);
}

/** The settings folder and the environment of a world. */
async function made({ hasKey, hasAddress, used, places }: World, all: Readonly<Record<Owner, TestServer>>) {
	const config = folderWith('x');
	const profiles = Object.fromEntries(
		(['prod', 'staging'] as const).map((name) => {
			const command = `printf %s ${keys[name]}`;
			const key = places[name] === 'file' ? { kind: 'file' } : { kind: 'command', command };
			return [name, { baseUrl: all[name].url, key }];
		}),
	);
	writeFileSync(join(config, 'profiles.json'), JSON.stringify({ version: 1, use: used, profiles }), {
		mode: 0o600,
	});
	for (const name of ['prod', 'staging'] as const)
		if (places[name] === 'file') await writeKeyFile(config, name, keys[name]);
	const environment = {
		PATH: process.env.PATH,
		TCONV_CONFIG_DIR: config,
		XDG_STATE_HOME: folderWith('y'),
		...(hasKey ? { TELNYX_API_KEY: keys.environment } : {}),
		...(hasAddress ? { TELNYX_BASE_URL: all.environment.url } : {}),
	};
	return { config, environment };
}

/** Expects requests at one server alone, with its own key. */
function expectApart(owner: Owner | null, all: Readonly<Record<Owner, TestServer>>): void {
	for (const name of owners) {
		const { seen } = all[name];
		expect(seen.length > 0).toBe(name === owner);
		for (const { headers, url, body } of seen) {
			expect(headers.authorization).toBe(`Bearer ${keys[name]}`);
			for (const other of owners) {
				if (other === name) continue;
				expect(`${url} ${body} ${JSON.stringify(headers)}`).not.toContain(keys[other].slice(3, 20));
			}
		}
	}
}

describe('no request goes to another account’s host, or with its key', () => {
	test('over flags, environment and files, for the screen and for commands', async () => {
		const all = await servers();
		await fc.assert(
			fc.asyncProperty(world, async (one) => {
				// A key without an address goes to Telnyx itself, which no test asks.
				fc.pre(meant(one) !== 'environment' || one.hasAddress);
				for (const name of owners) all[name].seen.length = 0;
				const { config, environment } = await made(one, all);
				const found = await findAccount(one.flag, environment, { config, isConfigHung: false }, true);
				const backend = openBackendOf(found, environment, 1, () => null, Date.now);
				const page = await backend.api.listPage(newestFirst);
				await backend.api.create({ metadata: {} }).catch(() => undefined);
				await backend.close();
				const owner = meant(one);
				expect(page.rows.length > 0).toBe(owner === null);
				expectApart(owner, all);

				if (owner === null) return;
				for (const name of owners) all[name].seen.length = 0;
				const open = accountOpener(environment, Date.now);
				const account = await open({ demo: false, profile: one.flag, allowHttp: false, readOnly: false });
				await account.api.listPage(newestFirst);
				await account.close();
				expectApart(owner, all);
			}),
			{ numRuns: 40 },
		);
	});

	test('also where the account is exchanged in one process, time after time', async () => {
		const all = await servers();
		const { config, environment } = await made(
			{
				flag: null,
				hasKey: true,
				hasAddress: true,
				used: null,
				places: { prod: 'file', staging: 'command' },
			},
			all,
		);
		for (const flag of ['prod', 'staging', null, 'staging', 'prod', null] as const) {
			for (const name of owners) all[name].seen.length = 0;
			const found = await findAccount(flag, environment, { config, isConfigHung: false }, true);
			const backend = openBackendOf(found, environment, 1, () => null, Date.now);
			await backend.api.listPage(newestFirst);
			expectApart(flag ?? 'environment', all);
		}
	});
});
