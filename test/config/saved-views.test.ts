import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSavedViews } from '../../src/config/saved-views.ts';
import {
	addSavedView,
	builtInSavedViews,
	changeSavedView,
	removeSavedView,
	type SavedViews,
} from '../../src/filter/saved-views.ts';
import { folderWith as folderOf } from './scratch.ts';

/** A temporary folder with this text as its views. */
const folderWith = (text?: string): string => folderOf('views.json', text);
const textIn = (folder: string): string => readFileSync(join(folder, 'views.json'), 'utf8');

const mine = addSavedView(builtInSavedViews, { name: 'Mine', queryText: 'after:24h', order: '' });

/** Saves views over the present ones. */
async function save(folder: string, profile: string, views: SavedViews): Promise<void> {
	const file = openSavedViews({ own: profile, earlier: [] }, folder);
	await file.save(file.saved, views);
}

const names = (folder: string, profile = 'demo'): readonly string[] =>
	openSavedViews({ own: profile, earlier: [] }, folder).saved.views.map(({ name }) => name);

describe('saved views', () => {
	test('are the built-in ones without a file, and reading writes none', () => {
		const folder = folderWith();
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder)).toMatchObject({
			saved: builtInSavedViews,
			problems: [],
		});
		expect(existsSync(join(folder, 'views.json'))).toBe(false);
	});

	test('are saved per profile, with dates as typed, in a file that only its owner can read', async () => {
		const folder = folderWith();
		await save(folder, 'demo', mine);
		await save(folder, 'api.telnyx.com', { views: [], startId: null });
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder).saved).toEqual(mine);
		expect(openSavedViews({ own: 'api.telnyx.com', earlier: [] }, folder).saved).toEqual({
			views: [],
			startId: null,
		});
		expect(openSavedViews({ own: 'constructor', earlier: [] }, folder).saved).toEqual(builtInSavedViews);
		const path = join(folder, 'views.json');
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 2 });
		expect(statSync(path).mode & 0o077).toBe(0);
	});

	test.each([
		'{"version":1',
		'',
		'[]',
		'{"version":1,"profiles":{"demo":{"views":"none"}}}',
		'{"version":2,"profiles":{"demo":{"views":[{"id":"a","name":"A","line":"","order":"","watch":"horn"}],"startId":null}}}',
		'{"demo":[{"name":5}]}',
		'{"version":2,"profiles":{"demo":{"views":[],"startId":null}}} x',
	])('are left unchanged and not saved in a malformed file: %j', async (text) => {
		const folder = folderWith(text);
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		expect(file.saved).toEqual(builtInSavedViews);
		expect(file.problems).toEqual([
			expect.stringContaining('Saved views cannot change until it is fixed (:config)'),
		]);
		expect(file.look()).toMatchObject({ path: join(folder, 'views.json') });
		await expect(file.save(builtInSavedViews, mine)).rejects.toThrow('Fix it there, or remove the file');
		expect(textIn(folder)).toBe(text);
		expect(readdirSync(folder)).toEqual(['views.json']);
		// After removal or repair it can be saved to again.
		rmSync(join(folder, 'views.json'));
		await file.save(builtInSavedViews, mine);
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder)).toMatchObject({ saved: mine, problems: [] });
	});

	test('are left unchanged when the file is damaged at run time', async () => {
		const folder = folderWith();
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		writeFileSync(join(folder, 'views.json'), '{half');
		await expect(file.save(builtInSavedViews, mine)).rejects.toThrow('views.json:1:2:');
		expect(textIn(folder)).toBe('{half');
		expect(() => file.read()).toThrow('views.json:1:2:');
	});

	test('are left alone with a reason if the file is a folder', async () => {
		const folder = folderWith();
		mkdirSync(join(folder, 'views.json'));
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder).problems).toEqual([
			expect.stringContaining('it is a folder'),
		]);
		await expect(save(folder, 'demo', mine)).rejects.toThrow('it is a folder');
	});

	test('keep a byte order mark, comments and the text around them', async () => {
		const other = '{"views": [], "startId": null, "mine": 1}';
		const folder = folderWith(
			`\ufeff// of the night shift\n{\n  "version": 2, // now\n  "profiles": {"other": ${other}},\n  "note": "keep",\n}\n`,
		);
		expect(openSavedViews({ own: 'other', earlier: [] }, folder)).toMatchObject({
			problems: [],
			saved: { views: [] },
		});
		await save(folder, 'demo', mine);
		for (const part of ['\ufeff// of the night shift\n{', '// now', '"mine": 1', '"note": "keep"'])
			expect(textIn(folder)).toContain(part);
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder)).toMatchObject({ problems: [], saved: mine });
	});

	test('of a later version are left unchanged, and saving fails', async () => {
		const text = '{"version":3,"profiles":{}}';
		const folder = folderWith(text);
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		expect(file.saved).toEqual(builtInSavedViews);
		expect(file.problems).toEqual([expect.stringContaining('later version')]);
		await expect(file.save(builtInSavedViews, mine)).rejects.toThrow('later version');
		expect(readFileSync(join(folder, 'views.json'), 'utf8')).toBe(text);
	});

	test('of the first version are brought to the present one: no alerts are on in them', async () => {
		const stored = { id: 'a', name: 'A', line: 'after:1h', order: 'name' };
		const before = { id: 'a', name: 'A', queryText: 'after:1h', order: 'name' };
		const folder = folderWith(
			JSON.stringify({
				version: 1,
				profiles: { demo: { views: [stored], startId: 'a' }, other: { views: [], startId: null } },
			}),
		);
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		const alerting = { views: [{ ...before, alert: 'bell' as const }], startId: 'a' };
		expect(file).toMatchObject({
			problems: [],
			saved: { views: [{ ...before, alert: null }], startId: 'a' },
		});
		await file.save(file.saved, alerting);
		expect(openSavedViews({ own: 'demo', earlier: [] }, folder)).toMatchObject({
			problems: [],
			saved: alerting,
		});
		expect(openSavedViews({ own: 'other', earlier: [] }, folder).saved.views).toEqual([]);
	});

	test('written by hand without a version are migrated', () => {
		const folder = folderWith(
			'{"demo":[{"name":"A","line":"after:1h"},{"name":"B","line":"","order":"name"}]}',
		);
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		expect(file.problems).toEqual([]);
		expect(file.saved).toEqual({
			views: [
				{ id: 'view-1', name: 'A', queryText: 'after:1h', order: '', alert: null },
				{ id: 'view-2', name: 'B', queryText: '', order: 'name', alert: null },
			],
			startId: null,
		});
	});

	test('in a folder that cannot be created are reported, and only saving fails', async () => {
		const folder = join(folderWith('{}'), 'views.json', 'below a file');
		const file = openSavedViews({ own: 'demo', earlier: [] }, folder);
		expect(file.saved).toEqual(builtInSavedViews);
		expect(file.problems).toEqual([expect.stringContaining('part of that path is a file')]);
		await expect(file.save(builtInSavedViews, mine)).rejects.toThrow('cannot be created (ENOTDIR)');
	});
});

