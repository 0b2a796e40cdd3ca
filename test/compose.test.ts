import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '../src/accounts/profile.ts';
import { baseUrlOf } from '../src/api/endpoint.ts';
import type { Environment } from '../src/backend.ts';
import { type Composed, composeTui } from '../src/compose.ts';
import { decodedValues } from '../src/domain/decoded.ts';
import { parseListQuery } from '../src/filter/parse.ts';
import { addSavedView, changeSavedView, removeSavedView } from '../src/filter/saved-views.ts';
import { type ListQuery, plainColumn } from '../src/filter/tree.ts';
import type { BaseFolders } from '../src/records/base-folders.ts';
import { stateFolder } from '../src/records/base-folders.ts';
import { newestFirst } from '../src/state/ui-state.ts';
import { asciiGlyphs, unicodeGlyphs } from '../src/view/theme.ts';
import type { TuiOptions } from '../src/wiring/open-backend.ts';
import { deserted } from './ui/between.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

const newestCreated: ListQuery = {
	...newestFirst,
	order: [{ column: plainColumn('created_at'), direction: 'desc', nulls: 'last' }],
};

/** The expected request of a filter on the name. */
const filtered = (name: string): ListQuery => ({
	...newestFirst,
	...parseListQuery([['name', `eq.${name}`]]),
	order: newestFirst.order,
});

