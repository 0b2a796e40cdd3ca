import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openViews } from '../../src/config/views.ts';
import { addView, builtInViews } from '../../src/filter/saved-views.ts';

const now = () => Date.UTC(2026, 10, 22, 12);

/** A folder of its own, with this text as its views. */
function folderWith(text?: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-views-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	if (text !== undefined) writeFileSync(join(folder, 'views.json'), text);
	return folder;
}

const mine = addView(builtInViews, { name: 'Mine', line: 'after:24h', order: '' });

describe('saved views', () => {
	test('are the built-in ones where there is no file, and reading writes none', () => {
		const folder = folderWith();
		expect(openViews(now, 'demo', folder)).toMatchObject({ saved: builtInViews, problems: [] });
		expect(existsSync(join(folder, 'views.json'))).toBe(false);
	});

	test('are kept for each profile, dates as they were typed, in a file for its owner alone', () => {
		const folder = folderWith();
		openViews(now, 'demo', folder).save(mine);
		openViews(now, 'api.telnyx.com', folder).save({ views: [], startId: null });
		expect(openViews(now, 'demo', folder).saved).toEqual(mine);
		expect(openViews(now, 'api.telnyx.com', folder).saved).toEqual({ views: [], startId: null });
		expect(openViews(now, 'constructor', folder).saved).toEqual(builtInViews);
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
	])('in a file that cannot be understood are set aside whole, not overwritten: %j', (text) => {
		const folder = folderWith(text);
		const file = openViews(now, 'demo', folder);
		expect(file.saved).toEqual(builtInViews);
		expect(file.problems).toEqual([expect.stringContaining('set aside as')]);
		file.save(mine);
		const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
		expect(aside).toEqual(['views.json.damaged-2026-11-22T12-00-00-000Z']);
		expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
		expect(openViews(now, 'demo', folder)).toMatchObject({ saved: mine, problems: [] });
	});

	test('damaged while the program runs are set aside before saving', () => {
		const folder = folderWith();
		const file = openViews(now, 'demo', folder);
		writeFileSync(join(folder, 'views.json'), '{half');
		file.save(mine);
		const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
		expect(aside.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['{half']);
	});

	test('of a later version are left as they are, and saving fails', () => {
		const text = '{"version":3,"profiles":{}}';
		const folder = folderWith(text);
		const file = openViews(now, 'demo', folder);
		expect(file.saved).toEqual(builtInViews);
		expect(file.problems).toEqual([expect.stringContaining('later version')]);
		expect(() => file.save(mine)).toThrow('later version');
		expect(readFileSync(join(folder, 'views.json'), 'utf8')).toBe(text);
	});

	test('of the first version are brought to the present one: nothing is watched in them', () => {
		const before = { id: 'a', name: 'A', line: 'after:1h', order: 'name' };
		const folder = folderWith(
			JSON.stringify({
				version: 1,
				profiles: { demo: { views: [before], startId: 'a' }, other: { views: [], startId: null } },
			}),
		);
		const file = openViews(now, 'demo', folder);
		const watched = { views: [{ ...before, watch: 'bell' as const }], startId: 'a' };
		expect(file).toMatchObject({
			problems: [],
			saved: { views: [{ ...before, watch: null }], startId: 'a' },
		});
		file.save(watched);
		expect(openViews(now, 'demo', folder)).toMatchObject({ problems: [], saved: watched });
		expect(openViews(now, 'other', folder).saved.views).toEqual([]);
	});

	test('written by hand without a version are brought to the present one', () => {
		const folder = folderWith(
			'{"demo":[{"name":"A","line":"after:1h"},{"name":"B","line":"","order":"name"}]}',
		);
		const file = openViews(now, 'demo', folder);
		expect(file.problems).toEqual([]);
		expect(file.saved).toEqual({
			views: [
				{ id: 'view-1', name: 'A', line: 'after:1h', order: '', watch: null },
				{ id: 'view-2', name: 'B', line: '', order: 'name', watch: null },
			],
			startId: null,
		});
	});

	test('in a folder that cannot be made are told of, and only saving fails', () => {
		const folder = join(folderWith('{}'), 'views.json', 'below a file');
		const file = openViews(now, 'demo', folder);
		expect(file.saved).toEqual(builtInViews);
		expect(file.problems).toEqual([expect.stringContaining('could not be read')]);
		expect(() => file.save(mine)).toThrow();
	});
});
