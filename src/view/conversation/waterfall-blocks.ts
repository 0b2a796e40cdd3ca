import { type Instant, instantFromMillis, millisOf } from '../../domain/instant.ts';
import type { Turn } from '../../domain/transcript.ts';
import { endOf, type Wait } from '../../domain/waits.ts';
import type { Block } from '../../state/view.ts';
import { type Line, lineWidth, type Span, span, type Tone } from '../../text/line.ts';
import { joinRows, safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, duration, latency } from '../../text/time.ts';
import { blank, fit, padStart, repeat } from '../../text/width.ts';
import type { Glyphs } from '../theme.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';
import { toolSearch } from './tool-lines.ts';
import { speakerName, toneOfRole, withDays } from './transcript-blocks.ts';

/** Options for drawing turns to scale. */
type WaterfallOptions = {
	readonly width: number;
	readonly glyphs: Glyphs;
	readonly waits: readonly Wait[];
	/** Silences of at least this length may be cut short. */
	readonly silenceAfterMillis: number;
	/** Answers that took at least this long are marked. */
	readonly slowAnswerMillis: number;
};

/** Most characters of a turn that its row can show. */
const previewLength = 200;

/** Cells of each column. A wide pane has a column for the words. */
function columnsOf(width: number) {
	const clockCells = width >= 44 ? 9 : 0;
	const who = width >= 60 ? 11 : 10;
	const words = width >= 76 ? Math.floor(width * 0.24) : 0;
	const took = 9;
	const label = who + words;
	const bars = Math.max(1, width - 1 - clockCells - label - took);
	return { mark: 1, clock: clockCells, who, words, label, bars, took };
}

type Columns = ReturnType<typeof columnsOf>;

/** Turns to scale, one row each: the time of the turn as a bar on the conversation's time axis. */
export function waterfallBlocks(turns: readonly Turn[], options: WaterfallOptions): Block[] {
	const columns = columnsOf(options.width);
	const axis = timeAxis(turns, columns.bars, options.silenceAfterMillis);
	const rows = rowsOf(turns, axis, options);
	const asBlock = withDays(options, (turn, index) => {
		const row = rows[index] ?? untimed;
		const from = columns.mark + columns.clock;
		return {
			key: turn.key,
			lines: [rowLine(turn, row, axis, columns, options.glyphs)],
			search: searchOf(turn),
			fold: null,
			text: { line: 0, from, to: from + columns.label },
		};
	});
	return turns.map(asBlock);
}

/** The line above the bars: the meaning of each sign, the cut silences, and the time of a cell. */
export function waterfallKey(turns: readonly Turn[], options: WaterfallOptions): Line {
	const { glyphs } = options;
	const axis = timeAxis(turns, columnsOf(options.width).bars, options.silenceAfterMillis);
	const wait: Line = [span('assistant', glyphs.wait), span('dim', t` wait`)];
	const work: Line = [span('tool', glyphs.work), span('dim', t` tool`)];
	if (axis === null) return [...wait, gap, ...work];
	const cuts = axis.cutBefore.size;
	const cut = (words: SafeText): Line =>
		cuts === 0 ? [] : [span('warn', glyphs.cut), span('plain', t` ${cuts}${words}`)];
	const long = cut(cuts === 1 ? t` silence cut short` : t` silences cut short`);
	const cell: Line = [span('dim', t`1 cell = ${latency(axis.millisPerCell)}`)];
	const pause: Line = [span('dim', t`${glyphs.pause} between`)];
	const choices = [
		[wait, work, pause, long, cell],
		[wait, work, pause, long],
		[wait, work, cut(t` cut`), cell],
		[wait, work, cut(t` cut`)],
	];
	const lines = choices.map((parts) => spaced(parts.filter((part) => part.length > 0)));
	return lines.find((line) => lineWidth(line) <= options.width - 1) ?? cut(t` cut`);
}

const gap = span('plain', t`  `);

function spaced(parts: readonly Line[]): Line {
	return parts.flatMap((part, index) => (index === 0 ? part : [gap, ...part]));
}

/** The parts of a row: a bar up to `to`, a letter at the start of speech, and the duration. */
type Row = {
	readonly bar: {
		readonly from: Instant;
		readonly to: Instant;
		readonly sign: SafeText;
		readonly tone: Tone;
	} | null;
	readonly letter: Span | null;
	readonly took: Span;
};

const untimed: Row = { bar: null, letter: null, took: span('dim', nothing) };

function rowsOf(turns: readonly Turn[], axis: TimeAxis | null, options: WaterfallOptions): Row[] {
	const { glyphs, waits } = options;
	const waitOf = new Map(waits.map((wait) => [wait.turn, wait]));
	const startOf = new Map(turns.map((turn) => [turn.key, 'at' in turn ? turn.at : null]));
	let quietSince: Instant | null = null;
	return turns.map((turn, index): Row => {
		const row = rowOf(turn, index);
		const end = endOf(turn);
		if (end !== null && (quietSince === null || end > quietSince)) quietSince = end;
		return row;
	});

	function rowOf(turn: Turn, index: number): Row {
		if (turn.kind === 'silence') {
			const next = turns[index + 1];
			const until = next !== undefined && 'at' in next ? next.at : null;
			const took = span('warn', duration(turn.millis));
			if (until === null) return { ...untimed, took };
			const isCut = next !== undefined && axis?.cutBefore.has(next.key) === true;
			const sign = isCut ? glyphs.cut : glyphs.silence;
			const from = instantFromMillis(until / 1000 - turn.millis);
			return { bar: { from, to: until, sign, tone: 'warn' }, letter: null, took };
		}
		if (turn.kind === 'broken') return untimed;
		if (turn.at === null) return { ...untimed, took: span('muted', t`no time`) };
		if (turn.kind === 'tool') return toolRow(turn, turn.at, glyphs);
		const wait = waitOf.get(turn.key);
		const letter = letterOf(turn);
		const asked = wait === undefined ? null : (startOf.get(wait.askedBy) ?? null);
		if (wait !== undefined && asked !== null) {
			const isSlow = wait.millis >= options.slowAnswerMillis;
			const tone: Tone = isSlow ? 'warn' : 'assistant';
			const took = span(isSlow ? 'warn' : 'plain', latency(wait.millis));
			return { bar: { from: asked, to: turn.at, sign: glyphs.wait, tone }, letter, took };
		}
		// A silence has its own row with its length.
		if (quietSince === null || turns[index - 1]?.kind === 'silence') return { ...untimed, letter };
		const took = span('dim', t`+${latency((turn.at - quietSince) / 1000)}`);
		return { bar: { from: quietSince, to: turn.at, sign: glyphs.pause, tone: 'dim' }, letter, took };
	}
}

