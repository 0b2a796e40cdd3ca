import { describe, expect, test } from 'vitest';
import { holding } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

/** The program with an open prompt, and its text. */
async function prompted(): Promise<{ screen: TestScreen; typed: () => string | undefined }> {
	const screen = await startScreen({ bundles: callers(3) });
	await screen.waitFor('hello from 1');
	screen.press('o');
	await screen.waitFor('open:');
	return {
		screen,
		typed: () => {
			const overlay = screen.state().overlays.at(-1);
			return overlay?.kind === 'prompt' ? overlay.editor.text : undefined;
		},
	};
}

describe('typing in a prompt', () => {
	test.each([
		['letters that are keys elsewhere', ['q', 'j', ':', '?', '/', ' ', '1'], 'qj:?/ 1'],
		['Ctrl-w takes the word before', ['one two', '\x17'], 'one '],
		['Alt-b goes a word back', ['one two', '\x1bb', 'X'], 'one Xtwo'],
		['Alt-f goes a word on', ['one two', '\x01', '\x1bf', 'X'], 'oneX two'],
		['Ctrl-u and Ctrl-k cut to the ends', ['abcdef', '\x1b[D', '\x1b[D', '\x0b', '\x1b[D', '\x15'], 'd'],
		['Ctrl-a and Ctrl-e go to the ends', ['b', '\x01', 'a', '\x05', 'c'], 'abc'],
		['Backspace takes a whole family', ['a👨‍👩‍👧', '\x7f'], 'a'],
		['the left arrow steps over a whole flag', ['🇩🇪🇺🇸', '\x1b[D', '-'], '🇩🇪-🇺🇸'],
		['Ctrl-p types nothing', ['a', '\x10', 'b'], 'ab'],
	])('%s', async (_, chunks, expected) => {
		const { screen, typed } = await prompted();
		screen.press(...chunks);
		await screen.waitFor(
			(rows) => typed() === expected && rows.at(-1)?.includes(expected.trimEnd()) === true,
		);
	});

	test('Ctrl-d deletes the next letter and nothing more', async () => {
		const { screen, typed } = await prompted();
		screen.press('ab', '\x01', '\x04');
		await screen.waitFor('open: b');
		expect(typed()).toBe('b');
	});

	test('text wider than the field scrolls with the caret', async () => {
		const { screen } = await prompted();
		screen.paste(`${'x'.repeat(200)}END`);
		await screen.waitFor('xEND');
		screen.press('\x01', 'START');
		await screen.waitFor('STARTxxx');
		for (const row of screen.rows()) expect(row.length).toBeLessThanOrEqual(120);
	});
});

describe('pasting', () => {
	test('goes into a prompt as one line', async () => {
		const { screen, typed } = await prompted();
		screen.paste('first\r\nsecond\tthird');
		await screen.waitFor('first second third');
		expect(typed()).toBe('first second third');
	});

	test('shows control characters, and keeps them unchanged', async () => {
		const { screen, typed } = await prompted();
		screen.paste('a\x1b]0;owned\x07b');
		await screen.waitFor('a␛]0;owned␇b');
		expect(typed()).toBe('a\x1b]0;owned\x07b');
	});

	test('changes nothing in the list, and says why', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		const before = screen.state();
		screen.paste('jjq?:\r');
		await screen.waitFor('Paste ignored');
		expect({ ...screen.state(), notice: null }).toEqual(before);
	});

	test('changes nothing in help', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('?');
		await screen.waitFor('Help 1-');
		screen.paste('qq');
		await screen.waitFor('Paste ignored');
		expect(screen.state().overlays).toMatchObject([{ kind: 'help' }]);
	});
});

describe('keys', () => {
	test.each(['\x1b[I', '\x1b[24;1R', '\x1b[<0;10;10M', '\x1bOQ', '\x1b[1;5P'])(
		'a reply of the terminal or an unknown key does nothing: %j',
		async (chunk) => {
			const screen = await startScreen({ bundles: callers(3) });
			await screen.waitFor('hello from 1');
			const before = screen.state();
			screen.press(chunk);
			expect(screen.state()).toEqual(before);
			screen.press('j');
			await screen.waitFor('hello from 2');
		},
	);

	test('Esc and the key after it in one chunk are two keys', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('\r');
		await screen.waitFor('Enter unfold');
		screen.press('\x1bj');
		await screen.waitFor('hello from 2');
		expect(screen.state().focus).toBe('list');
	});
});

test('of two conversations opened by id the later one wins, in any order of answers', async () => {
	const screen = await startScreen({ bundles: callers(5) });
	await screen.waitFor('hello from 1');
	const { between, release } = holding(new RegExp(`${idOf(4)}$`));
	screen.intervene(between);
	for (const number of [4, 5]) {
		screen.press('o');
		await screen.waitFor('open:');
		screen.paste(idOf(number));
		screen.press('\r');
		await screen.waitFor(() => screen.requests.some((one) => one.endsWith(idOf(number))));
	}
	await screen.waitFor('hello from 5');
	screen.intervene(null);
	release();
	// Requested after the late answer, so it is shown after it.
	screen.press('3');
	await screen.waitFor('No insights');
	expect(screen.state().openId).toBe(idOf(5));
});
