import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { conversation } from '../../store/fixtures.ts';
import { caller, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** A conversation with this metadata, and two others. */
const withMetadata = (metadata: { readonly [key: string]: string | number | readonly string[] }) => [
	{
		...caller(1),
		conversation: { ...caller(1).conversation, metadata: { telnyx_end_user_target: '+1312', ...metadata } },
	},
	caller(2, { conversation: conversation(idOf(2), { metadata: { tier: 'gold', team: 'night' } }) }),
];

async function opened(
	metadata: Parameters<typeof withMetadata>[0],
	options: ScreenOptions = {},
): Promise<TestScreen> {
	const screen = await startScreen({ bundles: withMetadata(metadata), ...options });
	await screen.waitFor('loaded, all');
	screen.press('e');
	await screen.waitFor('─ Metadata of Caller 1 ─');
	return screen;
}

const gone = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);

describe('the metadata editor', () => {
	test('adds a key from suggestions of other conversations, and shows the changes', async () => {
		const screen = await opened({ note: 'hello' });
		screen.press('a', 'ti');
		await screen.waitFor(/A new key[\s\S]*│ tier/);
		screen.press('\t');
		await screen.waitFor(/\+ {2}tier[\s\S]*│ gold/);
		screen.press('g', '\t', '\x18');
		const rows = await screen.waitFor('Save 1 change to');
		expect(rows.join('\n')).toMatch(/│ \+ tier *│.*\n.*│ {3}\+ gold/);
		expect(screen.requests.filter((one) => !one.startsWith('GET'))).toEqual([]);
	});

	test('marks the change of each key by a sign', async () => {
		const screen = await opened({ a: '1', b: '2', c: '3' });
		screen.press('\r', '\x15', 'one', '\r', 'j', 'r', '\x15', 'bee', '\r', 'j', 'd');
		const rows = (await screen.waitFor('Removed. x restores it.')).join('\n');
		expect(rows).toMatch(/~ {2}a +one/);
		expect(rows).toMatch(/~ {2}bee +2/);
		expect(rows).toMatch(/- {2}c +3/);
		screen.press('k');
		await screen.waitFor('Renamed from b.');
		screen.press('k');
		await screen.waitFor('Was: 1');
		screen.press('\x18');
		const diff = (await screen.waitFor('Save 4 changes to')).join('\n');
		expect(diff).toMatch(
			/- b *│[\s\S]*- 2 +text *│[\s\S]*\+ bee *│[\s\S]*\+ 2 +text *│[\s\S]*- c *│[\s\S]*- 3[\s\S]*~ a *│/,
		);
	});

	test('asks before changing one of Telnyx’s own keys, and marks it', async () => {
		const screen = await opened({ ai_disabled: 'false', note: 'x' });
		expect(screen.text()).toMatch(/ T ai_disabled +false/);
		screen.press('k', '\r');
		await screen.waitFor('Telnyx uses the key ai_disabled');
		screen.press('n');
		await screen.waitFor(gone('call lookup may depend'));
		screen.press('\r', 'y');
		await screen.waitFor(/The value\..*Enter takes it/);
		screen.press('\x15', 'tr', '\t', '\r');
		await screen.waitFor(/~T ai_disabled +true/);
		screen.press('\x01');
		await screen.waitFor(/~ ai_disabled {2}Telnyx's own/);
	});

	test('an existing or empty key is refused', async () => {
		const screen = await opened({ note: 'x' });
		screen.press('a', '\r');
		await screen.waitFor('A key needs at least one character.');
		screen.press('note');
		await screen.waitFor('This key already exists');
		screen.press('\r');
		await screen.waitFor('This key already exists');
		screen.press(' ');
		await screen.waitFor('The key starts or ends with an invisible blank');
		screen.press('\x7f', 's', '\r');
		await screen.waitFor(/\+ {2}notes/);
	});

	test('a doubled key is shown at its rows, and nothing is saved', async () => {
		const screen = await opened({ a: '1', b: '2' });
		screen.press('d', 'j', 'r', '\x15', 'a', '\r', 'k', 'd');
		await screen.waitFor('The key “a” exists twice');
		screen.press('\x01');
		await screen.waitFor('Not saved. The key “a” exists twice');
		expect(screen.text()).not.toContain('1 change to');
	});

	test('JSON is shown indented and stored as it was typed; long values can be scrolled', async () => {
		const json = '{"plan":{"name":"gold","seats":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}}';
		const screen = await opened({ json }, { size: { columns: 80, rows: 24 } });
		await screen.waitFor(/"plan": \{[\s\S]*"name": "gold"/);
		await screen.waitFor(/\d+ more: J/);
		screen.press(...Array.from({ length: 40 }, () => 'J'));
		await screen.waitFor(/ {4}17[\s\S]*\}/);
		screen.press('\r');
		await screen.waitFor('─ Value of json ─');
		screen.press('\x1b[Z');
		await screen.waitFor(gone('Value of'));
		screen.press('\x01');
		await screen.waitFor('Nothing to save: no value has changed.');
	});

	test('a multi-line value has a text area, and pasted lines stay lines', async () => {
		const screen = await opened({ note: 'one\ntwo' });
		await screen.waitFor(/one⏎two/);
		screen.press('\r');
		await screen.waitFor('─ Value of note ─');
		screen.press('\r', 'three', '\x1b[Z');
		await screen.waitFor('one⏎two⏎three');
		screen.press('a', 'more', '\r');
		await screen.waitFor('The value. Enter takes it');
		screen.paste('x\r\ny');
		await screen.waitFor('─ Value of more ─');
		screen.press('\x18');
		const rows = (await screen.waitFor('Save 2 changes to Caller 1?')).join('\n');
		expect(rows).toMatch(/\+ more {2}2 of 2 lines[\s\S]*\+ x *│[\s\S]*\+ y *│/);
	});

	test('a long value has a box as high as its text, with title and keys always in sight', async () => {
		const screen = await opened({ note: 'one\ntwo' }, { size: { columns: 80, rows: 24 } });
		const heightOf = (rows: readonly string[]): number => {
			const top = rows.findIndex((row) => row.includes('─ Value of note ─'));
			expect(rows.join('\n')).toMatch(/Ctrl-x saves +Shift-Tab back/);
			return rows.findIndex((row, at) => at > top && row.includes('╰─')) - top + 1;
		};
		await screen.waitFor(/one⏎two/);
		screen.press('\r');
		const low = heightOf(await screen.waitFor('─ Value of note ─'));
		screen.press('\r', '3', '\r', '4', '\r', '5');
		expect(heightOf(await screen.waitFor(/│ 5 /))).toBe(low + 2);
		screen.paste(Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n'));
		expect(heightOf(await screen.waitFor('line 39'))).toBe(20);
	});

	test('a long value can be edited in the external editor', async () => {
		const editOutside: ScreenOptions['editOutside'] = async (text, { name }) => ({
			kind: 'changed',
			text: `${text} and ${name}`,
			note: null,
		});
		const screen = await opened({ note: 'one\ntwo' }, { editOutside });
		screen.press('\r');
		await screen.waitFor('─ Value of note ─');
		screen.press('\x0f');
		await screen.waitFor('two and value.txt');
		screen.press('\x18');
		await screen.waitFor(/- two *│[\s\S]*\+ two and value.txt/);
	});

	test('values that are not text are kept and described', async () => {
		const screen = await opened({ count: 3, list: ['a'] });
		await screen.waitFor('This is a number, not text: type it as JSON.');
		screen.press('\r', '\r', 'j');
		await screen.waitFor('This is a list, not text');
		screen.press('\x01');
		await screen.waitFor('Nothing to save: no value has changed.');
	});

	test('a JSON value is typed as JSON, and refused while it is invalid', async () => {
		const screen = await opened({ called_tools: ['hangup'] });
		await screen.waitFor('This is a list, not text: type it as JSON.');
		screen.press('\r');
		await screen.waitFor('The value as JSON, with text in double quotes.');
		screen.press('x', '\r');
		await screen.waitFor(
			/Character 11: There is more text after the end of the[^a-z]+JSON\.[\s\S]*\["hangup"\]x *│[^\n]*\n[^\n]*│ {11}\^/,
		);
		screen.press('\x1b[Z');
		await screen.waitFor('Correct it, or press Esc to leave and keep it.');
		screen.press('\x05', '\x7f', '\x7f', ',', '"', 'b', '"', ']', '\r');
		await screen.waitFor('["hangup","b"]');
		screen.press('\x01');
		await screen.waitFor('Save 1 change to');
	});

	test('Esc leaves from any step and keeps the edit with the text of its open field', async () => {
		const screen = await opened({ note: 'x' });
		screen.press('\r', 'y', '\x1b');
		await screen.waitFor('Nothing was saved. tconv keeps your edit; e reopens it.');
		expect(screen.state().overlays).toEqual([]);
		screen.press('e');
		await screen.waitFor('This is your edit, not saved yet. Ctrl-r discards it.');
		screen.press('z', '\r');
		await screen.waitFor(/~ {2}note +xyz/);
		screen.press('\x18');
		await screen.waitFor('Save 1 change to Caller 1?');
		screen.press('\x1b');
		await screen.waitFor(gone('Save 1 change'));
		screen.press('e');
		await screen.waitFor(/~ {2}note +xyz/);
		expect(screen.requests.filter((one) => !one.startsWith('GET'))).toEqual([]);
	});

	test('an edit is discarded by its row or its key, and one left unchanged is none', async () => {
		const screen = await opened({ note: 'x' });
		expect(screen.text()).not.toContain('Discard this edit');
		screen.press('\x12');
		await screen.waitFor('There is nothing to discard');
		screen.press('d', '\x12');
		await screen.waitFor('Your edit was discarded. Nothing was saved.');
		screen.press('e');
		await screen.waitFor(/ {3}note +x /);
		screen.press('d', 'G', 'k');
		await screen.waitFor('Enter drops every change and closes.');
		screen.press('\r');
		await screen.waitFor('Your edit was discarded. Nothing was saved.');
		screen.press('e');
		await screen.waitFor(/ {3}note +x /);
		screen.press('\x1b');
		await screen.waitFor(gone('Metadata of'));
		expect(screen.state().edits.kept.size).toBe(0);
	});

	test('u takes back one change after the other', async () => {
		const screen = await opened({ a: '1', b: '2' });
		screen.press('d', 'j', '\r', '2', '\r');
		await screen.waitFor(/- {2}a[\s\S]*~ {2}b +22/);
		screen.press('u');
		await screen.waitFor(/- {2}a[\s\S]* {3}b +2 /);
		screen.press('u');
		await screen.waitFor(/ {3}a +1/);
		screen.press('u');
		await screen.waitFor('There is no change of this edit to take back.');
	});

	test('Shift-Tab and Backspace in an empty field go one step back', async () => {
		const screen = await opened({ note: 'x' });
		screen.press('a', 'tier', '\r', 'gold', '\x1b[Z');
		await screen.waitFor('A new key.');
		screen.press('\r');
		await screen.waitFor(/\+ {2}tier +gold/);
		screen.press('\x15', '\x7f');
		await screen.waitFor('A new key.');
		screen.press('\x15', '\x7f');
		await screen.waitFor(gone('A new key.'));
		screen.press('j', 'k', '\x18');
		await screen.waitFor('Nothing to save: no value has changed.');
	});

	test('says of a value that reads as a number or a word of JSON that it is text', async () => {
		const screen = await opened({ count: '42', flag: 'true', list: ['a'], note: 'plain' });
		expect(screen.text()).toMatch(/count +42 +text *│/);
		expect(screen.text()).toMatch(/flag +true +text *│/);
		expect(screen.text()).toMatch(/list +\["a"\] +list *│/);
		expect(screen.text()).toMatch(/note +plain +│/);
		await screen.waitFor('This is text: it is sent as "42".');
	});

	test('shows a key of any length whole', async () => {
		const long = `${'very '.repeat(30)}long key`.replaceAll(' ', '_');
		const screen = await opened({ [long]: 'x' }, { size: { columns: 80, rows: 24 } });
		const read = screen
			.rows()
			.join('')
			.replaceAll(/[│\s]|\u256e.*?\u256d/g, '');
		expect(read).toContain(long);
	});

	test('Home, End, g and G move to the ends of the list', async () => {
		const screen = await opened({ a: '1', b: '2' });
		screen.press('G');
		await screen.waitFor('No changes yet.');
		screen.press('g');
		await screen.waitFor('T: Telnyx itself uses this key.');
		screen.press('\x1b[F');
		await screen.waitFor('No changes yet.');
		screen.press('\x1b[H');
		await screen.waitFor('T: Telnyx itself uses this key.');
	});

	test('says so if there is no conversation', async () => {
		const screen = await startScreen({ bundles: [] });
		await screen.waitFor('This account has no conversations yet.');
		screen.press('e');
		await screen.waitFor('No conversation is selected.');
	});
});

describe('the metadata editor on the screen', () => {
	const hostile = {
		'evil\u001b]52;c;aGk=\u0007': '\u001b[2J\u202eabc',
		__proto__x: 'p',
		'👩‍👩‍👧 family name of the caller, much longer than its column': 'x'.repeat(300),
	};

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 80, rows: 24 },
		{ columns: 200, rows: 60 },
	])('shows what is hostile without sending it, at $columns×$rows', async (size) => {
		const screen = await opened(hostile, { size });
		const sized = (rows: readonly string[]) => {
			expect(rows).toHaveLength(size.rows);
			for (const sequence of ['\u001b]52', '\u202e', '\u001b[2J'])
				expect(screen.raw()).not.toContain(sequence);
		};
		sized(screen.rows());
		screen.press('j', 'j', '\r', 'y');
		sized(await screen.waitFor('Value of'));
		screen.press('\x18');
		sized(await screen.waitFor('Save 1 change to'));
		screen.press('\x1b[Z', 'a', 'ev');
		sized(await screen.waitFor('A new key'));
	});

	test('uses only ASCII in its frame', async () => {
		const screen = await startScreen({ bundles: withMetadata({ note: 'x' }), glyphs: asciiGlyphs });
		await screen.waitFor('loaded, all');
		screen.press('e');
		await screen.waitFor('Metadata of Caller 1');
		screen.press('d');
		await screen.waitFor(/- {2}note +x/);
		expect(screen.text()).not.toMatch(/[─│╭╮╰╯]/);
	});

	test('keeps the cursor in view among many keys', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 60 }, (_, at) => [`key${String(at).padStart(2, '0')}`, `v${at}`]),
		);
		const screen = await opened(many, { size: { columns: 80, rows: 24 } });
		await screen.waitFor(/key00 +v0/);
		screen.press('k', 'k');
		await screen.waitFor(/No changes yet\./);
		await screen.waitFor(/key59 +v59/);
		screen.press('k', '\r');
		await screen.waitFor('A new key. Enter goes on');
	});
});
