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

	test('never replaces an edit that is not saved', async () => {
		const screen = await reading();
		screen.press('e');
		await screen.waitFor('add');
		screen.press('a', 'note', '\r', 'mine', '\r', '\x1b');
		await screen.waitFor((rows) => !rows.join().includes('mine'));
		screen.press('+');
		await screen.waitFor('An edit of this metadata is not saved yet: e opens it.');
		expect(screen.state().edits.kept.size).toBe(1);
	});

	test('on the marks asks the question that e asks', async () => {
		const screen = await startScreen({ bundles: callers(5), size: small });
		await screen.waitFor('Caller 5');
		screen.press(' ', ' ', '+');
		await screen.waitFor('set or remove a key:');
		screen.press('tier=gold', '\r');
		await screen.waitFor('Set tier on 2 conversations?');
	});

	test('is refused in a session that may not write', async () => {
		const screen = await startScreen({ bundles: callers(2), readOnly: 'started with --read-only' });
		await screen.waitFor('hello from 1');
		screen.press('+');
		await screen.waitFor(/read-only/);
		expect(screen.state().overlays).toEqual([]);
	});
});
