import { expect, test } from 'vitest';
import { decodeMessage } from '../../../src/api/decode.ts';
import { demoBundles } from '../../../src/demo/index.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import { answerWaits } from '../../../src/domain/waits.ts';
import { type Line, lineText, lineWidth } from '../../../src/text/line.ts';
import { waitsLines } from '../../../src/view/conversation/waits-body.ts';
import { waterfallBlocks, waterfallKey } from '../../../src/view/conversation/waterfall-blocks.ts';
import { asciiGlyphs, type Glyphs, unicodeGlyphs } from '../../../src/view/theme.ts';

const now = instantFromMillis(Date.UTC(2026, 9, 26, 12, 4, 31, 250));
const stories = [...demoBundles({ count: 400, now })].map(({ messages }) =>
	buildTranscript(
		messages.map((wire) => decodeMessage(JSON.parse(JSON.stringify(wire)))),
		{ silenceAfterMillis: 20_000 },
	),
);

/** All lines about waits of every sample conversation at this width. */
function linesAt(width: number, glyphs: Glyphs): Line[] {
	return stories.flatMap((turns) => {
		const waits = answerWaits(turns);
		const options = { width, glyphs, waits, silenceAfterMillis: 20_000, slowAnswerMillis: 4000 };
		const rows = waterfallBlocks(turns, options).flatMap(({ lines }) => lines);
		return [...rows, ...waitsLines(waits, width, glyphs), waterfallKey(turns, options)];
	});
}

test.each([36, 46, 58, 78, 118, 198])('every sample conversation fits at %i cells', (width) => {
	const tooWide = linesAt(width, unicodeGlyphs).filter((line) => lineWidth(line) > width);
	expect(tooWide.map(lineText)).toEqual([]);
});

test('in ASCII mode, tconv draws only ASCII', () => {
	// Speech in other scripts stays as it is; at this width there are no words.
	const drawn = linesAt(58, asciiGlyphs).map(lineText);
	const ours = /[▒█·╱┄▁▂▃▄▅▆▇─✓✗]/;
	expect(drawn.filter((text) => ours.test(text))).toEqual([]);
});

test('some sample conversations have silences cut short, most have none', () => {
	const keys = linesAt(118, unicodeGlyphs)
		.map(lineText)
		.filter((text) => text.startsWith('▒ wait'));
	const cut = keys.filter((text) => text.includes('cut short'));
	expect(keys).toHaveLength(400);
	expect(cut.length).toBeGreaterThan(0);
	expect(cut.length).toBeLessThan(200);
});
