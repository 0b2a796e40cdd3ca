import { execFileSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings, openSettings, type Settings } from '../../src/config/settings.ts';
import { folderWith as folderOf } from './scratch.ts';

/** A temporary folder with this text as its settings. */
const folderWith = (text?: string | Uint8Array): string => folderOf('settings.json', text);
const textIn = (folder: string): string => readFileSync(join(folder, 'settings.json'), 'utf8');
const stored = (folder: string): unknown => JSON.parse(textIn(folder));

/** Sets one value, like a change on the screen. */
function set<K extends keyof Settings>(folder: string, name: K, value: Settings[K]): Promise<void> {
	return openSettings(folder).save(name, () => value);
}

describe('settings', () => {
	test('are the defaults without a file, and reading writes none', () => {
		const folder = folderWith();
		const file = openSettings(folder);
		expect(file.settings).toEqual(defaultSettings);
		expect(file.problems).toEqual([]);
		expect(existsSync(join(folder, 'settings.json'))).toBe(false);
	});

	test('combine the values in the file with defaults for the rest', () => {
		const folder = folderWith('{"ascii":true,"keys":{"list.next":["x"]},"order":"created_at.desc"}');
		expect(openSettings(folder).settings).toEqual({
			...defaultSettings,
			ascii: true,
			keys: { 'list.next': ['x'] },
			order: 'created_at.desc',
		});
	});

	test('report a value of the wrong kind and use its default', () => {
		const folder = folderWith('{"ascii":"yes","order":"name.sideways","keys":{"a":"x"},"wrapped":false}');
		const { settings, problems } = openSettings(folder);
		expect(settings).toEqual({ ...defaultSettings, wrapped: false });
		expect(problems).toEqual([
			expect.stringContaining('“ascii” must be true or false'),
			expect.stringContaining('“order” must be an order of the API'),
			expect.stringContaining('“keys” must be an object'),
		]);
	});

	describe('under a name of before', () => {
		test('are read', () => {
			const { settings, problems } = openSettings(folderWith('{"watchCommand":["page"]}'));
			expect(settings.alertCommand).toEqual(['page']);
			expect(problems).toEqual([]);
		});

		test('and under the one of now: the one of now counts, and the settings’ problem is named', () => {
			const { settings, problems } = openSettings(
				folderWith('{"alertCommand":["new"],"watchCommand":["old"]}'),
			);
			expect(settings.alertCommand).toEqual(['new']);
			expect(problems).toEqual([
				'settings.json: “watchCommand” is the old name of “alertCommand”, which is set too and counts. Remove the old one.',
			]);
		});

		test('of the wrong kind are named as they are written', () => {
			const { settings, problems } = openSettings(folderWith('{"watchCommand":"page"}'));
			expect(settings.alertCommand).toEqual([]);
			expect(problems).toEqual([expect.stringContaining('“watchCommand” must be a list of a program')]);
		});

		test('are written under the one of now, in their place, with their comments', async () => {
			const folder = folderWith('{\n\t// the pager\n\t"watchCommand": ["page"],\n\t"ascii": true\n}\n');
			await openSettings(folder).save('alertCommand', (now) => [...now, '-q']);
			const text = readFileSync(join(folder, 'settings.json'), 'utf8');
			expect(text).toMatch(/^\{\n\t\/\/ the pager\n\t"alertCommand": \[/);
			expect(JSON.parse(text.replace('// the pager', ''))).toEqual({
				alertCommand: ['page', '-q'],
				ascii: true,
			});
		});

		test('are not saved where both stand there', async () => {
			const file = openSettings(folderWith('{"alertCommand":["new"],"watchCommand":["old"]}'));
			await expect(file.save('alertCommand', () => [])).rejects.toThrow('is set under its old name too');
		});
	});

	test('the command of alerts is a list of words that a program can be started with, or its default holds', () => {
		const { settings, problems } = openSettings(folderWith('{"alertCommand":["notify-send","a b"]}'));
		expect(settings.alertCommand).toEqual(['notify-send', 'a b']);
		expect(problems).toEqual([]);
		for (const wrong of ['"notify-send tconv"', '[""]', '["a\\u0000b"]', '[5]']) {
			const file = openSettings(folderWith(`{"alertCommand":${wrong}}`));
			expect(file.settings.alertCommand).toEqual([]);
			expect(file.problems).toEqual([expect.stringContaining('“alertCommand” must be a list of a program')]);
		}
	});

	test('accept part of the signals, and report their problems by name', () => {
		const { settings, problems } = openSettings(
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

	test.each(['5', '[]', '"off"', 'null'])('use the defaults if signals is not an object: %s', (value) => {
		const { settings, problems } = openSettings(folderWith(`{"signals":${value}}`));
		expect(settings).toEqual(defaultSettings);
		expect(problems).toEqual([expect.stringContaining('“signals” must be an object')]);
	});

	test.each([
		['readOnly', 'yes'],
		['readOnlyProfiles', 'api.telnyx.com'],
	])('block all writes if %s cannot be read, because its author wanted to block writes', (name, value) => {
		const { settings, problems } = openSettings(folderWith(JSON.stringify({ [name]: value })));
		expect(settings.readOnly).toBe(true);
		expect(problems).toEqual([expect.stringMatching(/line 1: “.*” must be .*Read-only until it is fixed/)]);
	});

	test.each(['colour', 'constructor', 'toString', 'keys.list'])(
		'report an unknown setting without failing: %s',
		(name) => {
			const folder = folderWith(`{"${name}":1,"ascii":true}`);
			const { settings, problems } = openSettings(folder);
			expect(settings).toEqual({ ...defaultSettings, ascii: true });
			expect(problems).toEqual([expect.stringContaining(`no setting “${name}”`)]);
		},
	);

	test('keep all other values when one is saved, including unknown and wrong ones', async () => {
		const folder = folderWith('{"ascii":"yes","mine":{"a":1},"keys":{"list.next":["x"]}}');
		await set(folder, 'wrapped', false);
		expect(stored(folder)).toEqual({
			ascii: 'yes',
			mine: { a: 1 },
			keys: { 'list.next': ['x'] },
			wrapped: false,
		});
	});

	test.each(['{"trashDays":0}', '{"trashDays":"30"}', '{"trashMegabytes":-1}'])(
		'report a trash that could hold nothing and use the default: %s',
		(text) => {
			const { settings, problems } = openSettings(folderWith(text));
			expect(settings).toEqual(defaultSettings);
			expect(problems).toEqual([expect.stringMatching(/must be a number of (days|megabytes) above 0/)]);
		},
	);

	test.each(['us', 'USA', '', '+1'])('take no country but two capital letters: %j', (redactCountry) => {
		const { settings, problems } = openSettings(folderWith(JSON.stringify({ redactCountry })));
		expect(settings.redactCountry).toBe('US');
		expect(problems).toEqual([expect.stringContaining('a country as two capital letters')]);
	});

	test('are readable only by their owner', async () => {
		const folder = folderWith();
		await set(folder, 'ascii', true);
		expect(statSync(join(folder, 'settings.json')).mode & 0o077).toBe(0);
	});
});

/** The result of a start with this text: writes are blocked with a reason, and the file is unchanged. */
function expectHeld(text: string | Uint8Array, why: RegExp, line: number | null = null): void {
	const folder = folderWith(text);
	const { settings, hold, problems } = openSettings(folder);
	expect(hold?.why).toMatch(why);
	if (line !== null) expect(hold?.place?.line).toBe(line);
	expect(settings).toEqual(defaultSettings);
	expect(problems[0]).toContain('Read-only until it is fixed (:config)');
	expect(readFileSync(join(folder, 'settings.json'))).toEqual(Buffer.from(text));
	expect(readdirSync(folder)).toEqual(['settings.json']);
}

describe('case 08: a damaged settings file blocks all writes', () => {
	test.each([
		['{"readOnly": true,, }', /a name in double quotes is missing/],
		['{"readOnly": tru', /neither a value/],
		['{"readOnly": true', /a closing } is missing/],
		['{"readOnly": true, "keys": {"a": ["x"}', /a comma is missing/],
		['{"readOnly" true}', /a colon is missing/],
		['{readOnly: true}', /neither a value nor a name/],
		['{"readOnly": true} {"readOnly": false}', /more text after/],
		['{"readOnly": true /* }', /a comment does not end/],
		['{"readOnly": "tr\nue"}', /does not end on its line/],
		['[{"readOnly": true}]', /a list instead of an object/],
		['null', /instead of an object/],
		['', /it is empty/],
		[' // only this\n', /it is empty/],
		['\0\0\0\0', /neither a value/],
		[`{"a":${'['.repeat(20_000)}`, /nested too deep|a value is missing/],
		[Buffer.from('\ufeff{"readOnly": true}', 'utf16le'), /not UTF-8/],
		[Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /not UTF-8/],
		[`{"readOnly": true}${' '.repeat(1_000_001)}`, /larger than 1 MB/],
	])('%#: %j', (text, why) => expectHeld(text, why));

	test('reports the line of the fault, even after a byte order mark and with Windows line ends', () => {
		expectHeld('\ufeff{\r\n  "ascii": true,\r\n  "wrapped" true\r\n}', /a colon is missing/, 3);
	});

	test('blocks writes when truncated anywhere, unless it is still complete', () => {
		const whole = '{\n\t// a note\n\t"readOnly": true,\n\t"keys": {"list.next": ["x", "\\u006a"]},\n}';
		for (let end = 0; end < whole.length; end++) {
			const folder = folderWith(whole.slice(0, end));
			expect(openSettings(folder).hold).not.toBeNull();
		}
		expect(openSettings(folderWith(whole))).toMatchObject({ hold: null, settings: { readOnly: true } });
	});

	test('is not damaged by trailing commas and comments', () => {
		const { settings, hold, problems } = openSettings(
			folderWith('{\n  // production\n  "readOnly": true,\n  /* and */ "ascii": true,\n}'),
		);
		expect({ hold, problems }).toEqual({ hold: null, problems: [] });
		expect(settings).toMatchObject({ readOnly: true, ascii: true });
	});

	test('reads JSON as JSON.parse does', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
				const text = JSON.stringify({ mine: object, ascii: true });
				expect(openSettings(folderWith(text))).toMatchObject({ settings: { ascii: true } });
			}),
			{ numRuns: 30 },
		);
	});
});

