import { type Instant, millisOf } from '../../domain/instant.ts';
import type { Turn } from '../../domain/transcript.ts';
import type { Block } from '../../state/view.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { join, joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, day, duration, isoDay, latency } from '../../text/time.ts';
import { blank, cellWidth, fit, padStart, repeat } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { LayoutRound } from '../layout-round.ts';
import type { Glyphs } from '../theme.ts';
import { toolLines, toolSearch } from './tool-lines.ts';

/** Options for drawing a transcript. */
type TranscriptOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
	readonly unfolded: ReadonlySet<string>;
	/** Answers that took at least this long are marked. */
	readonly slowAnswerMillis: number;
	/** The signals of each turn, in words, by its key. */
	readonly signalWords: ReadonlyMap<string, SafeText>;
	/** How much is laid out at one go; all of it unless given. */
	readonly round?: LayoutRound | undefined;
};

/** Cells before the text: cursor, clock, speaker. Cells after it: the gap. */
const columns = { mark: 1, clock: 9, speaker: 10, gap: 8 } as const;
const before = columns.mark + columns.clock + columns.speaker;

/** Cells for a turn's text. */
function textWidth(width: number): number {
	return Math.max(8, width - before - columns.gap);
}

/** A transcript as blocks, one per turn. */
export function transcriptBlocks(turns: readonly Turn[], options: TranscriptOptions): Block[] {
	const round = options.round ?? new LayoutRound(Number.POSITIVE_INFINITY);
	const asBlock = withDays(options, (turn) => underSignal(laidOutBlock(turn, options, round), options));
	return round.blocksOf(turns, asBlock, options.width, 'entries');
}

type LaidOut = { readonly turn: Turn; readonly options: TranscriptOptions; readonly block: Block };
/** By message where there is one: turns are made anew with every page that arrives. */
const laidOut = new WeakMap<object, LaidOut>();

/** The block of a turn, laid out once for each width and fold. */
function laidOutBlock(turn: Turn, options: TranscriptOptions, round: LayoutRound): Block {
	const of = turn.kind === 'speech' ? turn.message : turn;
	const known = laidOut.get(of);
	if (known !== undefined && isSameTurn(known.turn, turn) && isSameStyle(known.options, options, turn.key))
		return known.block;
	const block = blockOf(turn, options);
	laidOut.set(of, { turn, options, block });
	round.add(block);
	return block;
}

function isSameTurn(one: Turn, other: Turn): boolean {
	if (one === other) return true;
	if (one.kind !== 'speech' || other.kind !== 'speech' || one.key !== other.key) return false;
	return one.gapMillis === other.gapMillis && one.isAnswer === other.isAnswer;
}

function isSameStyle(one: TranscriptOptions, other: TranscriptOptions, key: string): boolean {
	return (
		one.width === other.width &&
		one.wrapped === other.wrapped &&
		one.glyphs === other.glyphs &&
		one.slowAnswerMillis === other.slowAnswerMillis &&
		one.unfolded.has(key) === other.unfolded.has(key)
	);
}

/** Options for drawing a ruled line. */
type Ruled = { readonly width: number; readonly glyphs: Glyphs };

/** Turns as blocks. The first turn of each later day has a line with the day above it. */
export function withDays(
	options: Ruled,
	asBlock: (turn: Turn, index: number) => Block,
): (turn: Turn, index: number) => Block {
	let today: SafeText | null = null;
	return (turn, index) => {
		const block = asBlock(turn, index);
		const at = 'at' in turn ? turn.at : null;
		if (at === null) return block;
		const date = isoDay(millisOf(at));
		// The head shows the first day, so only later days get a line.
		const isNewDay = today !== null && date !== today;
		today = date;
		return isNewDay ? underDay(block, at, options) : block;
	};
}

/** A block with its signals above it; they are not part of the searched text. */
function underSignal(block: Block, { signalWords, width }: TranscriptOptions): Block {
	const words = signalWords.get(block.key);
	if (words === undefined) return block;
	const lines = [clipLine([blankLead, span('warn', words)], width), ...block.lines];
	const text = block.text ?? { line: 0, from: 0, to: width };
	return { ...block, lines, text: { ...text, line: text.line + 1 } };
}

/** A block with the day above it; the day is not part of the searched text. */
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
		case 'speech': {
			const rows = safeLines(turn.text);
			return {
				key: turn.key,
				lines: speechLines(turn, rows, options),
				search: joinRows(rows),
				fold: null,
				text: { line: 0, from: before, to: before + textWidth(options.width) },
			};
		}
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
			// Arguments and results of a tool need the room more than the gap before them.
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

function speechLines(
	turn: Extract<Turn, { kind: 'speech' }>,
	rows: readonly SafeText[],
	options: TranscriptOptions,
): Line[] {
	const room = textWidth(options.width);
	const isSlow = turn.isAnswer && (turn.gapMillis ?? 0) >= options.slowAnswerMillis;
	const lead = leadSpans(turn.at, speakerName(turn.role), toneOfRole(turn.role));
	const gap = gapSpan(turn.gapMillis, isSlow ? 'warn' : 'dim');
	return bodyOf(rows, room, options.wrapped).map((text, index) =>
		withColumns([span(text.tone, text.text)], index, lead, gap, options),
	);
}

type Body = { readonly text: SafeText; readonly tone: Tone };

function bodyOf(lines: readonly SafeText[], room: number, wrapped: boolean): Body[] {
	if (lines.every((line) => line.trim() === '')) return [{ text: t`(no words)`, tone: 'muted' }];
	const rows = wrapped ? lines.flatMap((line) => wrap(line, room)) : lines;
	return rows.map((row): Body => ({ text: row, tone: 'plain' }));
}

/** Puts a line of a turn's text between its columns; only the first line has time and speaker. */
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

/** The speaker's name in a word. */
export function speakerName(role: string): SafeText {
	return role === '' ? t`unknown` : safe(role);
}

/** The tone for a speaker's text. */
export function toneOfRole(role: string): Tone {
	if (role === 'user') return 'user';
	return role === 'assistant' ? 'assistant' : 'tool';
}
