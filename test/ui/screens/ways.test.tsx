import { describe, expect, test } from 'vitest';
import { callers, idOf } from '../bundles.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

const small = { columns: 80, rows: 24 };

/** The caller whose transcript is on the screen of one pane. */
const reads = (number: number) => (rows: readonly string[]) =>
	rows.join().includes('Transcript') && rows.join().includes(`hello from ${number}`);

async function reading(): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(5), size: small });
	await screen.waitFor('Caller 5');
	screen.press('\r');
	await screen.waitFor(reads(1));
	return screen;
}

describe('from one conversation to the next', () => {
	test('{ and } stay in the transcript, and say where the list ends', async () => {
		const screen = await reading();
		screen.press('}');
		await screen.waitFor(reads(2));
		screen.press('}', '{');
		await screen.waitFor(reads(2));
		screen.press('{');
		await screen.waitFor(reads(1));
		screen.press('{');
		await screen.waitFor('This is the first conversation of the list.');
		expect(screen.state().focus).toBe('transcript');
		screen.press('1', 'G', '2', '}');
		await screen.waitFor('This is the last loaded conversation of the list.');
	});

	test('a held } moves as often as it came, and reads only where it rests', async () => {
		const screen = await startScreen({ bundles: callers(9), restMillis: 30 });
		await screen.waitFor('hello from 1');
		screen.press('\r', '}}}}}');
		await screen.waitFor('hello from 6');
		expect(screen.requests.filter((one) => one.includes('/messages'))).toHaveLength(2);
	});

	test('M marks the open conversation from any pane, and says so where the list is away', async () => {
		const screen = await reading();
		screen.press('M');
		const rows = await screen.waitFor('Marked: Caller 1. 1 marked in all.');
		expect(rows.join()).toContain('│ ● +1 312 555 0001 · phone call');
		screen.press('}', 'M');
		await screen.waitFor('2 marked in all.');
		screen.press('4', 'M');
		await screen.waitFor('Unmarked: Caller 2. 1 marked in all.');
		expect([...screen.state().marks.ids]).toEqual([idOf(1)]);
		expect(screen.requests.every((request) => request.startsWith('GET'))).toBe(true);
	});
});

describe('back and forward', () => {
	test('Ctrl-o leads from a conversation to the one before, through a filter, and ]o forward', async () => {
		const screen = await reading();
		screen.press('\x1b');
		await screen.waitFor('Conversations');
		screen.press('j', 'j', '\r');
		await screen.waitFor(reads(3));
		screen.press('=');
		await screen.waitFor('everything');
		screen.paste('name:"Caller 5"');
		screen.press('\r');
		await screen.waitFor((rows) => /Caller 5.*1 loaded|Caller 5.*of 1|Caller 5.*1 of/.test(rows[0] ?? ''));
		screen.press('\x0f');
		await screen.waitFor((rows) => !/Caller 5/.test(rows[0] ?? '') && reads(3)(rows));
		screen.press('\x0f');
		await screen.waitFor(reads(1));
		screen.press(']', 'o');
		await screen.waitFor(reads(3));
		screen.press(']', 'o');
		await screen.waitFor((rows) => /Caller 5/.test(rows[0] ?? ''));
		screen.press(']', 'o');
		await screen.waitFor('There is nothing to go forward to.');
	});
});