describe('an unreadable file blocks all writes', () => {
	const heldBy = (folder: string) => openSettings(folder).hold?.why;

	test('a folder, a FIFO, a device, a dangling link, a circle of links', () => {
		const folder = folderWith();
		const path = join(folder, 'settings.json');
		mkdirSync(path);
		expect(heldBy(folder)).toBe('it is a folder');
		rmSync(path, { recursive: true });
		execFileSync('mkfifo', [path]);
		expect(heldBy(folder)).toBe('it is a FIFO');
		rmSync(path);
		for (const [target, why] of [
			['/dev/zero', 'it is a device'],
			['/dev/tty', 'it is a device'],
			[join(folder, 'gone'), 'it is a link to a file that is not there'],
			['settings.json', 'its links form a circle'],
			['/proc/self/status', 'neither a value'],
		] as const) {
			symlinkSync(target, path);
			expect(heldBy(folder)).toContain(why);
			rmSync(path);
		}
	});

	test('is not saved to and stays unchanged', async () => {
		const folder = folderWith();
		mkdirSync(join(folder, 'settings.json'));
		await expect(set(folder, 'ascii', true)).rejects.toThrow('settings.json: it is a folder. Move it away');
		expect(statSync(join(folder, 'settings.json')).isDirectory()).toBe(true);
	});

	test('a file as part of the path', async () => {
		const folder = join(folderWith('{}'), 'settings.json', 'below');
		expect(heldBy(folder)).toBe('part of that path is a file, not a folder');
		await expect(set(folder, 'ascii', true)).rejects.toThrow('cannot be created (ENOTDIR)');
	});

	test.skipIf(process.getuid?.() === 0)('a file without read permission', () => {
		const folder = folderWith('{"readOnly": true}');
		chmodSync(join(folder, 'settings.json'), 0o000);
		expect(heldBy(folder)).toBe('you have no permission to read it');
	});

	test('a missing file, folder or home does not block writes', async () => {
		expect(openSettings(folderWith())).toMatchObject({ hold: null, problems: [] });
		expect(openSettings(join(folderWith(), 'a', 'b'))).toMatchObject({ hold: null, problems: [] });
		const nowhere = openSettings(null);
		expect(nowhere).toMatchObject({ hold: null, problems: [], settings: defaultSettings });
		await expect(nowhere.save('ascii', () => true)).rejects.toThrow('Set HOME or TCONV_CONFIG_DIR');
		await expect(nowhere.prepare()).rejects.toThrow('There is no home folder');
	});
});

