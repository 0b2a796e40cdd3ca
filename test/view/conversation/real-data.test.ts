import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../../src/api/decode.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { JsonValue } from '../../../src/domain/json.ts';
import { defaultSignalSettings } from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { buildTranscript } from '../../../src/domain/transcript.ts';
import { answerWaits } from '../../../src/domain/waits.ts';
import { type Line, lineText, lineWidth } from '../../../src/text/line.ts';
import { insightBlocks } from '../../../src/view/conversation/insight-blocks.ts';
import { metadataBlocks } from '../../../src/view/conversation/metadata-blocks.ts';
import { signalBlocks, signalWordsByTurn } from '../../../src/view/conversation/signal-blocks.ts';
import { transcriptBlocks } from '../../../src/view/conversation/transcript-blocks.ts';
import { rawBlocks } from '../../../src/view/conversation/value-lines.ts';
import { waitsLines } from '../../../src/view/conversation/waits-body.ts';
import { waterfallBlocks, waterfallKey } from '../../../src/view/conversation/waterfall-blocks.ts';
import { listColumns } from '../../../src/view/list/list-columns.ts';
import { listLine } from '../../../src/view/list/list-line.ts';
import { unicodeGlyphs } from '../../../src/view/theme.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson.gz')) : [];
const names = new Map<string, string>();

type Bundle = {
	readonly conversation: JsonValue;
	readonly messages: readonly JsonValue[];
	readonly insights: readonly JsonValue[];
};

/** All lines of a conversation at this width, everything unfolded. */
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
		...transcriptBlocks(turns, {
			...style,
			unfolded,
			slowAnswerMillis: 4000,
			signalWords: signalWordsByTurn(signals),
		}),
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
				{ isHere: false, underWay: null, isMarked: false, isDone: false, news: null },
				{
					width: 36,
					columns: listColumns(36),
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
