import { type Decoded, isNullRow } from '../../domain/decoded.ts';
import { type Insight, type InsightResult, insightTitle } from '../../domain/insight.ts';
import { millisOf } from '../../domain/instant.ts';
import { isJsonObject } from '../../domain/json.ts';
import { parseJsonText } from '../../domain/json-source.ts';
import type { Block, BlockSource } from '../../state/view.ts';
import { countText } from '../../text/count.ts';
import { mostShown } from '../../text/cut.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, day } from '../../text/time.ts';
import { blank } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { jsonTree } from '../json-lines.ts';
import { LayoutRound } from '../layout-round.ts';
import type { Glyphs } from '../theme.ts';
import { textBlock } from './value-lines.ts';

/** Options for drawing insights; `names` maps an insight id to the name of its template. */
type InsightOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
	readonly names: ReadonlyMap<string, string>;
	/** How much is laid out at one go; all of it unless given. */
	readonly round?: LayoutRound | undefined;
};

/** More insights of a run are not laid out: 100,000 hold the keys up with every change of the width. */
const mostInsights = 2000;

/** Insight results as blocks: a heading for each run, newest first, then a block for each insight. */
export function insightBlocks(rows: readonly Decoded<InsightResult>[], options: InsightOptions): Block[] {
	const round = options.round ?? new LayoutRound(Number.POSITIVE_INFINITY);
	const indexed = rows.map((row, index) => ({ row, index })).filter(({ row }) => !isNullRow(row));
	const time = (row: Decoded<InsightResult>) => (row.ok ? (row.value.createdAt ?? 0) : 0);
	indexed.sort((a, b) => time(b.row) - time(a.row));
	const parts = indexed.flatMap(({ row, index }, place): (() => Block)[] => {
		if (!row.ok) {
			const words = span('bad', t`unreadable result: ${safe(row.problem)}`);
			const source = { name: 'the unreadable insights as JSON', raw: row.raw };
			return [() => withSource(wordsBlock(`i${index}`, words, options), source)];
		}
		const heading = (): Block =>
			withSource(
				textBlock(`i${index}`, [
					...(place === 0 ? [] : [blankLine]),
					clipLine(headingOf(row.value, options.glyphs), options.width),
				]),
				{ name: 'the insights as JSON', raw: row.value.raw },
			);
		const { insights } = row.value;
		const shown = insights
			.slice(0, mostInsights)
			.map((insight, nth) => () => laidOutInsight(`i${index}-${nth}`, insight, options, round));
		return [heading, ...shown, ...explanation(row.value, index, options)];
	});
	return round.blocksOf(parts, (make) => make(), options.width, 'insights');
}

function withSource(block: Block, source: BlockSource): Block {
	return { ...block, source };
}

const laidOut = new WeakMap<
	Insight,
	{ readonly key: string; readonly options: InsightOptions; readonly block: Block }
>();

/** The block of an insight, laid out once for each width. */
function laidOutInsight(key: string, insight: Insight, options: InsightOptions, round: LayoutRound): Block {
	const known = laidOut.get(insight);
	if (known?.key === key && isSameStyle(known.options, options)) return known.block;
	const block = insightBlock(key, insight, options);
	laidOut.set(insight, { key, options, block });
	round.add(block);
	return block;
}

function isSameStyle(one: InsightOptions, other: InsightOptions): boolean {
	return one.width === other.width && one.wrapped === other.wrapped && one.names === other.names;
}

/** A sentence of tconv's own, wrapped even where other text is cut: it is short, and its end says how to go on. */
function wordsBlock(key: string, words: Line[number], { width }: InsightOptions): Block {
	return textBlock(key, wrapLine([words], width, 2), [[words]]);
}

const blankLine: Line = [span('plain', nothing)];

/** The status in words with its sign, readable without colours. */
function statusOf(status: string, glyphs: Glyphs): { tone: Tone; words: SafeText } {
	switch (status) {
		case 'completed':
			return { tone: 'good', words: t`${glyphs.good} completed` };
		case 'failed':
			return { tone: 'bad', words: t`${glyphs.bad} failed` };
		case 'in_progress':
			return { tone: 'warn', words: t`${glyphs.ellipsis} in progress` };
		case 'pending':
			return { tone: 'warn', words: t`${glyphs.dot} pending` };
		default:
			return { tone: 'muted', words: t`? ${safe(status)}` };
	}
}

function headingOf(result: InsightResult, glyphs: Glyphs): Line {
	const { tone, words } = statusOf(result.status, glyphs);
	const at = result.createdAt === null ? null : millisOf(result.createdAt);
	const made = at === null ? t`unknown time` : t`${day(at)} ${clock(at)}`;
	return [span(tone, words), span('dim', t`  made ${made}  id ${safe(result.id)}`)];
}

/** The words below the insights of a run that has none, or more than are laid out. */
function explanation(result: InsightResult, index: number, options: InsightOptions): (() => Block)[] {
	const leftOut = result.insights.length - mostInsights;
	if (leftOut > 0) {
		const words = t`  (${safe(countText(leftOut))} more insights; X exports them all)`;
		return [() => wordsBlock(`i${index}-more`, span('warn', words), options)];
	}
	if (result.insights.length > 0) return [];
	// A map, because the server can send any word as a status, even `constructor`.
	const words = new Map([
		['pending', 'Waiting to be scored, seconds after the conversation ends. tconv keeps checking.'],
		['in_progress', 'Being scored now. tconv keeps checking.'],
		['failed', 'Scoring failed; the API gives no reason.'],
	]);
	const text = words.get(result.status) ?? 'This result holds no insights.';
	return [() => wordsBlock(`i${index}-why`, span('muted', safe(`  ${text}`)), options)];
}

function insightBlock(key: string, insight: Insight, options: InsightOptions): Block {
	const title: Line = [span('strong', safe(insightTitle(insight.insightId, options.names)))];
	const json = insight.result.length <= mostShown(insight.result) ? parseJsonText(insight.result) : undefined;
	// A bare number or word is JSON too, but reads the same either way.
	const isStructured = Array.isArray(json) || isJsonObject(json);
	const body = isStructured
		? jsonTree(json)
		: safeLines(insight.result).map((row): Line => [span('plain', row)]);
	const shown = body.length === 0 ? [[span('muted', t`(empty)`)]] : body;
	const room = Math.max(8, options.width - 2);
	const rows = shown.flatMap((line) =>
		options.wrapped ? wrapLine(line, room, isStructured ? 2 : 0) : [clipLine(line, room)],
	);
	const lines = [clipLine(title, options.width), ...rows.map((row) => [span('plain', blank(2)), ...row])];
	return withSource(textBlock(key, lines, [title, ...shown]), {
		name: 'the insight',
		raw: insight.result,
	});
}