describe('an unclear guard blocks all writes', () => {
	test.each([
		'{"readonly": true}',
		'{"read_only": true}',
		'{"READ-ONLY": 1}',
		'{"readOnyl": true}',
		'{"redOnly": "yes"}',
		'{"ｒｅａｄＯｎｌｙ": true}',
		'{"r\u0435adOnly": true}',
		'{"readOnlyProfile": ["api.telnyx.com"]}',
		'{"read-only-profiles": ["demo"]}',
		'{"readOnlyMode": true}',
		'{"tconv.readOnly": true}',
		'{"settings": {"readOnly": true}}',
		'{"profiles": {"api.telnyx.com": {"read_only": true}}}',
		'{"readonly": null}',
	])('misspelt: %s', (text) => {
		const { hold, problems } = openSettings(folderWith(text));
		expect(hold?.why).toContain('there is no setting');
		expect(hold?.place).toEqual({ line: 1, column: 2 });
		expect(problems.join(' ')).toContain('Read-only until it is fixed');
	});

	test.each([
		'{"readonly": false}',
		'{"read_only_profiles": []}',
		'{"readable": true}',
		'{"colour": "readOnly"}',
	])('switched off, or another setting: %s', (text) =>
		expect(openSettings(folderWith(text)).hold).toBeNull(),
	);

	test.each([
		['{"readOnly": true, "readOnly": false}', /a second time/],
		['{"readOnly": false,\n"r\u0065adOnly": false}', /a second time/],
		['{"readOnly": null}', /must be true or false/],
		['{"readOnlyProfiles": "api.telnyx.com"}', /must be a list of hosts/],
		['{"readOnlyProfiles": [5]}', /must be a list of hosts/],
	])('set twice, or of the wrong kind: %s', (text, why) => {
		expect(openSettings(folderWith(text)).hold?.why).toMatch(why);
	});

	test('the other settings apply and can be saved', async () => {
		const folder = folderWith('{"readonly": true, "ascii": true}');
		expect(openSettings(folder).settings.ascii).toBe(true);
		await set(folder, 'wrapped', false);
		expect(stored(folder)).toEqual({ readonly: true, ascii: true, wrapped: false });
	});
});

