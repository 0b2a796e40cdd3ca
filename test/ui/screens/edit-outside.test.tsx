import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { caller, callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);
const base = { telnyx_conversation_channel: 'phone_call', tier: 'gold', note: 'one\ntwo' };

const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(id)?.metadata;
const puts = ({ requests }: TestScreen): number => requests.filter((one) => one.startsWith('PUT')).length;

type Given = { readonly text: string; readonly name: string; readonly line: number | null };

/** A screen whose user writes these texts in turn in the external editor; null leaves the file unchanged. */
async function editing(
	writes: readonly (string | null)[],
	options: ScreenOptions = {},
	metadata: Metadata = base,
): Promise<TestScreen & { readonly given: readonly Given[] }> {
	const given: Given[] = [];
	const [first, ...rest] = callers(3);
	const { conversation } = first ?? caller(1);
	const screen = await startScreen({
		bundles: [caller(1, { conversation: { ...conversation, metadata } }), ...rest],
		...options,
		editOutside: async (text, { name, line = null }) => {
			given.push({ text, name, line });
			const written = writes[given.length - 1] ?? null;
			return written === null
				? { kind: 'unchanged', note: null }
				: { kind: 'changed', text: written, note: null };
		},
	});
	await screen.waitFor(() => screen.state().openId === id);
	await screen.waitFor('Caller 1');
	return Object.assign(screen, { given });
}