function scratch(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-compose-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const terminal = {
	stopProcess: async () => undefined,
	writeBetweenFrames: () => true,
	followSuspends: () => () => undefined,
	onCaught: () => () => undefined,
	lendTerminal: <T>(use: (signal: AbortSignal) => Promise<T>) => use(new AbortController().signal),
};

/** Composes the program with its own settings folder; closes it after the test. */
function composed(environment: Environment = {}, ascii = false, readOnly = false): Composed {
	const all = { TCONV_CONFIG_DIR: scratch(), ...environment };
	return composedIn({ ...usualFolders, config: all.TCONV_CONFIG_DIR, state: stateFolder(all) }, all, {
		ascii,
		readOnly,
	});
}

const usualFolders = { isConfigHung: false, hungState: null };

function composedIn(folders: BaseFolders, environment: Environment, options = {}): Composed {
	const apiKey = environment.TELNYX_API_KEY?.trim() ?? '';
	const baseUrl = baseUrlOf(environment);
	const wanted: TuiOptions = {
		account: apiKey === '' ? { kind: 'samples' } : { kind: 'key', apiKey, baseUrl, profile: null },
		ascii: false,
		demoCount: 3,
		filter: null,
		open: null,
		readOnly: false,
		log: null,
		...options,
	};
	const made = composeTui(environment, folders, wanted, terminal);
	onTestFinished(() => made.close());
	return made;
}

test('a folder that hangs blocks every write, is never touched, and is named', async () => {
	const [config, state] = [scratch(), scratch()];
	writeFileSync(join(config, 'settings.json'), '{"readOnly": false}');
	const folders = { config, isConfigHung: true, state, hungState: '/home/me/.local/state/tconv' };
	const { program } = composedIn(folders, { TELNYX_API_KEY: key });
	expect(program.hold).toMatchObject({ why: 'its folder does not respond' });
	expect(program.store.getState().notice?.text).toContain(
		`/home/me/.local/state/tconv does not answer. Until the next start, records are kept in ${state}.`,
	);
	const looked = program.lookAtConfig();
	expect(looked.map(({ trouble }) => trouble?.why)).toEqual(Array(2).fill('its folder does not respond'));
	expect(readdirSync(config)).toEqual(['settings.json']);
});

describe('the backend', () => {
	test.each([undefined, '', '  '])(
		'is sample data without a key (%j), and a banner says so',
		async (none) => {
			const { program } = composed({ TELNYX_API_KEY: none, TELNYX_BASE_URL: 'http://127.0.0.1:2/v2' });
			expect(program.account).toBe('demo');
			expect(program.banner).toContain(':connect');
			const page = await program.api.listPage(newestFirst);
			expect(decodedValues(page.rows)).toHaveLength(3);
		},
	);

	test('is the account at the base URL with a key, without a banner', async () => {
		const baseUrl = `${await deserted()}v2`;
		const { program } = composed({ TELNYX_API_KEY: ` ${key}\n`, TELNYX_BASE_URL: baseUrl });
		expect(program.account).toBe(new URL(baseUrl).host);
		expect(program.banner).toBeNull();
		await expect(program.api.get('x', { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
	});

	test.each([
		[{ TELNYX_API_KEY: `${key} and more` }],
		[{ TELNYX_API_KEY: key, TELNYX_BASE_URL: `https://me:${key}@example.com/v2` }],
	])('refuses an unusable key or address without quoting it', (environment) => {
		expect(() => composed(environment)).toThrow(
			expect.not.objectContaining({ message: expect.stringContaining(key) }),
		);
	});
});

describe('the profile of an account', () => {
	const profile: Profile = {
		name: 'prod',
		baseUrl: 'http://127.0.0.1:2/v2',
		readOnly: true,
		theme: 'ascii',
		startView: 'Calls today',
		owner: 'night',
		key: { kind: 'file' },
	};
	const withProfile = (fields: Partial<Profile> = {}) => {
		const account = {
			kind: 'key',
			apiKey: key,
			baseUrl: 'http://127.0.0.1:2/v2',
			profile: { ...profile, ...fields },
		} as const;
		const folders = { ...usualFolders, config: scratch(), state: scratch() };
		return composedIn(folders, { TELNYX_API_KEY: 'KEY-of-the-environment-1' }, { account }).program;
	};

	test('brings its name, guard, theme, start view and owner', () => {
		const program = withProfile();
		expect(program.account).toBe('prod');
		expect(program.readOnly).toBe('profile prod is read-only');
		expect(program.api.readOnly).toBe(true);
		expect(program.theme.glyphs).toBe(asciiGlyphs);
		const state = program.store.getState();
		expect(state.done.owner).toBe('night');
		expect(state.recents[0]?.queryText).toBe('channel:phone_call after:today');
		expect(state.notice).toBeNull();
	});

	test('says if its start view is not there', () => {
		expect(withProfile({ startView: 'Gone' }).store.getState().notice?.text).toContain(
			'There is no saved view “Gone”, with which the profile prod starts.',
		);
	});
});

describe('read-only', () => {
	const cloud = { TELNYX_API_KEY: key, TELNYX_BASE_URL: 'http://127.0.0.1:2/v2' };

	/** Composes the program with these settings. */
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
			{ readOnlyProfiles: ['127.0.0.1:2'] },
			cloud,
			false,
			'settings.json: readOnlyProfiles has 127.0.0.1:2',
		],
		['the samples', { readOnlyProfiles: ['demo'] }, {}, false, 'settings.json: readOnlyProfiles has demo'],
	])('by %s holds in the API itself too', async (_, settings, environment, asked, why) => {
		const program = withSettings(settings, environment, asked);
		expect(program.readOnly).toBe(why);
		expect(program.writer.api).toBe(program.api);
		await expect(program.api.delete('x')).rejects.toMatchObject({ kind: 'forbidden' });
	});

	test.each([
		'{"readOnly": true,, }',
		'',
		'[]',
		'{"read_only": true}',
		'{"readOnly": true, "readOnly": false}',
	])('case 08: unclear settings block writes, in the API too: %s', async (text) => {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), text);
		const { program } = composed({ ...cloud, TCONV_CONFIG_DIR: folder });
		expect(program.readOnly).toMatch(/^settings\.json.*\(:config\)$/);
		expect(program.hold?.path).toBe(join(folder, 'settings.json'));
		await expect(program.api.delete('x')).rejects.toMatchObject({ kind: 'forbidden' });
		expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(text);
		// So does the next start.
		expect(composed({ ...cloud, TCONV_CONFIG_DIR: folder }).program.readOnly).toBe(program.readOnly);
	});

	test('applies to each account separately', () => {
		const program = withSettings({ readOnlyProfiles: ['api.telnyx.com', 'demo'] }, cloud);
		expect(program.readOnly).toBeNull();
		expect(program.api.readOnly).toBe(false);
	});
});

describe('the symbols on the screen', () => {
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

	test('are ASCII if the command line or the settings ask for it', () => {
		expect(composed({}, true).program.theme.glyphs).toBe(asciiGlyphs);
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"ascii":true}');
		expect(composed({ TCONV_CONFIG_DIR: folder }).program.theme.glyphs).toBe(asciiGlyphs);
	});
});

