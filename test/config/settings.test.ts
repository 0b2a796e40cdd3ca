import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultSettings, openSettings } from '../../src/config/settings.ts';

const now = () => Date.UTC(2026, 10, 22, 12);

/** A folder of its own, with this text as its settings. */
function folderWith(text?: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-settings-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	if (text !== undefined) writeFileSync(join(folder, 'settings.json'), text);
	return folder;
}

const stored = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

describe('settings', () => {
	test('where there is no file the defaults hold, and reading writes none', () => {
		const folder = folderWith();
		const file = openSettings(now, folder);
		expect(file.settings).toEqual(defaultSettings);
		expect(file.problems).toEqual([]);
		expect(existsSync(join(folder, 'settings.json'))).toBe(false);
	});

	test('what is set holds, the rest is as by default', () => {
		const folder = folderWith('{"ascii":true,"keys":{"list.next":["x"]},"order":"created_at.desc"}');
		expect(openSettings(now, folder).settings).toEqual({
			...defaultSettings,
			ascii: true,
			keys: { 'list.next': ['x'] },
			order: 'created_at.desc',
		});
	});

	test('a setting of the wrong kind is told of, and its default holds', () => {
		const folder = folderWith('{"ascii":"yes","order":"name.sideways","keys":{"a":"x"},"wrapped":false}');
		const { settings, problems } = openSettings(now, folder);
		expect(settings).toEqual({ ...defaultSettings, wrapped: false });
		expect(problems).toEqual([
			expect.stringContaining('“ascii” must be true or false'),
			expect.stringContaining('“order” must be an order of the API'),
			expect.stringContaining('“keys” must be an object'),
		]);
	});

	test('the command of a watch is a list of words that a program can be started with, or its default holds', () => {
		const { settings, problems } = openSettings(now, folderWith('{"watchCommand":["notify-send","a b"]}'));
		expect(settings.watchCommand).toEqual(['notify-send', 'a b']);
		expect(problems).toEqual([]);
		for (const wrong of ['"notify-send tconv"', '[""]', '["a\\u0000b"]', '[5]']) {
			const file = openSettings(now, folderWith(`{"watchCommand":${wrong}}`));
			expect(file.settings.watchCommand).toEqual([]);
			expect(file.problems).toEqual([expect.stringContaining('“watchCommand” must be a list of a program')]);
		}
	});

	test('signals can be set in part, and what is wrong in them is told by its name', () => {
		const { settings, problems } = openSettings(
			now,
			folderWith(
				JSON.stringify({
					signals: {
						off: ['waited', 'waitd'],
						voice: { waitMillis: 5000, deadAirMillis: null, toolMillis: 'long', slow: 1 },
						chat: 5,
						loud: true,
					},
				}),
			),
		);
		const usual = defaultSettings.signals;
		expect(settings.signals).toEqual({
			off: ['waited'],
			voice: { ...usual.voice, waitMillis: 5000, deadAirMillis: null },
			chat: usual.chat,
		});
		expect(problems).toEqual([
			expect.stringContaining('no “signals.loud”'),
			expect.stringContaining('there is no signal “waitd”; there are user-unanswered'),
			expect.stringContaining('“signals.voice.toolMillis” must be a number of milliseconds'),
			expect.stringContaining('no “signals.voice.slow”'),
			expect.stringContaining('“signals.chat” must be an object'),
		]);
	});

	test.each(['5', '[]', '"off"', 'null'])('signals that are no object: the defaults hold: %s', (value) => {
		const { settings, problems } = openSettings(now, folderWith(`{"signals":${value}}`));
		expect(settings).toEqual(defaultSettings);
		expect(problems).toEqual([expect.stringContaining('“signals” must be an object')]);
	});

	test.each([
		['readOnly', 'yes'],
		['readOnlyProfiles', 'api.telnyx.com'],
	])('%s that cannot be read holds everything back: it was set to hold something back', (name, value) => {
		const { settings, problems } = openSettings(now, folderWith(JSON.stringify({ [name]: value })));
		expect(settings.readOnly).toBe(true);
		expect(problems).toEqual([expect.stringContaining('until then nothing is written to any account')]);
	});

	test.each(['colour', 'constructor', 'toString', 'keys.list'])(
		'a setting that is not there is told of, and breaks nothing: %s',
		(name) => {
			const folder = folderWith(`{"${name}":1,"ascii":true}`);
			const { settings, problems } = openSettings(now, folder);
			expect(settings).toEqual({ ...defaultSettings, ascii: true });
			expect(problems).toEqual([expect.stringContaining(`no setting “${name}”`)]);
		},
	);

	test.each(['{"ascii":tru', '', '\0\0\0', 'null', '[]', '"text"', '5'])(
		'a file that is no JSON object is set aside whole, not overwritten: %j',
		(text) => {
			const folder = folderWith(text);
			const { settings, problems, save } = openSettings(now, folder);
			expect(settings).toEqual(defaultSettings);
			expect(problems).toEqual([expect.stringContaining('set aside as')]);
			const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
			expect(aside).toEqual(['settings.json.damaged-2026-11-22T12-00-00-000Z']);
			expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
			save('wrapped', false);
			expect(openSettings(now, folder).settings.wrapped).toBe(false);
			expect(openSettings(now, folder).problems).toEqual([]);
		},
	);

	test('a second damaged file does not overwrite the first', () => {
		const folder = folderWith('{1');
		openSettings(now, folder);
		writeFileSync(join(folder, 'settings.json'), '{2');
		openSettings(now, folder);
		const aside = readdirSync(folder).filter((name) => name.includes('damaged'));
		expect(aside.map((name) => readFileSync(join(folder, name), 'utf8')).sort()).toEqual(['{1', '{2']);
	});

	test('saving one keeps the others, unknown ones and wrong ones too', () => {
		const folder = folderWith('{"ascii":"yes","mine":{"a":1},"keys":{"list.next":["x"]}}');
		openSettings(now, folder).save('wrapped', false);
		expect(stored(folder)).toEqual({
			ascii: 'yes',
			mine: { a: 1 },
			keys: { 'list.next': ['x'] },
			wrapped: false,
		});
	});

	test.each(['{"trashDays":0}', '{"trashDays":"30"}', '{"trashMegabytes":-1}'])(
		'a trash that could hold nothing is told of, and the default holds: %s',
		(text) => {
			const { settings, problems } = openSettings(now, folderWith(text));
			expect(settings).toEqual(defaultSettings);
			expect(problems).toEqual([expect.stringMatching(/must be a number of (days|megabytes) above 0/)]);
		},
	);

	test('the file is for its owner alone', () => {
		const folder = folderWith();
		openSettings(now, folder).save('ascii', true);
		expect(statSync(join(folder, 'settings.json')).mode & 0o077).toBe(0);
	});

	test('a folder that cannot be made is told of; the defaults hold, and only saving fails', () => {
		const folder = join(folderWith('{}'), 'settings.json', 'below a file');
		const { settings, problems, save } = openSettings(now, folder);
		expect(settings).toEqual(defaultSettings);
		expect(problems).toEqual([expect.stringContaining('could not be read')]);
		expect(() => save('ascii', true)).toThrow();
	});

	test('settings.json being a folder is told of, and the defaults hold', () => {
		const folder = folderWith();
		mkdirSync(join(folder, 'settings.json'));
		const { settings, problems } = openSettings(now, folder);
		expect(settings).toEqual(defaultSettings);
		expect(problems).toEqual([expect.stringContaining('could not be read')]);
	});
});
