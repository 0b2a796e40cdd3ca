import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Environment } from '../src/backend.ts';
import { type Composed, composeTui } from '../src/compose.ts';
import { decodedValues } from '../src/domain/decoded.ts';
import { type ListQuery, plainColumn } from '../src/filter/tree.ts';
import { newestFirst } from '../src/state/ui-state.ts';
import { asciiGlyphs, unicodeGlyphs } from '../src/ui/theme.ts';
import { deserted } from './ui/between.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

const newestCreated: ListQuery = {
	...newestFirst,
	order: [{ column: plainColumn('created_at'), direction: 'desc', nulls: 'last' }],
};

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-compose-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const terminal = {
	stopProcess: async () => undefined,
	writeBetweenFrames: () => undefined,
	lendTerminal: <T>(use: (signal: AbortSignal) => Promise<T>) => use(new AbortController().signal),
};

/** The program as the command line makes it, with settings of its own; it is closed with the test. */
function composed(environment: Environment = {}, ascii = false, readOnly = false): Composed {
	const all = { TCONV_CONFIG_DIR: scratch(), ...environment };
	const made = composeTui(all, { ascii, demoCount: 3, filter: null, open: null, readOnly }, terminal);
	onTestFinished(() => made.close());
	return made;
}

describe('what stands behind the program', () => {
	test.each([undefined, '', '  '])(
		'without a key (%j) the samples, and a banner that says so',
		async (none) => {
			const { program } = composed({ TELNYX_API_KEY: none, TELNYX_BASE_URL: 'http://127.0.0.1:1/v2' });
			expect(program.account).toBe('demo');
			expect(program.banner).toContain('export TELNYX_API_KEY=');
			const page = await program.api.listPage(newestFirst);
			expect(decodedValues(page.rows)).toHaveLength(3);
		},
	);

	test('with a key the account at the base URL, without a banner', async () => {
		const baseUrl = `${await deserted()}v2`;
		const { program } = composed({ TELNYX_API_KEY: ` ${key}\n`, TELNYX_BASE_URL: baseUrl });
		expect(program.account).toBe(new URL(baseUrl).host);
		expect(program.banner).toBeNull();
		await expect(program.api.get('x', { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
	});

	test.each([
		[{ TELNYX_API_KEY: `${key} and more` }],
		[{ TELNYX_API_KEY: key, TELNYX_BASE_URL: `https://me:${key}@example.com/v2` }],
	])('a key or an address that cannot be used is refused without saying it', (environment) => {
		expect(() => composed(environment)).toThrow(
			expect.not.objectContaining({ message: expect.stringContaining(key) }),
		);
	});
});

describe('read-only', () => {
	const cloud = { TELNYX_API_KEY: key, TELNYX_BASE_URL: 'http://127.0.0.1:1/v2' };

	/** The program with these settings. */
	function withSettings(settings: object, environment: Environment = {}, asked = false) {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
		return composed({ ...environment, TCONV_CONFIG_DIR: folder }, false, asked).program;
	}

	test.each([
		['the flag', {}, {}, true, 'started with --read-only'],
		['the setting', { readOnly: true }, cloud, false, 'settings.json: readOnly'],
		[
			'the account',
			{ readOnlyProfiles: ['127.0.0.1:1'] },
			cloud,
			false,
			'settings.json: readOnlyProfiles has 127.0.0.1:1',
		],
		['the samples', { readOnlyProfiles: ['demo'] }, {}, false, 'settings.json: readOnlyProfiles has demo'],
	])('by %s holds in the API itself too', async (_, settings, environment, asked, why) => {
		const program = withSettings(settings, environment, asked);
		expect(program.readOnly).toBe(why);
		expect(program.writer.api).toBe(program.api);
		await expect(program.api.delete('x')).rejects.toMatchObject({ kind: 'forbidden' });
	});

	test('is not for one account what it is for another', () => {
		const program = withSettings({ readOnlyProfiles: ['api.telnyx.com', 'demo'] }, cloud);
		expect(program.readOnly).toBeNull();
		expect(program.api.readOnly).toBe(false);
	});
});

describe('the signs on the screen', () => {
	test.each([
		[{}, unicodeGlyphs],
		[{ LANG: 'de_DE.UTF-8' }, unicodeGlyphs],
		[{ LANG: 'en_US.utf8' }, unicodeGlyphs],
		[{ LANG: 'C' }, asciiGlyphs],
		[{ LANG: 'de_DE.UTF-8', LC_CTYPE: 'de_DE.ISO-8859-1' }, asciiGlyphs],
		[{ LANG: 'C', LC_ALL: 'C.UTF-8' }, unicodeGlyphs],
		[{ LANG: 'de_DE.UTF-8', TERM: 'linux' }, asciiGlyphs],
	])('are as %j has them', (environment, glyphs) => {
		expect(composed(environment).program.theme.glyphs).toBe(glyphs);
	});

	test('are ASCII where the command line or the settings ask for it', () => {
		expect(composed({}, true).program.theme.glyphs).toBe(asciiGlyphs);
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"ascii":true}');
		expect(composed({ TCONV_CONFIG_DIR: folder }).program.theme.glyphs).toBe(asciiGlyphs);
	});
});

describe('what the user changes in passing', () => {
	test('is there the next time, and what else is set stays set', () => {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"keys":{"program.quit":["Q"]}}');
		const { store } = composed({ TCONV_CONFIG_DIR: folder }).program;
		store.dispatch({ type: 'query', query: newestCreated });
		store.dispatch({ type: 'wrap' });
		const next = composed({ TCONV_CONFIG_DIR: folder }).program;
		expect(next.store.getState()).toMatchObject({
			query: { order: newestCreated.order },
			wrapped: false,
			notice: null,
		});
		expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')).keys).toEqual({
			'program.quit': ['Q'],
		});
	});

	test('holds, and is told of, where it cannot be saved', async () => {
		const folder = join(scratch(), 'settings');
		mkdirSync(folder);
		const { store } = composed({ TCONV_CONFIG_DIR: folder }).program;
		// A file where the folder was: root too is kept from writing there.
		rmSync(folder, { recursive: true });
		writeFileSync(folder, '');
		chmodSync(folder, 0o400);
		store.dispatch({ type: 'query', query: newestCreated });
		await Promise.resolve();
		expect(store.getState().query).toEqual(newestCreated);
		expect(store.getState().notice?.text).toContain('could not be saved');
	});

	test('what is wrong with the settings is told of at the start', () => {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"order":"size","keys":{"no.such":["x"]}}');
		const { notice } = composed({ TCONV_CONFIG_DIR: folder }).program.store.getState();
		expect(notice?.text).toMatch(/“order” must be .*no action “no\.such”/);
	});
});
