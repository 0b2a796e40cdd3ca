import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../../src/domain/wire.ts';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { caller, insightRun, secondsBeforeNoon } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const said = (role: string, text: string, at: number): WireMessage => ({
	role,
	text,
	sent_at: secondsBeforeNoon(7200 - at),
});

const slow = caller(1, {
	messages: [
		said('assistant', 'welcome', 0),
		said('user', 'where is my parcel', 5),
		said('assistant', 'let me look', 7),
		said('user', 'and my refund', 20),
		said('assistant', 'on its way', 32),
		said('user', 'thank you', 40),
		said('assistant', 'good bye', 41),
	],
	insights: [insightRun('i1', 'A short summary.')],
});

/** The detail pane's row with these words, without its border. */
function rowWith(rows: readonly string[], words: string): string {
	const row = rows.find((each) => each.includes(words)) ?? '';
	return row.split('││').at(-1)?.replace('│', '').trimEnd() ?? '';
}

describe('waits at a glance', () => {
	test('are shown above the transcript, in every pane that has one', async () => {
		const screen = await startScreen({ bundles: [slow] });
		const rows = await screen.waitFor('3 answers');
		expect(rowWith(rows, '3 answers')).toBe(' 3 answers ▂█▁  p50 2.0 s  p95 12 s  max 12 s');
		screen.resize({ columns: 85, rows: 24 });
		// In a narrow pane the tabs are closer, and the last one is still visible.
		await screen.waitFor('Transcript│Insights│Metadata│Raw│Waits');
		expect(screen.text()).toContain('▂█▁  p50 2.0 s  p95 12 s  max 12 s');
		screen.press('4');
		await screen.waitFor((now) => !now.join().includes('p95'));
	});

	test('no line without waits', async () => {
		const screen = await startScreen({ bundles: [caller(1, { messages: [said('user', 'hello?', 0)] })] });
		await screen.waitFor('hello?');
		expect(screen.text()).not.toMatch(/\d answer|p50/);
	});

	test.each([
		[60, 15],
		[80, 24],
		[85, 24],
		[120, 40],
		[200, 60],
	])(
		'%i×%i: 6 shows the turns to scale, all tabs by name, and Enter reads the turn',
		async (columns, rows) => {
			const screen = await startScreen({ bundles: [slow], size: { columns, rows } });
			await screen.waitFor('Caller 1');
			screen.press('6');
			const shown = await screen.waitFor('▒ wait');
			expect(shown.join('\n')).toMatch(/Transcript.*Metadata.*Raw.*Waits/);
			expect(shown.join('\n')).toMatch(/▒A +12 s/);
			screen.press('j', 'j', 'j', 'j');
			await screen.waitFor((now) => now.some((row) => /▌.*assistant.*▒A +12 s/.test(row)));
			screen.press('\r');
			await screen.waitFor((now) => now.some((row) => /▌.*assistant +on its way/.test(row)));
		},
	);

	test('speech is found there too', async () => {
		const screen = await startScreen({ bundles: [slow] });
		await screen.waitFor('3 answers');
		screen.press('6', '/');
		await screen.waitFor('find');
		screen.press('refund', '\r');
		await screen.waitFor('1 of 1');
		await screen.waitFor((now) => now.some((row) => /▌.*user.*U/.test(row)));
	});

	test('ASCII signs only', async () => {
		const screen = await startScreen({ bundles: [slow], glyphs: asciiGlyphs });
		await screen.waitFor('3 answers .@_  p50 2.0 s');
		screen.press('6');
		await screen.waitFor('= wait  # tool  . between');
		expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
		expect(screen.text()).toMatch(/=A +12 s/);
	});

	test('an empty and a loading conversation say so', async () => {
		const screen = await startScreen({ bundles: [caller(1, { messages: [] })] });
		await screen.waitFor('This conversation has no messages.');
		screen.press('6');
		await screen.waitFor((now) => now.join().includes('has no messages') && now.join().includes('Waits'));
	});
});
