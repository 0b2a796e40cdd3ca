import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { caller, callers, insightRun, spoken, toolCall } from '../bundles.ts';
import { stylesOf } from '../frames.ts';
import { startScreen } from '../screen-harness.tsx';

const rich = [
	caller(1, {
		messages: [...spoken('user: grüezi', 'assistant: 你好，世界'), ...toolCall('look', '{"a":1}', '[1,2]')],
		insights: [insightRun('i1', 'A short summary.')],
	}),
	...callers(30).slice(1),
];

describe('sizes', () => {
	test.each([
		[60, 15],
		[80, 24],
		[84, 24],
		[85, 24],
		[120, 40],
		[159, 50],
		[160, 50],
		[200, 60],
	])('%i×%i: every row and every cell, header first and footer last', async (columns, rows) => {
		const screen = await startScreen({ bundles: rich, size: { columns, rows }, banner: 'Sample data.' });
		await screen.waitFor(columns < 85 ? 'Caller 2' : 'grüezi');
		const shown = screen.rows();
		expect(shown).toHaveLength(rows);
		expect(shown[0]).toMatch(/^ tconv/);
		expect(shown[1]).toMatch(/^ Sample data\./);
		expect(shown[2]).toMatch(/^╭─.*╮$/);
		expect(shown.at(-2)).toMatch(/^╰─.*╯$/);
		for (const row of shown.slice(3, -2)) expect(row).toMatch(/^│.*│$/);
		expect(shown[2]).toHaveLength(columns);
	});

	test('under 85 columns there is one pane at a time, with the same keys', async () => {
		const screen = await startScreen({ bundles: rich, size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 2');
		expect(screen.text()).not.toContain('Transcript');
		screen.press('\r');
		await screen.waitFor('grüezi');
		expect(screen.text()).not.toContain('Conversations');
		screen.press('\t');
		await screen.waitFor('Conversations');
	});

	test('from 160 columns on insights stand beside the transcript, and are no tab of it', async () => {
		const screen = await startScreen({ bundles: rich, size: { columns: 200, rows: 60 } });
		const rows = await screen.waitFor('A short summary.');
		expect(rows.join('\n')).toContain('grüezi');
		expect(rows[1]).toMatch(/Transcript │ Metadata │ Raw .*╭─ Insights ─/);
		screen.press('\t', '\t');
		await screen.waitFor(() => screen.state().focus === 'insights');
		expect(screen.text()).toContain('grüezi');
	});

	test('a terminal too small shows the needed size, and recovers', async () => {
		const screen = await startScreen({ bundles: rich, size: { columns: 59, rows: 15 } });
		await screen.waitFor('tconv needs 60x15; this terminal is 59x15.');
		screen.resize({ columns: 120, rows: 40 });
		await screen.waitFor('grüezi');
		screen.resize({ columns: 20, rows: 4 });
		await screen.waitFor('tconv needs');
		screen.resize({ columns: 60, rows: 15 });
		await screen.waitFor('Caller 1');
	});

	test('a resize keeps the current turn in view', async () => {
		const lines = Array.from({ length: 120 }, (_, index) => `user: line ${index}. ${'word '.repeat(20)}`);
		const screen = await startScreen({ bundles: [caller(1, { messages: spoken(...lines) })] });
		await screen.waitFor('line 0.');
		screen.press('\r', '/');
		screen.paste('line 60.');
		await screen.waitFor(/▌.*line 60\./);
		for (const size of [
			{ columns: 60, rows: 15 },
			{ columns: 200, rows: 60 },
			{ columns: 90, rows: 20 },
		]) {
			screen.resize(size);
			await screen.waitFor((rows) => rows.length === size.rows);
			expect(screen.text()).toMatch(/▌.*line 60\./);
		}
	});

	test('z gives the focused pane the whole width, Esc restores the layout', async () => {
		const screen = await startScreen({ bundles: rich });
		await screen.waitFor('grüezi');
		screen.press('2', 'z');
		await screen.waitFor((rows) => rows[1]?.startsWith('╭─ Transcript') === true);
		screen.press('\x1b');
		await screen.waitFor('Conversations');
	});

	test('w cuts long lines, and wraps them again', async () => {
		const bundle = caller(1, { messages: spoken(`user: ${'word '.repeat(40)}end.`) });
		const screen = await startScreen({ bundles: [bundle] });
		await screen.waitFor('end.');
		screen.press('w');
		await screen.waitFor('Long lines are cut at the edge.');
		expect(screen.text()).not.toContain('end.');
		screen.press('w');
		await screen.waitFor('end.');
	});
});

describe('without pictures and colours', () => {
	test('in ASCII mode, tconv draws only ASCII', async () => {
		const bundles = [
			caller(1, { messages: [...spoken('user: hi'), ...toolCall('look', '{}', '[1]')] }),
			...callers(80).slice(1),
		];
		const screen = await startScreen({ bundles, glyphs: asciiGlyphs });
		await screen.waitFor('look');
		for (const keys of ['\r', '3', '4', '5', '?']) {
			screen.press(keys);
			await screen.waitFor((rows) => rows.length === 40);
			expect(screen.text().replaceAll(/[\n\x20-\x7e]/g, '')).toBe('');
		}
	});

	test('without colours there are only bold, inverse and underline', async () => {
		const screen = await startScreen({ bundles: rich, level: 0 });
		await screen.waitFor('grüezi');
		screen.press('2', '/');
		screen.paste('e');
		await screen.waitFor('1 of');
		const styles = stylesOf(screen.frames());
		const allowed = ['1', '22', '7', '27', '4', '24', '0'].map((code) => `\x1b[${code}m`);
		expect([...styles].filter((style) => !allowed.includes(style))).toEqual([]);
		expect(styles).toContain('\x1b[7m');
	});

	test('sixteen colours where they are wanted', async () => {
		const screen = await startScreen({ bundles: rich, level: 1 });
		await screen.waitFor('grüezi');
		expect(screen.raw()).toContain('\x1b[36m');
	});
});
