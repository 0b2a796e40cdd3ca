import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafe, safe } from '../../src/text/safe.ts';
import { steady } from '../../src/text/steady.ts';
import { cellWidth } from '../../src/text/width.ts';
import { anyString } from './arbitraries.ts';
import { honestTexts } from './hostile.ts';

/** The column where a real terminal's cursor stands after the text. */
async function drawnWidth(text: string): Promise<number> {
	const terminal = new headless.Terminal({ cols: 400, rows: 2, allowProposedApi: true });
	terminal.loadAddon(new unicode11.Unicode11Addon());
	terminal.unicode.activeVersion = '11';
	await new Promise<void>((done) => terminal.write(text, done));
	const column = terminal.buffer.active.cursorX;
	terminal.dispose();
	return column;
}

describe('steady', () => {
	it.each([
		['👨‍👩‍👧‍👦 family', '👨 family'],
		['👩🏽‍⚕️', '👩'],
		['⚠️ ❤️ 1️⃣', '⚠ ❤ 1'],
		['👍🏽', '👍'],
		['🏽', '◌■'],
		['🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}', '🏴'],
		['🇺🇸', '🇺🇸'],
		['น้ำ', 'น\u0e49\u0e4d\u0e32'],
		['नमस्ते', 'नमस्\u200cते'],
		['plain é 漢', 'plain é 漢'],
		['e\u0301', 'é'],
	])('%s becomes %s', (raw, expected) => {
		expect(steady(safe(raw))).toBe(expected);
	});

	it.each([
		...honestTexts,
		'⚠️ ❤️ ℹ️ 1️⃣ 👨‍👩‍👧‍👦 👍🏽 ✅ 🚀',
		'กำ น้ำ ทำงาน',
		'नमस्ते कीजिए क्षमा',
		'தமிழ் நாடு',
		'বাংলা যুক্ত',
	])('%s is drawn as wide as it is counted', async (text) => {
		const row = steady(safe(text));
		expect(await drawnWidth(row)).toBe(cellWidth(row));
	});

	it('changes nothing more the second time, and stays safe but for its own non-joiners', () => {
		fc.assert(
			fc.property(anyString, (raw) => {
				const once = steady(safe(raw));
				expect(steady(once)).toBe(once);
				expect(isSafe(safe(once.replaceAll('\u200c', '')))).toBe(true);
				expect(once).not.toMatch(/\p{Cc}|\uFE0F|\u20E3|\u202E|\u200D\p{Extended_Pictographic}/u);
			}),
			{ numRuns: 1500 },
		);
	});
});
