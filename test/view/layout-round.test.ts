import { expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../src/api/decode.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { buildTranscript } from '../../src/domain/transcript.ts';
import { insightBlocks } from '../../src/view/conversation/insight-blocks.ts';
import { metadataBlocks } from '../../src/view/conversation/metadata-blocks.ts';
import { transcriptBlocks } from '../../src/view/conversation/transcript-blocks.ts';
import { rawBlocks } from '../../src/view/conversation/value-lines.ts';
import { isPartial, LayoutRound } from '../../src/view/layout-round.ts';
import { unicodeGlyphs } from '../../src/view/theme.ts';

const rows = Array.from({ length: 100 }, (_, n) =>
	decodeMessage({
		role: 'user',
		text: `${n} ${'words '.repeat(100)}`,
		created_at: `2026-01-0${1 + Math.floor(n / 20)}T10:00:00Z`,
	}),
);
const turns = buildTranscript(rows, { silenceAfterMillis: 20_000 });
const style = { width: 80, wrapped: true, glyphs: unicodeGlyphs };
const transcript = (width: number, round?: LayoutRound) =>
	transcriptBlocks(turns, {
		...style,
		width,
		unfolded: new Set(),
		slowAnswerMillis: 4000,
		signalWords: new Map(),
		round,
	});

test('a transcript of many words is laid out a part at a time, and says how much is missing', () => {
	const first = transcript(80, new LayoutRound(6000));
	expect(isPartial(first)).toBe(true);
	expect(first.length).toBeLessThan(15);
	expect(first.at(-1)?.search).toBe(`Laying out ${turns.length - first.length + 1} more entries…`);
	let rounds = 1;
	let blocks = first;
	for (; isPartial(blocks); rounds += 1) {
		const before = blocks.length;
		blocks = transcript(80, new LayoutRound(6000));
		expect(blocks.length - before).toBeLessThan(15);
	}
	expect(rounds).toBeGreaterThan(7);
	expect(blocks).toEqual(transcript(80));
	expect(transcript(60)).not.toEqual(blocks);
});

test('received rows of many characters are laid out a part at a time', () => {
	const sections = [{ title: 'GET x', values: rows.map((row) => (row.ok ? row.value.raw : null)) }];
	const rounds: number[] = [];
	for (let blocks = rawBlocks(sections, style, new LayoutRound(6000)); ; ) {
		rounds.push(blocks.length);
		if (!isPartial(blocks)) break;
		blocks = rawBlocks(sections, style, new LayoutRound(6000));
	}
	expect(rounds.length).toBeGreaterThan(7);
	expect(rounds.at(-1)).toBe(101);
});

test('of metadata with very many keys the first are laid out and those of Telnyx, and the others are counted', () => {
	const keys = Array.from({ length: 30_000 }, (_, n) => `"key ${n}":"v"`).join(',');
	const row = decodeConversation(parseJsonText(`{"id":"x","metadata":{${keys},"from":"+1312"}}`) ?? null);
	if (!row.ok) throw new Error(row.problem);
	const blocks = metadataBlocks(row.value, { ...style, assistants: new Map() });
	expect(blocks.length).toBeLessThan(2100);
	expect(blocks.find(({ key }) => key === 'metadata from')?.search).toBe('from +1312');
	expect(blocks.at(-1)?.search).toBe('(28,000 more keys; X exports them all)');
});

test('of a metadata value of megabytes the start is laid out, and a last line says so', () => {
	const row = decodeConversation({ id: 'x', metadata: { n: Array.from({ length: 1_000_000 }, () => 1.5) } });
	if (!row.ok) throw new Error(row.problem);
	const [block] = metadataBlocks(row.value, { ...style, assistants: new Map() }).slice(-1);
	expect(block?.search.length).toBeLessThan(300_000);
	expect(block?.search).toContain('(cut here: the value goes on; X exports all of it)');
});

const scored = (count: number) =>
	decodeInsightResult({
		id: 'run',
		status: 'completed',
		conversation_insights: Array.from({ length: count }, (_, n) => ({
			insight_id: `i${n}`,
			result: `${n} ${'words '.repeat(50)}`,
		})),
	});

test('insights of many characters are laid out a part at a time', () => {
	const results = [scored(100)];
	const drawn = (round?: LayoutRound) => insightBlocks(results, { ...style, names: new Map(), round });
	const names = new Map<string, string>();
	const inRounds = () => insightBlocks(results, { ...style, names, round: new LayoutRound(6000) });
	const rounds: number[] = [];
	for (let blocks = inRounds(); ; blocks = inRounds()) {
		rounds.push(blocks.length);
		if (isPartial(blocks)) continue;
		expect(blocks).toEqual(drawn());
		break;
	}
	expect(rounds.length).toBeGreaterThan(5);
	expect(rounds.at(-1)).toBe(101);
});

test('of a result with very many insights the first are laid out, and the others are counted', () => {
	const blocks = insightBlocks([scored(2_345)], { ...style, names: new Map() });
	expect(blocks).toHaveLength(2_002);
	expect(blocks.at(-1)?.search).toContain('(345 more insights; X exports them all)');
	expect(insightBlocks([scored(2_000)], { ...style, names: new Map() })).toHaveLength(2_001);
});
