import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { curlCommand } from '../../src/export/curl.ts';
import { cleanLine } from '../../src/text/clean-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'tconv-curl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const curl = join(folder, 'curl');
writeFileSync(curl, '#!/bin/sh\nfor word; do printf \'%s\\0\' "$word"; done\n');
chmodSync(curl, 0o755);

/** The words that a program of this name gets from a real shell. */
function wordsOf(command: string): readonly string[] {
	const env = { PATH: `${folder}:/usr/bin:/bin`, TELNYX_API_KEY: 'KEY-from-the-environment' };
	const out = execFileSync('/bin/sh', ['-c', command], { env, encoding: 'utf8' });
	return out.split('\0').slice(0, -1);
}

test('a request of the list as a command', () => {
	const url = 'https://api.telnyx.com/v2/ai/conversations?limit=50&page[size]=20&or=(a,b)';
	expect(curlCommand({ method: 'GET', url, headers: { Accept: 'application/json' } })).toBe(
		`curl -sS -g '${url}' -H "Authorization: Bearer $TELNYX_API_KEY" -H 'Accept: application/json'`,
	);
});

test('the key comes from the environment, and is in the command nowhere', () => {
	const key = 'KEY0123456789ABCDEF0123_abcdefgh';
	const command = curlCommand({
		method: 'PUT',
		url: `https://api.telnyx.com/v2/ai/conversations?name=eq.${key}`,
		headers: { authorization: `Bearer ${key}`, Cookie: 'session=1', 'X-Note': `Bearer ${key}` },
		body: `{"name":"${key}"}`,
	});
	expect(command).not.toContain(key);
	expect(command).not.toContain('session');
	expect(wordsOf(command)).toContain('Authorization: Bearer KEY-from-the-environment');
});

test('a shell expands nothing of it', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.constantFrom("it's $HOME `id` $(id) !x \\ \n", "'; touch x; '", '@/etc/passwd'),
			),
			(odd) => {
				const command = curlCommand({ method: 'POST', url: `https://a.example/?q=${odd}`, body: odd });
				const words = wordsOf(command);
				expect(words).toContain(cleanLine(`https://a.example/?q=${odd}`));
				expect(words.slice(-2)).toEqual(['--data-raw', cleanLine(odd)]);
			},
		),
		{ numRuns: 60 },
	);
});
