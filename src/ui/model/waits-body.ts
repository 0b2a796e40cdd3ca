import { silenceMillis } from '../../domain/transcript.ts';
import type { DetailTab } from '../../state/ui-state.ts';
import type { Block } from '../../state/view.ts';
import type { Line } from '../../text/line.ts';
import { waitsLines } from '../lines/waits-lines.ts';
import { waterfallBlocks, waterfallKey } from '../lines/waterfall-blocks.ts';
import type { Glyphs } from '../theme.ts';
import type { OpenData } from './screen-data.ts';
import { mediumOf, slowAnswerMillis, turnsOf } from './turns.ts';

type Style = { readonly width: number; readonly glyphs: Glyphs };

/** How long answers took, above what was said; above the turns to scale, what the signs there mean too. */
export function waitsHead(tab: DetailTab, open: OpenData, { width, glyphs }: Style): readonly Line[] {
	if (tab !== 'transcript' && tab !== 'waits') return [];
	const made = waterfallOf(open);
	if (made === null) return [];
	const lines = waitsLines(made.waits, width, glyphs);
	if (tab === 'transcript' || made.turns.length === 0) return lines;
	// The blocks have the cell of their cursor besides.
	return [...lines, waterfallKey(made.turns, { ...made, width: width + 1, glyphs })];
}

/** The turns of a conversation to scale. */
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
