import { describe, expect, test } from 'vitest';
import type { Metadata } from '../../../src/domain/conversation.ts';
import { asciiGlyphs } from '../../../src/ui/theme.ts';
import { caller, callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);
const base = { telnyx_conversation_channel: 'phone_call', tier: 'gold', note: 'one\ntwo' };

const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(id)?.metadata;
const puts = ({ requests }: TestScreen): number => requests.filter((one) => one.startsWith('PUT')).length;

type Given = { readonly text: string; readonly name: string; readonly line: number | null };

/** A screen whose user writes these texts, one after the other, in an editor of their own; null leaves the file as it is. */
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
	test('are given with Telnyx’s keys first, and what comes back is looked at before it is sent', async () => {
		const screen = await editing([
			'{"telnyx_conversation_channel": "phone_call", "tier": "silver", "new": "x"}',
		]);
		screen.press('E');
		await screen.waitFor('Save 3 changes?');
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

	test('a change of one of Telnyx’s own keys is asked about once more', async () => {
		const screen = await editing([JSON.stringify({ ...base, telnyx_conversation_channel: 'sms_chat' })]);
		screen.press('E');
		await screen.waitFor('Save 1 change?');
		screen.press('\r');
		await screen.waitFor(/telnyx_conversation_channel/);
		expect(puts(screen)).toBe(0);
		expect(screen.state().overlays).toMatchObject([{ kind: 'metadata', draft: { step: { kind: 'guard' } } }]);
	});

	test.each([
		['that did not change', null, 'Nothing was changed.'],
		['that mean the same', JSON.stringify(base, null, 8), 'The metadata are as they were: nothing was sent.'],
	])('%s send nothing', async (_, written, said) => {
		const screen = await editing([written]);
		screen.press('E');
		await screen.waitFor(said);
		expect(screen.state().overlays).toEqual([]);
		expect(puts(screen)).toBe(0);
	});

	test('that cannot be read say why; what was written is opened again at its line, also after Esc', async () => {
		const broken = '{\n  "tier": "silver"\n  "note": "x"\n}';
		const screen = await editing([broken, null, broken.replace('"silver"', '"silver",')]);
		screen.press('E');
		await screen.waitFor('Line 3: A comma or a closing } is missing before this.');
		screen.press('\r');
		await screen.waitFor(() => screen.given.length === 2);
		expect(screen.given[1]).toEqual({ text: broken, name: 'metadata.json', line: 3 });
		// Nothing new came back: what was wrong is still asked about.
		await screen.waitFor('Line 3: ');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Line 3: '));
		screen.press('E');
		await screen.waitFor('Save 3 changes?');
		expect(screen.given[2]).toEqual({ text: broken, name: 'metadata.json', line: 3 });
		expect(screen.state().jsonEdits.size).toBe(0);
		expect(puts(screen)).toBe(0);
	});

	test('that cannot be read can be thrown away: then E begins with the metadata as they are', async () => {
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

	test('a value that was no text may stay, and may not become another', async () => {
		const odd = { n: 3, tier: 'gold' };
		const screen = await editing(['{"n": 4, "tier": "gold"}', '{"n": 3, "tier": "silver"}'], {}, odd);
		screen.press('E');
		await screen.waitFor('Line 1: The value of “n” is no text: put it in double quotes.');
		screen.press('\r');
		await screen.waitFor('Save 1 change?');
	});

	test('begin with an edit that was left, and with what that was made from', async () => {
		const screen = await editing([null]);
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'k', 'e', 'y', '\r', 'v', '\r');
		await screen.waitFor(/key +v/);
		screen.press('\x1b');
		await screen.waitFor(/Leave|kept/);
		screen.press('y');
		await screen.waitFor(() => screen.state().overlays.length === 0);
		screen.press('E');
		await screen.waitFor(() => screen.given.length === 1);
		expect(JSON.parse(screen.given[0]?.text ?? '')).toEqual({ ...base, key: 'v' });
	});

	test('that failed to be edited say so, and nothing is sent', async () => {
		const screen = await startScreen({
			bundles: callers(1),
			editOutside: async () => ({ kind: 'failed', problem: 'vim ended with 1. Nothing was taken.' }),
		});
		await screen.waitFor('hello from 1');
		screen.press('E');
		await screen.waitFor('vim ended with 1. Nothing was taken.');
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
		expect(rows.join('\n')).toContain('Enter opens the editor there');
		expect(rows.join('\n')).toMatch(/3 +"b/);
		expect(screen.raw()).not.toContain('\u202e');
		expect(screen.raw()).not.toContain('\u001b]52');
	});
});

test('a long value is edited in an editor of one’s own with Ctrl-o', async () => {
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