describe('a setting changed on the screen', () => {
	test('is kept for the next start, and other settings stay', async () => {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"keys":{"program.quit":["Q"]}}');
		const first = composed({ TCONV_CONFIG_DIR: folder });
		first.program.store.dispatch({ type: 'query', query: newestCreated });
		first.program.store.dispatch({ type: 'wrap' });
		// Closing waits for every write.
		await first.close();
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

	test('lasts until the end if it cannot be saved, and a notice says so', async () => {
		const folder = join(scratch(), 'settings');
		mkdirSync(folder);
		const { store } = composed({ TCONV_CONFIG_DIR: folder }).program;
		// A file in place of the folder stops root, too, from writing there.
		rmSync(folder, { recursive: true });
		writeFileSync(folder, '');
		chmodSync(folder, 0o400);
		store.dispatch({ type: 'query', query: newestCreated });
		expect(store.getState().query).toEqual(newestCreated);
		await expect.poll(() => store.getState().notice?.text).toContain('lasts only until you quit');
	});

	test('case 11: two programs keep each other’s views and filters, and show them', async () => {
		const folder = scratch();
		const [a, b] = [composed({ TCONV_CONFIG_DIR: folder }), composed({ TCONV_CONFIG_DIR: folder })];
		const add = ({ program: { store } }: Composed, name: string): void => {
			const saved = addSavedView(store.getState().saved, { name, queryText: `name~${name}`, order: '' });
			store.dispatch({ type: 'query', query: filtered(name), queryText: `name:${name}` });
			store.dispatch({ type: 'views', saved });
		};
		const names = ({ program }: Composed): readonly string[] =>
			program.store.getState().saved.views.map(({ name }) => name);
		add(a, 'night-A');
		await expect.poll(() => readFileSync(join(folder, 'views.json'), 'utf8')).toContain('night-A');
		add(b, 'night-B');
		await expect.poll(() => names(b)).toContain('night-A');
		// A sees them when it opens the list of views, its cursor on the same view as before.
		const views = { kind: 'views' as const, draft: { selected: 1, isDeleting: false } };
		a.program.store.dispatch({ type: 'overlay-open', overlay: views });
		expect(names(a)).toContain('night-B');
		const { saved, overlays } = a.program.store.getState();
		expect(overlays).toMatchObject([{ kind: 'views', draft: { selected: 1 } }]);
		// One program deletes a view, the other renames another view.
		a.program.store.dispatch({ type: 'views', saved: removeSavedView(saved, 'last-hour') });
		b.program.store.dispatch({
			type: 'views',
			saved: changeSavedView(b.program.store.getState().saved, 'calls-today', { name: 'Calls' }),
		});
		await a.close();
		await b.close();
		const next = composed({ TCONV_CONFIG_DIR: folder }).program.store.getState();
		expect(next.saved.views.map(({ name }) => name).sort()).toEqual([
			'AI disabled',
			'Calls',
			'night-A',
			'night-B',
		]);
		expect(next.recents.map(({ queryText }) => queryText)).toEqual(['name:night-B', 'name:night-A']);
	});

	test('case 10: a half-written file stays as it is, and the notice says why', async () => {
		const folder = scratch();
		const path = join(folder, 'settings.json');
		writeFileSync(path, '{"badges": true}');
		const { program, close } = composed({ TCONV_CONFIG_DIR: folder });
		writeFileSync(path, '{"badges": true, "readOnly": true,');
		program.store.dispatch({ type: 'query', query: newestCreated });
		await close();
		expect(readFileSync(path, 'utf8')).toBe('{"badges": true, "readOnly": true,');
		expect(readdirSync(folder)).toEqual(['settings.json']);
		expect(program.store.getState().notice?.text).toMatch(/^Not saved, .*settings\.json:1:\d+: /);
	});

	test('a damaged views file blocks saving views, and nothing else', async () => {
		const folder = scratch();
		writeFileSync(join(folder, 'views.json'), '{half');
		const { program, close } = composed({ TCONV_CONFIG_DIR: folder });
		expect(program.readOnly).toBeNull();
		expect(program.api.readOnly).toBe(false);
		expect(program.store.getState().notice?.text).toContain('Saved views cannot change until it is fixed');
		program.store.dispatch({ type: 'views', saved: { views: [], startId: null } });
		program.store.dispatch({ type: 'wrap' });
		await close();
		expect(readFileSync(join(folder, 'views.json'), 'utf8')).toBe('{half');
		expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('"wrapped": false');
	});

	test('a notice at the start names the problems of the settings', () => {
		const folder = scratch();
		writeFileSync(join(folder, 'settings.json'), '{"order":"size","keys":{"no.such":["x"]}}');
		const { notice } = composed({ TCONV_CONFIG_DIR: folder }).program.store.getState();
		expect(notice?.text).toMatch(/“order” must be .*no action “no\.such”/);
	});
});
