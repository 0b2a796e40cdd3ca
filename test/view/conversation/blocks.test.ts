import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage } from '../../../src/api/decode.ts';
import { wholeSet } from '../../../src/data/detail-queries.ts';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { parseInstant } from '../../../src/domain/instant.ts';
import { type Signal, signalKinds } from '../../../src/domain/signals/signal.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import type { Block } from '../../../src/state/view.ts';
import { lineText, lineWidth } from '../../../src/text/line.ts';
import { headLines } from '../../../src/view/conversation/head-lines.ts';
import { lineOfHitIn } from '../../../src/view/conversation/hits.ts';
import { insightBlocks } from '../../../src/view/conversation/insight-blocks.ts';
import { metadataBlocks } from '../../../src/view/conversation/metadata-blocks.ts';
import { signalBlocks, signalWordsByTurn } from '../../../src/view/conversation/signal-blocks.ts';
import { transcriptBlocks } from '../../../src/view/conversation/transcript-blocks.ts';
import { rawBlocks } from '../../../src/view/conversation/value-lines.ts';
import { unicodeGlyphs } from '../../../src/view/theme.ts';
import { anyString } from '../../text/arbitraries.ts';
import { anyConversation, anyInsight, anyJson, anyMessage, anyStyle } from '../../ui/arbitraries.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for control characters.
const steering = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]/;

/** Checks that every line fits and holds no control characters, and that every block has a unique key and a line. */
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

const hi = decodeMessage({ role: 'user', text: 'hi' });

describe('for any server data, no line is wider than its pane or steers the terminal', () => {
	test('transcripts, folded and unfolded', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 8 }), anyStyle, fc.boolean(), (rows, style, unfold) => {
				const turns = buildTranscript(rows, { silenceAfterMillis: 20_000 });
				const signalWords = signalWordsByTurn([{ ...signal, turns: turns.map(({ key }) => key) }]);
				const unfolded = new Set(unfold ? turns.map(({ key }) => key) : []);
				const blocks = transcriptBlocks(turns, {
					...style,
					glyphs: unicodeGlyphs,
					unfolded,
					slowAnswerMillis: 4000,
					signalWords,
				});
				hold(blocks, style.width);
			}),
		);
	});

	test('the mark of a turn is not part of its text: a search finds the same hits', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 4 }), anyStyle, (rows, style) => {
				const turns = buildTranscript(rows, { silenceAfterMillis: 20_000 });
				const unfolded = new Set(turns.map(({ key }) => key));
				const options = { ...style, glyphs: unicodeGlyphs, unfolded, slowAnswerMillis: 4000 };
				const plain = transcriptBlocks(turns, { ...options, signalWords: new Map() });
				const signalWords = signalWordsByTurn([{ ...signal, turns: turns.map(({ key }) => key) }]);
				for (const [index, block] of transcriptBlocks(turns, { ...options, signalWords }).entries()) {
					const before = plain[index];
					expect(block.search).toBe(before?.search);
					expect(block.lines).toHaveLength((before?.lines.length ?? 0) + 1);
					expect(lineOfHitIn({ ...block, fold: 'folded' }, '! tool failed', 0)).toBeNull();
				}
			}),
		);
	});

	test('signals with any words', () => {
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
				const messages = { ...wholeSet([hi]), total: 2, complete: false, isFetching: true };
				const facts = { assistantName: null, isMarked: false, messages };
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
	const said = (conversation: Conversation, total: number) => {
		const messages = { ...wholeSet(Array<typeof hi>(total).fill(hi)), isFetching: false };
		const facts = { assistantName: null, isMarked: false, messages };
		return headLines(conversation, facts, 120, unicodeGlyphs).map(lineText).join(' ');
	};
	const start = '2026-10-15T12:05:41.651Z';

	test.each([start, '2026-10-15T12:05:41.690Z'])(
		'an empty conversation has no length, instead of 0.0 s (%s)',
		(last) => {
			expect(said(at(start, last), 0)).toContain('no messages');
			expect(said(at(start, last), 0)).not.toContain('long');
			expect(said(at(start, last), 1)).not.toContain('long');
		},
	);

	test('a conversation with messages shows its length', () => {
		expect(said(at(start, '2026-10-15T12:05:43.651Z'), 2)).toMatch(/, 2\.0 s long.*2 messages/);
	});
});