function toolRow(turn: Extract<Turn, { kind: 'tool' }>, at: Instant, glyphs: Glyphs): Row {
	const to = endOf(turn) ?? at;
	const tone: Tone = turn.outcome === 'ok' ? 'tool' : 'bad';
	const bar = { from: at, to, sign: glyphs.work, tone };
	if (turn.result === null) return { bar, letter: null, took: span('bad', t`${glyphs.bad} none`) };
	const time = turn.tookMillis === null ? t`no time` : latency(turn.tookMillis);
	const took = turn.outcome === 'error' ? span('bad', t`${glyphs.bad} ${time}`) : span('plain', time);
	return { bar, letter: null, took };
}

function letterOf(turn: Extract<Turn, { kind: 'speech' | 'orphan-result' }>): Span {
	const role = turn.kind === 'speech' ? turn.role : 'result';
	const first = /^[a-z]/i.exec(role)?.[0] ?? '?';
	return span(toneOfRole(role), safe(first.toUpperCase()));
}

function rowLine(turn: Turn, row: Row, axis: TimeAxis | null, columns: Columns, glyphs: Glyphs): Line {
	const at = 'at' in turn ? turn.at : null;
	return [
		span('plain', blank(columns.mark)),
		span('dim', fit(at === null ? nothing : clock(millisOf(at)), columns.clock)),
		...labelOf(turn, columns),
		...(axis === null ? [span('plain', blank(columns.bars))] : bars(turn, row, axis, columns.bars, glyphs)),
		span(row.took.tone, padStart(row.took.text, columns.took)),
	];
}

function bars(turn: Turn, { bar, letter }: Row, axis: TimeAxis, cells: number, glyphs: Glyphs): Line {
	const drawn = new Array<Span>(cells).fill(emptyCell);
	const seam = span('muted', glyphs.cut);
	const isSilence = turn.kind === 'silence';
	// A bar that continues after a cut is cut too; the cut silence itself is drawn on the seam.
	if (isSilence) for (const cell of axis.seams) drawn[cell] = seam;
	if (bar !== null) {
		const [from, to] = [axis.cellOf(bar.from), axis.cellOf(bar.to)];
		// A seam starts after the cell of the previous turn.
		const first = bar.sign === glyphs.cut ? from + 1 : from;
		// Even the shortest time gets a cell, unless a letter stands for it.
		const end = letter === null ? Math.min(cells, Math.max(to, first + 1)) : to;
		drawn.fill(span(bar.tone, bar.sign), first, end);
	}
	if (!isSilence) for (const cell of axis.seams) drawn[cell] = seam;
	const at = 'at' in turn ? turn.at : null;
	if (letter !== null && at !== null) drawn[axis.cellOf(at)] = letter;
	return runsOf(drawn);
}

const emptyCell = span('plain', blank(1));

/** Joins equal neighbouring cells by identity, without measuring text. */
function runsOf(cells: readonly Span[]): Line {
	const runs: Span[] = [];
	for (let from = 0; from < cells.length; ) {
		const cell = cells[from] ?? emptyCell;
		let to = from + 1;
		while (cells[to] === cell) to += 1;
		runs.push(span(cell.tone, repeat(cell.text, to - from)));
		from = to;
	}
	return runs;
}

function labelOf(turn: Turn, { who, words, label }: Columns): Line {
	switch (turn.kind) {
		case 'silence':
			return [span('warn', fit(t`silence`, label))];
		case 'broken':
			return [span('bad', fit(t`unreadable: ${safe(turn.problem)}`, label))];
		case 'tool': {
			const call = `${turn.call.name === '' ? '(no name)' : turn.call.name} ${turn.call.arguments}`;
			return [span('tool', fit(oneRow(call), label - 1)), span('plain', blank(1))];
		}
		case 'speech':
		case 'orphan-result': {
			const role = turn.kind === 'speech' ? turn.role : 'tool';
			const name = turn.kind === 'speech' ? speakerName(role) : t`result`;
			const text = oneRow(turn.text);
			return [
				span(toneOfRole(role), fit(name, who)),
				span('plain', fit(text, Math.max(0, words - 1))),
				span('plain', blank(words > 0 ? 1 : 0)),
			];
		}
	}
}

function oneRow(text: string): SafeText {
	return safe(text.slice(0, previewLength).replaceAll(/\s+/g, ' ').trim());
}

function searchOf(turn: Turn): SafeText {
	switch (turn.kind) {
		case 'speech':
			return joinRows(safeLines(turn.text));
		case 'silence':
			return t`silence`;
		default:
			return toolSearch(turn);
	}
}
