import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { parseInstant } from '../../../src/domain/instant.ts';
import { type Signal, signalKinds } from '../../../src/domain/signals/signal.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import type { Block } from '../../../src/state/view.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { headLines } from '../../../src/ui/lines/head-lines.ts';
import { insightBlocks } from '../../../src/ui/lines/insight-blocks.ts';
import { metadataBlocks } from '../../../src/ui/lines/metadata-blocks.ts';
import { rawBlocks } from '../../../src/ui/lines/raw-blocks.ts';
import { causeWords, signalBlocks } from '../../../src/ui/lines/signal-blocks.ts';
import { transcriptBlocks } from '../../../src/ui/lines/transcript-blocks.ts';
import { lineOfHitIn } from '../../../src/ui/model/hits.ts';
import { unicodeGlyphs } from '../../../src/ui/theme.ts';
import { anyString } from '../../text/arbitraries.ts';
import { anyConversation, anyInsight, anyJson, anyMessage, anyStyle } from '../arbitraries.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const steering = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]/;

/** That every line fits, holds nothing that steers a terminal, and every block has a key of its own and a line. */
function hold(blocks: readonly Block[], width: number): void {
	expect(new Set(blocks.map(({ key }) => key)).size).toBe(blocks.length);
	for (const { lines, search } of blocks) {
		expect(lines.length).toBeGreaterThan(0);
		expect(steering.test(search)).toBe(false);
		for (const line of lines) {
			expect(lineWidth(line), lineText(line)).toBeLessThanOrEqual(width);
			expect(steering.test(lineText(line))).toBe(false);
		}
	}
}

const names = new Map<string, string>();
const signal: Signal = {
	kind: 'tool-failed',
	severity: 'high',
	turns: [],
	explanation: '2 of 3 calls failed',
	quote: null,
};

describe('whatever a server sends, no line is wider than its pane, and none steers the terminal', () => {
	test('transcripts, folded and unfolded', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 8 }), anyStyle, fc.boolean(), (rows, style, unfold) => {
				const turns = buildTranscript(rows, { silenceAfterMillis: 20_000 });
				const causes = causeWords([{ ...signal, turns: turns.map(({ key }) => key) }]);
				const unfolded = new Set(unfold ? turns.map(({ key }) => key) : []);
				const blocks = transcriptBlocks(turns, {
					...style,
					glyphs: unicodeGlyphs,
					unfolded,
					slowAnswerMillis: 4000,
					causes,
				});
				hold(blocks, style.width);
			}),
		);
	});

	test('what a turn is marked with is no text of its: a search finds what it found', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 4 }), anyStyle, (rows, style) => {
				const turns = buildTranscript(rows, { silenceAfterMillis: 20_000 });
				const unfolded = new Set(turns.map(({ key }) => key));
				const options = { ...style, glyphs: unicodeGlyphs, unfolded, slowAnswerMillis: 4000 };
				const plain = transcriptBlocks(turns, { ...options, causes: new Map() });
				const causes = causeWords([{ ...signal, turns: turns.map(({ key }) => key) }]);
				for (const [index, block] of transcriptBlocks(turns, { ...options, causes }).entries()) {
					const before = plain[index];
					expect(block.search).toBe(before?.search);
					expect(block.lines).toHaveLength((before?.lines.length ?? 0) + 1);
					expect(lineOfHitIn({ ...block, fold: 'folded' }, '! tool failed', 0)).toBeNull();
				}
			}),
		);
	});

	test('signals, whatever words they are about', () => {
		fc.assert(
			fc.property(fc.subarray([...signalKinds]), anyString, anyStyle, (kinds, quote, style) => {
				const found = kinds.map((kind): Signal => ({ ...signal, kind, quote }));
				hold(signalBlocks(found, style.width), style.width);
			}),
		);
	});

	test('insights', () => {
		fc.assert(
			fc.property(fc.array(anyInsight, { maxLength: 5 }), anyStyle, (rows, style) => {
				hold(insightBlocks(rows, { ...style, glyphs: unicodeGlyphs, names }), style.width);
			}),
		);
	});

	test('metadata', () => {
		fc.assert(
			fc.property(anyConversation, anyStyle, (conversation, style) => {
				hold(metadataBlocks(conversation, { ...style, assistants: names }), style.width);
			}),
		);
	});

	test('raw JSON', () => {
		fc.assert(
			fc.property(fc.array(anyJson, { maxLength: 4 }), fc.string(), anyStyle, (values, title, style) => {
				hold(rawBlocks([{ title, values }], style), style.width);
			}),
		);
	});

	test('the head is two lines of exactly the width', () => {
		fc.assert(
			fc.property(anyConversation, fc.integer({ min: 34, max: 160 }), (conversation, width) => {
				const facts = { assistantName: null, messages: { loaded: 1, total: 2 } };
				const lines = headLines(conversation, facts, width, unicodeGlyphs);
				expect(lines.map(lineWidth)).toEqual([width, width]);
				for (const line of lines) expect(steering.test(lineText(line))).toBe(false);
			}),
		);
	});
});

describe('the head of a conversation', () => {
	const at = (instant: string, last: string): Conversation => ({
		id: 'a',
		name: null,
		createdAt: parseInstant(instant),
		lastMessageAt: parseInstant(last),
		metadata: {},
		raw: {},
	});
	const said = (conversation: Conversation, total: number) =>
		headLines(conversation, { assistantName: null, messages: { loaded: total, total } }, 120, unicodeGlyphs)
			.map(lineText)
			.join(' ');
	const start = '2026-10-15T12:05:41.651Z';

	test.each([start, '2026-10-15T12:05:41.690Z'])(
		'an empty one was 0.0 s long: it has no length (%s)',
		(last) => {
			expect(said(at(start, last), 0)).toContain('no messages');
			expect(said(at(start, last), 0)).not.toContain('long');
			expect(said(at(start, last), 1)).not.toContain('long');
		},
	);

	test('one with messages has its length', () => {
		expect(said(at(start, '2026-10-15T12:05:43.651Z'), 2)).toMatch(/, 2\.0 s long.*2 messages/);
	});
});