describe('case 19: a byte order mark is skipped', () => {
	test('all settings in the file apply', () => {
		const { settings, hold, problems } = openSettings(folderWith('\ufeff{"readOnly": true, "ascii": true}'));
		expect({ hold, problems }).toEqual({ hold: null, problems: [] });
		expect(settings).toMatchObject({ readOnly: true, ascii: true });
	});

	test('a save keeps it in place', async () => {
		const folder = folderWith('\ufeff{"ascii": true}');
		await set(folder, 'wrapped', false);
		expect(textIn(folder)).toMatch(/^\ufeff\{/);
		expect(openSettings(folder).settings).toMatchObject({ ascii: true, wrapped: false });
	});
});

describe('case 10: saving to a file that changed in the meantime', () => {
	test.each(['{"badges": true, "readOnly": true,', '', '[]', '{"badges": true} x'])(
		'is refused if the file cannot be read whole, and the file stays unchanged: %j',
		async (half) => {
			const folder = folderWith('{"badges": true}');
			const running = openSettings(folder);
			writeFileSync(join(folder, 'settings.json'), half);
			await expect(running.save('order', () => 'name')).rejects.toThrow(/settings\.json.*Fix it there/);
			expect(textIn(folder)).toBe(half);
			expect(readdirSync(folder)).toEqual(['settings.json']);
			// After the repair it can be saved to again.
			writeFileSync(join(folder, 'settings.json'), '{"badges": true, "readOnly": true}');
			await running.save('order', () => 'name');
			expect(stored(folder)).toEqual({ badges: true, readOnly: true, order: 'name' });
		},
	);

	test('keeps every other value, comments, the order of names and the formatting', async () => {
		const folder = folderWith();
		const running = openSettings(folder);
		const text =
			'// mine\r\n{\r\n  "zebra": 1, // unknown\r\n  "order": "name",\r\n  /* why */ "ascii": true,\r\n}\r\n';
		writeFileSync(join(folder, 'settings.json'), text);
		await running.save('order', () => 'created_at.desc');
		expect(textIn(folder)).toBe(text.replace('"name"', '"created_at.desc"'));
		await running.save('wrapped', () => false);
		const after = textIn(folder);
		for (const part of ['// mine\r\n', '// unknown', '/* why */ "ascii": true', '"wrapped": false'])
			expect(after).toContain(part);
		expect(after.replaceAll('\r\n', '')).not.toContain('\n');
		expect(openSettings(folder)).toMatchObject({ hold: null, settings: { wrapped: false, ascii: true } });
	});

	test('changes only one value, with any values in any layout', async () => {
		const layout = fc.constantFrom('', ' ', '\n', '\n  ', '\t', ' /* c */ ', ' // c\n');
		const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(
				names,
				fc.array(layout, { minLength: 8, maxLength: 8 }),
				fc.boolean(),
				async (keys, gaps, comma) => {
					const mine = keys.filter((key) => key !== 'wrapped' && key !== 'toJSON');
					const gap = (at: number): string => gaps[at % gaps.length] ?? '';
					const body = mine
						.map((key, at) => `${gap(at)}${JSON.stringify(key)}:${gap(at + 1)}${at}`)
						.join(',');
					const folder = folderWith(
						`${gap(3)}{${body}${comma && mine.length > 0 ? ',' : ''}${gap(5)}}${gap(6)}`,
					);
					await set(folder, 'wrapped', false);
					const { hold, settings } = openSettings(folder);
					expect(hold).toBeNull();
					expect(settings.wrapped).toBe(false);
					const text = textIn(folder);
					for (const [at, key] of mine.entries())
						expect(text.replaceAll(/\/\* c \*\/|\/\/ c\n|\s/g, '')).toContain(
							`${JSON.stringify(key)}:${at}`.replaceAll(/\s/g, ''),
						);
				},
			),
			{ numRuns: 60 },
		);
	});

	test('does not overwrite a value of the wrong kind', async () => {
		const folder = folderWith('{"recentFilters": {"mine": 1},\n"order": 5}');
		await expect(set(folder, 'recentFilters', ['after:1h'])).rejects.toThrow(
			'json:1: “recentFilters” must be a',
		);
		await expect(set(folder, 'order', 'name')).rejects.toThrow('json:2: “order” must be an order');
		expect(stored(folder)).toEqual({ recentFilters: { mine: 1 }, order: 5 });
	});

	test('refuses a duplicate name: the save would change the first, but the last applies', async () => {
		const folder = folderWith('{"order": "name", "order": "created_at"}');
		await expect(set(folder, 'order', 'id')).rejects.toThrow('“order” is set twice');
		expect(textIn(folder)).toBe('{"order": "name", "order": "created_at"}');
	});

	test.skipIf(process.getuid?.() === 0)('does not replace a read-only file', async () => {
		const folder = folderWith('{}');
		chmodSync(join(folder, 'settings.json'), 0o400);
		await expect(set(folder, 'ascii', true)).rejects.toThrow('is read-only. Make it writable');
		expect(textIn(folder)).toBe('{}');
	});
});

