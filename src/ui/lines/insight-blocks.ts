import type { Decoded } from '../../domain/decoded.ts';
import type { Insight, InsightResult } from '../../domain/insight.ts';
import { millisOf } from '../../domain/instant.ts';
import type { Block } from '../../state/view.ts';
import { jsonTree, parseJson } from '../../text/json-text.ts';
import { clipLine, type Line, span, type Tone } from '../../text/line.ts';
import { safe, safeLines, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { clock, day } from '../../text/time.ts';
import { blank } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { Glyphs } from '../theme.ts';
import { textBlock } from './text-block.ts';

/** What insights are drawn with; `names` turns an insight id into its template's name. */
type InsightOptions = {
	readonly width: number;
	readonly wrapped: boolean;
	readonly glyphs: Glyphs;
	readonly names: ReadonlyMap<string, string>;
};

/** Insight results as blocks: a heading for each run (newest first), then a block for each insight. */
export function insightBlocks(rows: readonly Decoded<InsightResult>[], options: InsightOptions): Block[] {
	const indexed = rows.map((row, index) => ({ row, index }));
	const time = (row: Decoded<InsightResult>) => (row.ok ? (row.value.createdAt ?? 0) : 0);
	indexed.sort((a, b) => time(b.row) - time(a.row));
	return indexed.flatMap(({ row, index }, place) => {
		if (!row.ok)
			return [wordsBlock(`i${index}`, span('bad', t`unreadable result: ${safe(row.problem)}`), options)];
		const heading = textBlock(`i${index}`, [
			...(place === 0 ? [] : [blankLine]),
			clipLine(headingOf(row.value, options.glyphs), options.width),
		]);
		const insights = row.value.insights.map((insight, nth) =>
			insightBlock(`i${index}-${nth}`, insight, options),
		);
		return [heading, ...insights, ...explanation(row.value, index, options)];
	});
}

/** Words of ours, wrapped whatever else is cut: they are short, and their end says what to do. */
function wordsBlock(key: string, words: Line[number], { width }: InsightOptions): Block {
	return textBlock(key, wrapLine([words], width, 2), [[words]]);
}

const blankLine: Line = [span('plain', nothing)];

/** The status in words, with its sign: no colour is needed to tell. */
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
	const made = at === null ? t`no time given` : t`${day(at)} ${clock(at)}`;
	return [span(tone, words), span('dim', t`  made ${made}  id ${safe(result.id)}`)];
}

/** Why there is nothing to read below a heading. */
function explanation(result: InsightResult, index: number, options: InsightOptions): Block[] {
	if (result.insights.length > 0) return [];
	// A map, because a status can be any word, `constructor` too.
	const words = new Map([
		[
			'pending',
			'Waiting to be scored: that happens seconds after a conversation ends. It is asked for again by itself.',
		],
		['in_progress', 'Being scored now. It is asked for again by itself.'],
		['failed', 'The scoring failed; the API gives no reason.'],
	]);
	const text = words.get(result.status) ?? 'It holds no insights.';
	return [wordsBlock(`i${index}-why`, span('muted', safe(`  ${text}`)), options)];
}

function insightBlock(key: string, insight: Insight, options: InsightOptions): Block {
	const name = options.names.get(insight.insightId);
	const title: Line =
		name === undefined
			? [span('strong', t`insight ${safe(insight.insightId)}`)]
			: [span('strong', safe(name))];
	const json = parseJson(insight.result);
	// A bare number or word is JSON too, but reads the same either way.
	const isStructured = typeof json === 'object' && json !== null;
	const body = isStructured
		? jsonTree(json)
		: safeLines(insight.result).map((row): Line => [span('plain', row)]);
	const shown = body.length === 0 ? [[span('muted', t`(empty)`)]] : body;
	const room = Math.max(8, options.width - 2);
	const rows = shown.flatMap((line) =>
		options.wrapped ? wrapLine(line, room, isStructured ? 2 : 0) : [clipLine(line, room)],
	);
	const lines = [clipLine(title, options.width), ...rows.map((row) => [span('plain', blank(2)), ...row])];
	return textBlock(key, lines, [title, ...shown]);
}
