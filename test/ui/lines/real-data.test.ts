import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../../src/api/decode.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { JsonValue } from '../../../src/domain/json.ts';
import { defaultSignalSettings } from '../../../src/domain/signals/settings.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import { answerWaits } from '../../../src/domain/waits.ts';
import { type Line, lineText, lineWidth } from '../../../src/text/line.ts';
import { insightBlocks } from '../../../src/ui/lines/insight-blocks.ts';
import { listLine } from '../../../src/ui/lines/list-line.ts';
import { metadataBlocks } from '../../../src/ui/lines/metadata-blocks.ts';
import { rawBlocks } from '../../../src/ui/lines/raw-blocks.ts';
import { causeWords, signalBlocks } from '../../../src/ui/lines/signal-blocks.ts';
import { transcriptBlocks } from '../../../src/ui/lines/transcript-blocks.ts';
import { waitsLines } from '../../../src/ui/lines/waits-lines.ts';
import { waterfallBlocks, waterfallKey } from '../../../src/ui/lines/waterfall-blocks.ts';
import { unicodeGlyphs } from '../../../src/ui/theme.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson.gz')) : [];
const names = new Map<string, string>();

type Bundle = {
	readonly conversation: JsonValue;
	readonly messages: readonly JsonValue[];
	readonly insights: readonly JsonValue[];
};

/** Every line that a conversation is drawn with, everything unfolded, at this width. */
function linesOf({ conversation: wire, messages, insights }: Bundle, width: number): Line[] {
	const conversation = decodeConversation(wire);
	if (!conversation.ok) throw new TypeError(conversation.problem);
	const turns = buildTranscript(messages.map(decodeMessage), { silenceAfterMillis: 20_000 });
	expect(turns.filter(({ kind }) => kind === 'broken')).toEqual([]);
	const style = { width, wrapped: true, glyphs: unicodeGlyphs };
	const unfolded = new Set(turns.map(({ key }) => key));
	const waits = answerWaits(turns);
	const signals = signalsOf({
		turns,
		insights: [],
		conversation: conversation.value,
		now: instantFromMillis(2e12),
		settings: defaultSignalSettings,
	});
	const scale = { ...style, waits, silenceAfterMillis: 20_000, slowAnswerMillis: 4000 };
	return [
		...transcriptBlocks(turns, { ...style, unfolded, slowAnswerMillis: 4000, causes: causeWords(signals) }),
		...signalBlocks(signals, style.width),
		...insightBlocks(insights.map(decodeInsightResult), { ...style, names }),
		...metadataBlocks(conversation.value, { ...style, assistants: names }),
		...rawBlocks([{ title: 'all', values: [wire, ...messages] }], style),
		...waterfallBlocks(turns, scale),
	]
		.flatMap(({ lines }) => lines)
		.concat(waitsLines(waits, width, unicodeGlyphs), [waterfallKey(turns, scale)]);
}

describe.skipIf(files.length === 0)('real conversations', () => {
	test.each(files)('%s: every row and every line fits', (name) => {
		const rows = gunzipSync(readFileSync(new URL(name, folder)))
			.toString()
			.trim()
			.split('\n');
		for (const row of rows) {
			const bundle: Bundle = JSON.parse(row);
			const wide = linesOf(bundle, 47).find((line) => lineWidth(line) > 47);
			expect(wide === undefined ? '' : lineText(wide)).toBe('');
			const conversation = decodeConversation(bundle.conversation);
			if (!conversation.ok) throw new TypeError(conversation.problem);
			const { value } = conversation;
			const line = listLine(
				{ kind: 'conversation', id: value.id, conversation: value },
				null,
				{ isHere: false, isLeaving: false, isMarked: false, isDone: false, news: null },
				{
					width: 36,
					timeOf: 'created_at',
					nowMillis: 2e12,
					glyphs: unicodeGlyphs,
					needle: null,
				},
			);
			expect(lineWidth(line)).toBe(36);
		}
		expect(rows.length).toBeGreaterThan(0);
	});
});