describe('links and permissions', () => {
	test('a link is followed, for saving too', async () => {
		const folder = folderWith();
		const target = folderOf('mine.json', '{"ascii": true}');
		symlinkSync(join(target, 'mine.json'), join(folder, 'settings.json'));
		await set(folder, 'wrapped', false);
		expect(readlinkSync(join(folder, 'settings.json'))).toBe(join(target, 'mine.json'));
		expect(JSON.parse(readFileSync(join(target, 'mine.json'), 'utf8'))).toEqual({
			ascii: true,
			wrapped: false,
		});
		expect(readdirSync(target)).toEqual(['mine.json']);
	});

	test.each([
		['the file', (folder: string) => chmodSync(join(folder, 'settings.json'), 0o666)],
		['its folder', (folder: string) => chmodSync(folder, 0o777)],
		[
			'a folder above it',
			(folder: string) => {
				const inner = join(folder, 'inner');
				mkdirSync(inner);
				renameSync(join(folder, 'settings.json'), join(inner, 'settings.json'));
				chmodSync(folder, 0o777);
			},
		],
		[
			'the folder of its target',
			(folder: string) => {
				const open = join(folder, 'open');
				mkdirSync(open);
				renameSync(join(folder, 'settings.json'), join(open, 'settings.json'));
				symlinkSync('open/settings.json', join(folder, 'settings.json'));
				chmodSync(open, 0o777);
			},
		],
	])('refused if every user can write to %s, with the reason', async (_, loosen) => {
		const folder = folderWith('{"ascii": true, "alertCommand": ["true"]}');
		loosen(folder);
		const own = existsSync(join(folder, 'inner')) ? join(folder, 'inner') : folder;
		const { hold, settings } = openSettings(own);
		expect(hold?.why).toContain(`every user can write to ${folder}`);
		expect(hold?.advice).toMatch(/^Run: chmod o-w \//);
		expect(settings).toEqual(defaultSettings);
		await expect(set(own, 'wrapped', false)).rejects.toThrow('every user can write');
	});

	test('a folder’s sticky bit protects the user’s own file', () => {
		const folder = folderWith('{"ascii": true}');
		chmodSync(folder, 0o1777);
		expect(openSettings(folder)).toMatchObject({ hold: null, settings: { ascii: true } });
	});

	test('write access for the user’s own group is accepted', () => {
		const folder = folderWith('{"ascii": true}');
		chmodSync(join(folder, 'settings.json'), 0o660);
		expect(openSettings(folder)).toMatchObject({ hold: null, settings: { ascii: true } });
	});

	test.runIf(process.getuid?.() === 0)('write access for another group is refused', () => {
		const folder = folderWith('{"ascii": true}');
		execFileSync('chgrp', ['4321', join(folder, 'settings.json')]);
		expect(openSettings(folder).hold).toBeNull();
		chmodSync(join(folder, 'settings.json'), 0o660);
		expect(openSettings(folder).hold?.why).toContain('group 4321 can write to');
	});

	test.runIf(process.getuid?.() === 0)(
		'another user’s file is read but its command does not run, and links to it are refused',
		() => {
			const folder = folderWith('{"ascii": true, "alertCommand": ["notify-send"]}');
			const path = join(folder, 'settings.json');
			execFileSync('chown', ['4321', path]);
			const own = openSettings(folder);
			expect(own).toMatchObject({ hold: null, settings: { ascii: true, alertCommand: [] } });
			expect(own.problems).toEqual([
				expect.stringMatching(/^alertCommand is not run: .*another user \(uid 4321\)/),
			]);
			const linked = folderWith();
			symlinkSync(path, join(linked, 'settings.json'));
			expect(openSettings(linked).hold?.why).toContain('belongs to another user (uid 4321)');
		},
	);
});

describe('case 32: a folder that cannot be created', () => {
	test.each(['/proc/x', '/proc/nohome/.config/tconv', '/sys/x', '/dev/null/x'])(
		'%s returns at once',
		async (folder) => {
			const file = openSettings(folder);
			expect(file.settings).toEqual(defaultSettings);
			await expect(file.prepare()).rejects.toThrow(`The folder ${folder} cannot be created`);
			await expect(file.save('ascii', () => true)).rejects.toThrow('Set TCONV_CONFIG_DIR to another folder');
		},
	);
});