describe('case 11: two programs keep each other’s views', () => {
	const night = (name: string) => ({ name, queryText: 'channel:sms_chat', order: '' });

	test('each adds one: both exist, and each program shows both after its next save', async () => {
		const folder = folderWith();
		const a = openSavedViews({ own: 'demo', earlier: [] }, folder);
		const b = openSavedViews({ own: 'demo', earlier: [] }, folder);
		const inA = await a.save(a.saved, addSavedView(a.saved, night('night-A')));
		const inB = await b.save(b.saved, addSavedView(b.saved, night('night-B')));
		expect(
			inB.views
				.slice(-2)
				.map(({ name }) => name)
				.sort(),
		).toEqual(['night-A', 'night-B']);
		expect(new Set(inB.views.map(({ id }) => id)).size).toBe(5);
		expect(a.read()).toEqual(inB);
		expect(await a.save(inA, changeSavedView(inA, 'last-hour', { alert: 'bell' }))).toMatchObject({
			views: expect.arrayContaining([expect.objectContaining({ name: 'night-B' })]),
		});
	});

	test('one deletes and the other renames another: both changes apply', async () => {
		const folder = folderWith();
		const a = openSavedViews({ own: 'demo', earlier: [] }, folder);
		const b = openSavedViews({ own: 'demo', earlier: [] }, folder);
		await a.save(a.saved, removeSavedView(a.saved, 'last-hour'));
		await b.save(b.saved, changeSavedView(b.saved, 'calls-today', { name: 'Calls' }));
		expect(names(folder)).toEqual(['Calls', 'AI disabled']);
	});

	test('of different accounts at the same time', async () => {
		const folder = folderWith();
		await Promise.all(
			['a.example', 'b.example', 'c.example', 'demo'].map((profile) =>
				save(folder, profile, addSavedView(builtInSavedViews, night(profile))),
			),
		);
		for (const profile of ['a.example', 'b.example', 'c.example', 'demo'])
			expect(names(folder, profile)).toContain(profile);
	});
});

test('views kept by host stay, until the account has its own; the host keeps its own too', async () => {
	const folder = folderWith();
	await save(
		folder,
		'api.telnyx.com',
		addSavedView(builtInSavedViews, { name: 'old', queryText: '', order: '' }),
	);
	const account = { own: '@prod', earlier: ['api.telnyx.com@k1', 'api.telnyx.com'] };
	const file = openSavedViews(account, folder);
	const shown = file.saved.views.map(({ name }) => name);
	expect(shown).toContain('old');
	await file.save(file.saved, addSavedView(file.saved, { name: 'new', queryText: '', order: '' }));
	expect(openSavedViews(account, folder).saved.views.map(({ name }) => name)).toEqual([...shown, 'new']);
	expect(names(folder, 'api.telnyx.com')).toEqual(shown);
});
