import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keyFromCommand } from '../../src/accounts/key-command.ts';
import { forgetKey, type KeyTools, keepKey, readKey, renameKey } from '../../src/accounts/key-places.ts';
import { openKeychain } from '../../src/accounts/keychain.ts';
import { folderWith } from '../config/scratch.ts';

const key = 'KEY0123456789ABCDEF_of_a_test';

/** A package in place of the keyring's, loaded by the same child process; each entry is a file of `folder`. */
function keyring(folder: string, constructing = ''): string {
	const path = join(folder, 'keyring.cjs');
	writeFileSync(
		path,
		`const fs = require('node:fs');
		exports.Entry = class {
			constructor(service, name, options) {
				${constructing}
				if (options.linux.store !== 'secret-service') throw new Error('another store');
				this.path = ${JSON.stringify(folder)} + '/' + service + '.' + name;
			}
			setPassword(key) { fs.writeFileSync(this.path, key); }
			getPassword() { return fs.existsSync(this.path) ? fs.readFileSync(this.path, 'utf8') : null; }
			deleteCredential() { fs.rmSync(this.path, { force: true }); }
		};`,
	);
	return path;
}

function tools(folder: string, packageName: string, millis = 30_000): KeyTools {
	const environment = { PATH: process.env.PATH };
	return { folder, environment, keychain: openKeychain(environment, packageName, millis), isApart: true };
}

describe('a keychain that answers', () => {
	test('keeps the key, gives it back, and forgets it; no file has it', async () => {
		const [folder, chain] = [folderWith('x'), folderWith('y')];
		const all = tools(folder, keyring(chain));
		const kept = await keepKey('prod', key, all);
		expect(kept).toMatchObject({ place: { kind: 'keychain' }, said: "the system's keychain" });
		expect(existsSync(join(folder, 'keys'))).toBe(false);
		const profile = { name: 'prod', key: kept.place };
		expect(await readKey(profile, all)).toBe(key);
		await forgetKey(profile, all);
		await expect(readKey(profile, all)).rejects.toThrow('not in the keychain any more');
	});
});

describe('without a keychain, the key is in a file of its own, and the user learns why', () => {
	test.each([
		['no package', '', 'the package @napi-rs/keyring is not installed'],
		['no Secret Service', "throw new Error('AccessDenied');", 'there is none that answers'],
		['a service that hangs', 'for (;;);', 'it did not answer within 0.3 seconds'],
		['native code that aborts', 'process.abort();', 'there is none that answers'],
		['a service that loses it', 'this.getPassword = () => null;', 'there is none that answers'],
	])('%s', async (name, constructing, why) => {
		const folder = folderWith('x');
		const wait = name.includes('hangs') ? 300 : 30_000;
		const packageName = name === 'no package' ? '@tconv/none' : keyring(folderWith('y'), constructing);
		const all = tools(folder, packageName, wait);
		const kept = await keepKey('prod', key, all);
		const path = join(folder, 'keys', 'prod');
		expect(kept).toEqual({
			place: { kind: 'file' },
			said: `${path}, which only you can read (no keychain: ${why})`,
		});
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
		expect(await readKey({ name: 'prod', key: kept.place }, all)).toBe(key);
	});

	test('also with the real package of this system, where it is installed and nothing answers', async () => {
		const environment = { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
		const answer = await openKeychain(environment).keep('test', key);
		expect(answer.kind).toBe('failed');
	});
});

describe('the file of a key', () => {
	const file = { name: 'prod', key: { kind: 'file' } } as const;

	test('is not read if others can read it, or write to its folder', async () => {
		const folder = folderWith('x');
		const all = tools(folder, '@tconv/none');
		await keepKey('prod', key, all);
		chmodSync(join(folder, 'keys', 'prod'), 0o640);
		await expect(readKey(file, all)).rejects.toThrow('Other users can read the key');
		chmodSync(join(folder, 'keys', 'prod'), 0o600);
		chmodSync(join(folder, 'keys'), 0o777);
		await expect(readKey(file, all)).rejects.toThrow('every user can write to');
		await expect(keepKey('prod', key, all)).rejects.toThrow('every user can write to');
	});

	test('that is missing or empty says how to keep the key again', async () => {
		const folder = folderWith('x');
		const all = tools(folder, '@tconv/none');
		await expect(readKey(file, all)).rejects.toThrow('Keep it again: tconv profile add prod');
		mkdirSync(join(folder, 'keys'), { mode: 0o700 });
		writeFileSync(join(folder, 'keys', 'prod'), '\n', { mode: 0o600 });
		await expect(readKey(file, all)).rejects.toThrow('is empty. Keep the key again');
	});

	test('goes with its profile’s name, and goes away with it', async () => {
		const folder = folderWith('x');
		const all = tools(folder, '@tconv/none');
		await keepKey('prod', key, all);
		await renameKey(file, 'live', folder);
		expect(existsSync(join(folder, 'keys', 'prod'))).toBe(false);
		expect(await readKey({ ...file, name: 'live' }, all)).toBe(key);
		await forgetKey({ ...file, name: 'live' }, all);
		expect(existsSync(join(folder, 'keys', 'live'))).toBe(false);
	});
});

describe('a key command', () => {
	const environment = { PATH: process.env.PATH, TELNYX_API_KEY: 'KEYFEDCBA9876543210_other', OTHER: 'here' };

	test('prints the key in its first line, as `pass` does', async () => {
		expect(await keyFromCommand(`printf '${key}\\nuser: me\\n'`, environment, true)).toBe(key);
	});

	test('gets no other key in its environment', async () => {
		const folder = folderWith('env');
		const path = join(folder, 'env');
		await keyFromCommand(`sh -c 'env > ${path}; echo ${key}'`, environment, true);
		const text = readFileSync(path, 'utf8');
		expect(text).toContain('OTHER=here');
		expect(text).not.toContain('FEDCBA');
	});

	test.each([
		['false', 'ended with 1'],
		['true', 'printed no key'],
		['tconv-no-such-program', 'There is no program “tconv-no-such-program”'],
		['pass a | head -1', 'without a shell: only a shell could carry out its |'],
	])('that fails is an error without the key: %s', async (command, words) => {
		await expect(keyFromCommand(command, environment, true)).rejects.toThrow(words);
	});

	test('that hangs is ended with what it started', async () => {
		const folder = folderWith('x');
		const pid = join(folder, 'pid');
		const started = performance.now();
		const command = `sh -c 'sleep 100 & echo $! > ${pid}; wait'`;
		await expect(keyFromCommand(command, environment, true, 500)).rejects.toThrow('did not answer within');
		expect(performance.now() - started).toBeLessThan(20_000);
		await expect
			.poll(() => {
				const state = existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}/stat`)
					? readFileSync(`/proc/${readFileSync(pid, 'utf8').trim()}/stat`, 'utf8').split(' ')[2]
					: 'gone';
				return state === 'gone' || state === 'Z';
			})
			.toBe(true);
	});
});
