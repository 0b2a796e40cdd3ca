import type { Instant } from '../../domain/instant.ts';
import { millisOf } from '../../domain/instant.ts';
import type { Turn } from '../../domain/transcript.ts';
import type { Block } from '../../state/view.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { join, joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, day, duration, isoDay, latency } from '../../text/time.ts';
import { blank, cellWidth, fit, padStart, repeat } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import type { Glyphs } from '../theme.ts';
import { toolLines, toolSearch } from './tool-lines.ts';

/** What a transcript is drawn with. */
type TranscriptOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
	readonly unfolded: ReadonlySet<string>;
	/** An answer that took this long is marked. */
	readonly slowAnswerMillis: number;
	/** What is wrong at a turn, in words, by the turn. */
	readonly causes: ReadonlyMap<string, SafeText>;
};

/** Cells before the text: cursor, clock, speaker. Cells behind it: the gap. */
const columns = { mark: 1, clock: 9, speaker: 10, gap: 8 } as const;
const before = columns.mark + columns.clock + columns.speaker;

/** Cells that a turn's text has to itself. */
function textWidth(width: number): number {
	return Math.max(8, width - before - columns.gap);
}

/** A transcript as blocks, one a turn. */
export function transcriptBlocks(turns: readonly Turn[], options: TranscriptOptions): Block[] {
	return withDays(turns, options, (turn) => underCause(blockOf(turn, options), options));
}

/** What a ruled line is drawn with. */
type Ruled = { readonly width: number; readonly glyphs: Glyphs };

/** Turns as blocks. The first turn of each further day has a line with the day above it. */
export function withDays(
	turns: readonly Turn[],
	options: Ruled,
	asBlock: (turn: Turn, index: number) => Block,
): Block[] {
	let today: SafeText | null = null;
	return turns.map((turn, index) => {
		const block = asBlock(turn, index);
		const at = 'at' in turn ? turn.at : null;
		if (at === null) return block;
		const date = isoDay(millisOf(at));
		// The head says which day it began; a line is for the days after.
		const isNewDay = today !== null && date !== today;
		today = date;
		return isNewDay ? underDay(block, at, options) : block;
	});
}

/** A block with what is wrong at it above it, which is no part of what was said. */
function underCause(block: Block, { causes, width }: TranscriptOptions): Block {
	const words = causes.get(block.key);
	if (words === undefined) return block;
	const lines = [clipLine([blankLead, span('warn', words)], width), ...block.lines];
	const text = block.text ?? { line: 0, from: 0, to: width };
	return { ...block, lines, text: { ...text, line: text.line + 1 } };
}

/** A block with the day above it, which is no part of what was said. */
function underDay(block: Block, at: Instant, options: Ruled): Block {
	const lines = [dayLine(at, options), ...block.lines];
	return block.text === undefined
		? { ...block, lines }
		: { ...block, lines, text: { ...block.text, line: block.text.line + 1 } };
}

function dayLine(at: Instant, { width, glyphs }: Ruled): Line {
	return rule(t` ${day(millisOf(at))} `, 'dim', glyphs.horizontal, width);
}

/** Words in the middle of a ruled line. */
function rule(words: SafeText, tone: Tone, sign: SafeText, width: number): Line {
	const sides = Math.max(0, width - columns.mark - words.length);
	const left = Math.floor(sides / 2);
	return [span(tone, join(blank(columns.mark), repeat(sign, left), words, repeat(sign, sides - left)))];
}

function blockOf(turn: Turn, options: TranscriptOptions): Block {
	switch (turn.kind) {
		case 'speech':
			return {
				key: turn.key,
				lines: speechLines(turn, options),
				search: joinRows(safeLines(turn.text)),
				fold: null,
				text: { line: 0, from: before, to: before + textWidth(options.width) },
			};
		case 'silence': {
			const words = t` ${duration(turn.millis)} of silence `;
			return {
				key: turn.key,
				lines: [rule(words, 'warn', options.glyphs.silence, options.width)],
				search: words,
				fold: null,
			};
		}
		case 'tool':
		case 'orphan-result':
		case 'broken': {
			const isUnfolded = options.unfolded.has(turn.key);
			// What a tool was asked and answered needs the room more than the gap before it does.
			const room = { ...options, width: options.width - before };
			const at = turn.kind === 'broken' ? null : turn.at;
			const lead = leadSpans(at, turn.kind === 'broken' ? t`?` : t`tool`, 'tool');
			const body = toolLines(turn, isUnfolded, room);
			return {
				key: turn.key,
				lines: body.map((line, index) => (index === 0 ? [...lead, ...line] : [blankLead, ...line])),
				search: toolSearch(turn),
				fold: isUnfolded ? 'unfolded' : 'folded',
				text: { line: 0, from: before, to: options.width },
			};
		}
	}
}

function speechLines(turn: Extract<Turn, { kind: 'speech' }>, options: TranscriptOptions): Line[] {
	const room = textWidth(options.width);
	const isSlow = turn.isAnswer && (turn.gapMillis ?? 0) >= options.slowAnswerMillis;
	const lead = leadSpans(turn.at, speakerName(turn.role), toneOfRole(turn.role));
	const gap = gapSpan(turn.gapMillis, isSlow ? 'warn' : 'dim');
	return bodyOf(turn.text, room, options.wrapped).map((text, index) =>
		withColumns([span(text.tone, text.text)], index, lead, gap, options),
	);
}

type Body = { readonly text: SafeText; readonly tone: Tone };

function bodyOf(text: string, room: number, wrapped: boolean): Body[] {
	if (text.trim() === '') return [{ text: t`(no words)`, tone: 'muted' }];
	const lines = safeLines(text);
	const rows = wrapped ? lines.flatMap((line) => wrap(line, room)) : lines;
	return rows.map((row): Body => ({ text: row, tone: 'plain' }));
}

/** Puts a line of a turn's text between its columns: time and speaker stand on the first line only. */
function withColumns(
	line: Line,
	index: number,
	lead: Line,
	gap: Line[number],
	options: TranscriptOptions,
): Line {
	if (index > 0) return clipLine([blankLead, ...line], options.width);
	const room = textWidth(options.width);
	const clipped = clipLine(line, room);
	const used = clipped.reduce((sum, part) => sum + cellWidth(part.text), 0);
	return [...lead, ...clipped, span('plain', blank(room - used)), gap];
}

const blankLead = span('plain', blank(before));

function leadSpans(at: Instant | null, speaker: SafeText, tone: Tone): Line {
	const time = at === null ? nothing : clock(millisOf(at));
	return [
		span('plain', blank(columns.mark)),
		span('dim', fit(time, columns.clock)),
		span(tone, fit(speaker, columns.speaker)),
	];
}

function gapSpan(millis: number | null, tone: Tone): Line[number] {
	const text = millis === null ? nothing : t`+${latency(millis)}`;
	return span(tone, padStart(text, columns.gap));
}

/** Who speaks, in a word. */
export function speakerName(role: string): SafeText {
	return role === '' ? t`nobody` : safe(role);
}

/** The tone of what somebody says. */
export function toneOfRole(role: string): Tone {
	if (role === 'user') return 'user';
	return role === 'assistant' ? 'assistant' : 'tool';
}
