import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesOfAccount, samplesNames } from '../../src/accounts/account-names.ts';
import { chooseAccount } from '../../src/accounts/choose-account.ts';
import type { Profile } from '../../src/accounts/profile.ts';
import { accountFolder } from '../../src/records/file-names.ts';

const prod: Profile = {
	name: 'prod',
	baseUrl: null,
	readOnly: true,
	theme: null,
	startView: null,
	owner: null,
	key: { kind: 'file' },
};
const staging: Profile = { ...prod, name: 'staging', baseUrl: 'https://staging.example/v2', readOnly: false };
const all = [prod, staging];
const key = 'KEY0123456789ABCDEF';
const environment = { TELNYX_API_KEY: ` ${key}\n`, TELNYX_BASE_URL: 'https://other.example/v2' };
const ofEnvironment = { kind: 'environment', apiKey: key, baseUrl: 'https://other.example/v2' };

describe('the account', () => {
	test('of a named profile takes neither key nor address from the environment', () => {
		expect(chooseAccount('prod', environment, { used: 'staging', all })).toEqual({
			kind: 'profile',
			profile: prod,
			baseUrl: 'https://api.telnyx.com/v2',
		});
		expect(chooseAccount('staging', environment, { used: null, all })).toMatchObject({
			baseUrl: staging.baseUrl,
		});
	});

	test('is that of the environment where none is named, also beside a profile that is used', () => {
		expect(chooseAccount(null, environment, { used: 'prod', all })).toEqual(ofEnvironment);
	});

	test('is the profile that is used where the environment has no key, whatever address it has', () => {
		const address = { TELNYX_BASE_URL: 'https://other.example/v2' };
		expect(chooseAccount(null, address, { used: 'prod', all })).toMatchObject({
			profile: prod,
			baseUrl: 'https://api.telnyx.com/v2',
		});
	});

	test('is the sample data without any, or by name', () => {
		expect(chooseAccount(null, {}, { used: null, all })).toEqual({ kind: 'samples' });
		expect(chooseAccount('demo', environment, { used: 'prod', all })).toEqual({ kind: 'samples' });
	});

	test('cannot be chosen under a name that no profile has; the nearest one is named', () => {
		expect(chooseAccount('stagin', environment, { used: null, all })).toEqual({
			kind: 'none',
			problem: 'There is no profile “stagin”. Did you mean staging?',
		});
		expect(chooseAccount('x', {}, { used: null, all })).toMatchObject({
			problem: 'There is no profile “x”. Add it: tconv profile add x',
		});
	});

	test('cannot be chosen from a file that is not understood, unless the environment has a key', () => {
		const trouble = {
			path: '/c/profiles.json',
			place: null,
			why: 'it is a FIFO',
			advice: 'Move it.',
			isEditable: false,
		};
		expect(chooseAccount('prod', environment, trouble)).toMatchObject({
			problem: '/c/profiles.json: it is a FIFO. Move it.',
		});
		expect(chooseAccount(null, {}, trouble).kind).toBe('none');
		expect(chooseAccount(null, environment, trouble)).toEqual(ofEnvironment);
	});
});

describe('the names of an account', () => {
	const hosts = fc.constantFrom('api.telnyx.com', 'localhost:8080', 'prod', '[::1]:80', 'demo');
	const accounts = fc.record({
		profile: fc.constantFrom(null, 'prod', 'staging', 'localhost'),
		host: hosts,
		apiKey: fc.constantFrom('KEY1', 'KEY2', 'key1'),
	});

	test('are a folder each: no two accounts share one, nor do they take a host’s of an earlier version', () => {
		fc.assert(
			fc.property(accounts, accounts, hosts, (one, other, host) => {
				const own = ({ profile, host: at, apiKey }: typeof one) => namesOfAccount(profile, at, apiKey).own;
				const folder = (name: string) => accountFolder('/state', name);
				const isSame =
					one.profile === other.profile &&
					(one.profile !== null || (one.host === other.host && one.apiKey === other.apiKey));
				expect(folder(own(one)) === folder(own(other))).toBe(isSame);
				expect(folder(own(one))).not.toBe(folder(host));
				expect(folder(own(one))).not.toBe(folder(samplesNames.own));
			}),
		);
	});

	test('lead back to the files from before the profile, and from before accounts', () => {
		const before = namesOfAccount(null, 'api.telnyx.com', key);
		expect(before.earlier).toEqual(['api.telnyx.com']);
		expect(before.own).toMatch(/^api\.telnyx\.com@[a-z0-9]{10}$/);
		expect(before.own).not.toContain(key.slice(3, 9));
		expect(namesOfAccount('prod', 'api.telnyx.com', key)).toEqual({
			own: '@prod',
			earlier: [before.own, 'api.telnyx.com'],
		});
		expect(basename(accountFolder('/state', '@prod'))).toBe('@prod');
	});
});
