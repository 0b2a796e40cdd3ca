import type { OpenData } from '../../data/screen-data.ts';
import { mediumOf, slowAnswerMillis, turnsOf } from '../../data/transcript-cache.ts';
import { silenceMillis } from '../../domain/transcript.ts';
import { type Wait, waitStatistics } from '../../domain/waits.ts';
import type { DetailTab } from '../../state/panes.ts';
import type { Block } from '../../state/view.ts';
import { clipLine, type Line, lineWidth, span } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { sparkline } from '../../text/sparkline.ts';
import { latency } from '../../text/time.ts';
import { cellWidth } from '../../text/width.ts';
import type { Glyphs } from '../theme.ts';
import { waterfallBlocks, waterfallKey } from './waterfall-blocks.ts';

type Style = { readonly width: number; readonly glyphs: Glyphs };

/** A shorter sparkline says little, so words make room for it. */
const usefulCells = 12;

const gap = t`  `;

/**
 * The line under a transcript's head: answer times as a sparkline, and their statistics. Empty without waits. A narrow
 * pane drops the numbers first, the maximum last of them.
 */
export function waitsLines(waits: readonly Wait[], width: number, glyphs: Glyphs): readonly Line[] {
	const numbers = waitStatistics(waits);
	if (numbers === null) return [];
	const p50 = t`p50 ${latency(numbers.p50)}`;
	const p95 = t`p95 ${latency(numbers.p95)}`;
	const max = t`max ${latency(numbers.max)}`;
	if (numbers.count === 1) {
		const only: Line = [span('dim', t`1 answer, after `), span('plain', latency(numbers.max))];
		return [clipLine(only, width)];
	}
	const label = t`${numbers.count} answers `;
	const choices: readonly (readonly [SafeText | null, readonly SafeText[]])[] = [
		[label, [p50, p95, max]],
		[null, [p50, p95, max]],
		[null, [p50, max]],
		[null, [max]],
	];
	const wanted = Math.min(numbers.count, usefulCells);
	for (const [lead, words] of choices) {
		const before: Line = lead === null ? [] : [span('dim', lead)];
		const behind = words.flatMap((word): Line => [span('plain', gap), span('dim', word)]);
		const room = width - lineWidth(before) - lineWidth(behind);
		if (room >= wanted) return [[...before, ...spark(waits, room, glyphs), ...behind]];
	}
	return [spark(waits, Math.max(1, width - cellWidth(gap)), glyphs)];
}

function spark(waits: readonly Wait[], cells: number, { steps }: Glyphs): Line {
	return sparkline(
		waits.map(({ millis }) => millis),
		cells,
		{ steps },
	);
}

/** The answer times above a transcript; above the turns to scale, also the key to their signs. */
export function waitsHead(tab: DetailTab, open: OpenData, { width, glyphs }: Style): readonly Line[] {
	if (tab !== 'transcript' && tab !== 'waits') return [];
	const made = waterfallOf(open);
	if (made === null) return [];
	const lines = waitsLines(made.waits, width, glyphs);
	if (tab === 'transcript' || made.turns.length === 0) return lines;
	// The blocks also have the cell of their cursor.
	return [...lines, waterfallKey(made.turns, { ...made, width: width + 1, glyphs })];
}

/** The turns of a conversation drawn to scale. */
export function waitsBlocks(open: OpenData, { width, glyphs }: Style): Block[] {
	const made = waterfallOf(open);
	return made === null ? [] : waterfallBlocks(made.turns, { ...made, width, glyphs });
}

function waterfallOf(open: OpenData) {
	if (open.messages.data === undefined) return null;
	const medium = mediumOf(open.conversation.data);
	const { turns, waits } = turnsOf(open.messages.data, medium);
	return {
		turns,
		waits,
		silenceAfterMillis: silenceMillis[medium],
		slowAnswerMillis: slowAnswerMillis[medium],
	};
}