describe('metadata as JSON', () => {
	test('are edited with Telnyx’s keys first, and reviewed before they are saved', async () => {
		const screen = await editing([
			'{"telnyx_conversation_channel": "phone_call", "tier": "silver", "new": "x"}',
		]);
		screen.press('E');
		await screen.waitFor('Save 3 changes to');
		expect(screen.given).toEqual([
			{
				text: '{\n  "telnyx_conversation_channel": "phone_call",\n  "note": "one\\ntwo",\n  "tier": "gold"\n}',
				name: 'metadata.json',
				line: null,
			},
		]);
		expect(puts(screen)).toBe(0);
		screen.press('\r');
		await screen.waitFor('Saved Caller 1');
		expect(metadataOf(screen)).toEqual({
			telnyx_conversation_channel: 'phone_call',
			tier: 'silver',
			new: 'x',
		});
	});

	test('a change of one of Telnyx’s own keys needs another confirmation', async () => {
		const screen = await editing([JSON.stringify({ ...base, telnyx_conversation_channel: 'sms_chat' })]);
		screen.press('E');
		await screen.waitFor('Save 1 change to');
		screen.press('\r');
		await screen.waitFor(/telnyx_conversation_channel/);
		expect(puts(screen)).toBe(0);
		expect(screen.state().overlays).toMatchObject([{ kind: 'metadata', draft: { step: { kind: 'guard' } } }]);
	});

	test.each([
		['that did not change', null, 'Nothing was changed.'],
		['that mean the same', JSON.stringify(base, null, 8), 'The metadata is unchanged. Nothing was sent.'],
	])('%s send nothing', async (_, written, said) => {
		const screen = await editing([written]);
		screen.press('E');
		await screen.waitFor(said);
		expect(screen.state().overlays).toEqual([]);
		expect(puts(screen)).toBe(0);
	});

	test('that are invalid say why; the text reopens at its line, also after Esc', async () => {
		const broken = '{\n  "tier": "silver"\n  "note": "x"\n}';
		const screen = await editing([broken, null, broken.replace('"silver"', '"silver",')]);
		screen.press('E');
		await screen.waitFor('Line 3: A comma or a closing } is missing before this.');
		screen.press('\r');
		await screen.waitFor(() => screen.given.length === 2);
		expect(screen.given[1]).toEqual({ text: broken, name: 'metadata.json', line: 3 });
		// The text is unchanged, so its problem is still shown.
		await screen.waitFor('Line 3: ');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Line 3: '));
		screen.press('E');
		await screen.waitFor('Save 3 changes to');
		expect(screen.given[2]).toEqual({ text: broken, name: 'metadata.json', line: 3 });
		expect(screen.state().jsonEdits.size).toBe(0);
		expect(puts(screen)).toBe(0);
	});

	test('that are invalid can be discarded: then E starts with the stored metadata', async () => {
		const screen = await editing(['{ broken', null]);
		screen.press('E');
		await screen.waitFor('Line 1: A key in double quotes is missing here.');
		screen.press('x');
		await screen.waitFor((rows) => !rows.join().includes('Line 1: '));
		expect(screen.state()).toMatchObject({ overlays: [], jsonEdits: new Map() });
		screen.press('E');
		await screen.waitFor('Nothing was changed.');
		expect(JSON.parse(screen.given[1]?.text ?? '')).toEqual(base);
	});

	test.each([
		['an empty file', ''],
		['JSON that is invalid', '{ broken'],
	])('what was there before is one key away after %s', async (_, written) => {
		const screen = await editing([written, null]);
		screen.press('E');
		await screen.waitFor('u reopens it as it was before.');
		screen.press('u');
		await screen.waitFor('Nothing was changed.');
		expect(JSON.parse(screen.given[1]?.text ?? '')).toEqual(base);
		expect(screen.state()).toMatchObject({ overlays: [], jsonEdits: new Map() });
	});

	test('what was there before is one key away in the question before saving', async () => {
		const screen = await editing(['{}']);
		screen.press('E');
		await screen.waitFor('Save 3 changes to Caller 1?');
		screen.press('u');
		await screen.waitFor(/ {3}tier +gold/);
		screen.press('\x18');
		await screen.waitFor('Nothing to save: no value has changed.');
	});

	test('a text value may not become other JSON, but a JSON value may', async () => {
		const odd = { n: 3, tier: 'gold' };
		const screen = await editing(['{"n": 3, "tier": true}', '{"n": [4], "tier": "gold"}'], {}, odd);
		screen.press('E');
		await screen.waitFor(/Line 1: The value of “tier” is not text: put it in[^a-z]+double quotes\./);
		screen.press('\r');
		await screen.waitFor('Save 1 change to');
	});

	test('start with an unsaved edit and its base', async () => {
		const screen = await editing([null]);
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'k', 'e', 'y', '\r', 'v', '\r');
		await screen.waitFor(/key +v/);
		screen.press('\x1b');
		await screen.waitFor('tconv keeps your edit');
		screen.press('E');
		await screen.waitFor(() => screen.given.length === 1);
		expect(JSON.parse(screen.given[0]?.text ?? '')).toEqual({ ...base, key: 'v' });
	});

	test('with a failed editor say so, and nothing is sent', async () => {
		const screen = await startScreen({
			bundles: callers(1),
			editOutside: async () => ({ kind: 'failed', problem: 'vim ended with 1. The text is unchanged.' }),
		});
		await screen.waitFor('hello from 1');
		screen.press('E');
		await screen.waitFor('vim ended with 1. The text is unchanged.');
		expect(puts(screen)).toBe(0);
	});

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 80, rows: 24 },
	])('what is wrong can be read at $columns×$rows, hostile text and all', async (size) => {
		const text = `{\n "a": "\u202e${'long '.repeat(60)}"\n "b\u001b]52;c;x": 1\n}`;
		const screen = await editing([text], { size, glyphs: asciiGlyphs });
		screen.press('E');
		const rows = await screen.waitFor('Line 3: A comma or a closing } is missing');
		expect(rows).toHaveLength(size.rows);
		expect(rows.join('\n')).toContain('Enter reopens the editor there');
		expect(rows.join('\n')).toMatch(/3 +"b/);
		expect(screen.raw()).not.toContain('\u202e');
		expect(screen.raw()).not.toContain('\u001b]52');
	});
});

test('Ctrl-o opens a long value in the external editor', async () => {
	const screen = await editing(['{"a": 2}'], {}, { long: '{"a": 1}\n' });
	screen.press('e');
	await screen.waitFor('─ Metadata of');
	screen.press('\r');
	await screen.waitFor(() => screen.state().overlays[0]?.kind === 'metadata');
	screen.press('\x0f');
	await screen.waitFor('{"a": 2}');
	expect(screen.given).toEqual([{ text: '{"a": 1}\n', name: 'value.json', line: null }]);
	expect(metadataOf(screen)).toEqual({ long: '{"a": 1}\n' });
});