describe('+ sets or removes a key', () => {
	const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(idOf(1))?.metadata;

	test('on one conversation, with before and after, and u takes it back', async () => {
		const screen = await reading();
		screen.press('+');
		await screen.waitFor('key of Caller 1:');
		expect(screen.rows().at(-1)).toContain('key=value sets, -key removes');
		screen.press('tier=gold', '\r');
		await screen.waitFor(/tier.*gold/);
		expect(metadataOf(screen)).not.toHaveProperty('tier');
		screen.press('y');
		await expect.poll(() => metadataOf(screen)).toMatchObject({ tier: 'gold' });
		await screen.waitFor(/Saved/);
		screen.press('+', '-tier', '\r');
		await screen.waitFor(/tier/);
		screen.press('y');
		await expect.poll(() => metadataOf(screen)).not.toHaveProperty('tier');
	});

	test('says what is wrong with the text, and when there is nothing to change', async () => {
		const screen = await reading();
		screen.press('+', 'tier', '\r');
		await screen.waitFor('Write key=value to set a key');
		expect(screen.state().overlays.at(-1)).toMatchObject({ purpose: 'tag', about: { ids: [idOf(1)] } });
		screen.press('\x15', '-tier', '\r');
		await screen.waitFor('Nothing to change: there is no metadata key tier.');
		expect(screen.requests.every((request) => request.startsWith('GET'))).toBe(true);
	});

	test('joins an edit that is not saved, instead of refusing and running the rest as keys', async () => {
		const screen = await reading();
		screen.press('e');
		await screen.waitFor('add');
		screen.press('a', 'note', '\r', 'mine', '\r', '\x1b');
		await screen.waitFor((rows) => !rows.join().includes('mine'));
		screen.press('+');
		await screen.waitFor('Joins your unsaved edit.');
		screen.press(...'ai_disabled=true', '\r');
		await screen.waitFor('Save 2 changes to Caller 1?');
		screen.press('y');
		await screen.waitFor('y continues, n goes back.');
		screen.press('y');
		await expect.poll(() => metadataOf(screen)).toMatchObject({ note: 'mine', ai_disabled: 'true' });
		expect(screen.state().edits.kept.size).toBe(0);
	});

	test('joins an edit with an open field, which comes first', async () => {
		const screen = await reading();
		screen.press('e');
		await screen.waitFor('add');
		screen.press('a', 'note', '\x1b');
		await screen.waitFor('tconv keeps your edit');
		screen.press('+', 'tier=gold', '\r');
		await screen.waitFor('tier is in your edit. This edit is not saved yet');
		expect(screen.state().overlays.at(-1)).toMatchObject({
			draft: { step: { kind: 'key', editor: { text: 'note' } } },
		});
		screen.press('\r', 'mine', '\x18');
		await screen.waitFor('Save 2 changes');
	});

	test('keeps the text with its conversation, and names the key that reopens it', async () => {
		const screen = await reading();
		screen.press('+', 'zz', '\x1b');
		await screen.waitFor('Nothing was set. tconv keeps the text; + reopens it.');
		screen.press('}');
		await screen.waitFor(reads(2));
		screen.press('+');
		await screen.waitFor('key of Caller 2:');
		expect(screen.state().overlays.at(-1)).toMatchObject({ editor: { text: '' } });
		screen.press('\x1b', '{');
		await screen.waitFor(reads(1));
		screen.press('+');
		await screen.waitFor(/key of Caller 1: zz +Not set yet/);
	});

	test('Ctrl-r empties the prompt and leaves it open, so that what follows is not run as keys', async () => {
		const screen = await reading();
		screen.press('+', 'zz', '\x12');
		await screen.waitFor('The text was discarded.');
		screen.press(...'tier=gold', '\r');
		await screen.waitFor('Save 1 change to Caller 1?');
	});

	test('on the marks asks the question that e asks', async () => {
		const screen = await startScreen({ bundles: callers(5), size: small });
		await screen.waitFor('Caller 5');
		screen.press(' ', ' ', '+');
		await screen.waitFor('set or remove a key:');
		screen.press('tier=gold', '\r');
		await screen.waitFor('Set tier on 2 conversations?');
	});

	test('opens in a session that may not write, says so, and is refused at Enter', async () => {
		const screen = await startScreen({ bundles: callers(2), readOnly: 'started with --read-only' });
		await screen.waitFor('hello from 1');
		screen.press('+');
		await screen.waitFor('Read-only: started with --read-only');
		screen.press(...'tier=dt', '\r');
		await screen.waitFor(/key of Caller 1: tier=dt +Read-only: started/);
		screen.press('\x18');
		await screen.waitFor(/key of Caller 1: tier=dt +Read-only: started/);
		expect(screen.requests.every((request) => request.startsWith('GET'))).toBe(true);
		expect(screen.state()).toMatchObject({ done: { doneThrough: new Map() }, live: { isOn: false } });
	});

	test('opens on a deleted conversation too, and is refused at Enter', async () => {
		const screen = await reading();
		screen.press('D');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor('Deleted Caller 1.');
		screen.press('+');
		await screen.waitFor(/key of .*:/);
		screen.press(...'tier=dt');
		await screen.waitFor('tier=dt');
		expect(screen.state().overlays).toHaveLength(1);
	});
});
