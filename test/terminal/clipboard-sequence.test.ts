import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipboardSequence, mostForTerminal, passedOn } from '../../src/terminal/clipboard-sequence.ts';

/** The text that a terminal would take from an OSC 52 sequence. */
function taken(sequence: string): string {
	const [, encoded = ''] = /^.\]52;c;([A-Za-z0-9+/=]*).$/su.exec(sequence) ?? [];
	return Buffer.from(encoded, 'base64').toString('utf8');
}

/** What GNU screen passes on: the content of its device control strings, each cut at 256 bytes. */
function throughScreen(sequence: string): string {
	const strings = sequence.split('\u001bP').slice(1);
	expect(strings.every((one) => one.endsWith('\u001b\\'))).toBe(true);
	return strings.map((one) => one.slice(0, -2).slice(0, 256)).join('');
}

test('the text comes back, whatever it is', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
			const sequence = clipboardSequence(text, null) ?? '';
			expect(taken(sequence)).toBe(text);
			expect(taken(throughScreen(clipboardSequence(text, 'screen') ?? ''))).toBe(text);
		}),
	);
});

test('tmux gets the escapes doubled, in one string', () => {
	expect(passedOn('\u001b]52;c;eA==\u0007', 'tmux')).toBe('\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\');
});

test('a text that a terminal would cut is not sent at all', () => {
	expect(clipboardSequence('x'.repeat(mostForTerminal), null)?.length).toBeLessThanOrEqual(100_000);
	expect(clipboardSequence('x'.repeat(mostForTerminal + 1), null)).toBeNull();
	expect(clipboardSequence('é'.repeat(mostForTerminal / 2 + 1), null)).toBeNull();
});
