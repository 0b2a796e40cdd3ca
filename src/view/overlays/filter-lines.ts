import { firstRequest, pageSize } from '../../data/list-query.ts';
import { type Instant, parseInstant } from '../../domain/instant.ts';
import { describeOrder, describeQuery, instantWords } from '../../filter/describe-query.ts';
import { formatColumn, formatListQuery } from '../../filter/format.ts';
import type { QueryPart, QueryTextContext } from '../../filter/query-text/query-text-context.ts';
import { showMoment } from '../../filter/relative-dates.ts';
import { resolveFilters, resolveQuery } from '../../filter/resolve.ts';
import {
	type Column,
	type Condition,
	isTime,
	type SaidFilter,
	type SaidLeaf,
	type SaidQuery,
} from '../../filter/tree.ts';
import type { Choice } from '../../state/filter/filter-choices.ts';
import type { DraftGroup, FilterDraft, FilterRow } from '../../state/filter/filter-draft.ts';
import {
	columnLabel,
	containedText,
	isDenied,
	isNotWords,
	isWords,
	type Verb,
	verbOf,
	verbWords,
} from '../../state/filter/filter-verbs.ts';
import { fitLine, type Line, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { blank, cellWidth } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap.ts';
import { atMost } from '../pane-frame.ts';
import type { Glyphs } from '../theme.ts';

/** One row of the filter: its joining word, its condition, and its problem; exactly `cells` cells. */
export function filterRowLine(
	row: FilterRow,
	draft: FilterDraft,
	problem: string | undefined,
	context: QueryTextContext,
	glyphs: Glyphs,
	cells: number,
): Line {
	const said = wordsOf(row, draft, context);
	const body: Line = row.isOff
		? [span('muted', t`off `), ...said.map(({ text }) => span('muted', text))]
		: said;
	const wrong: Line = problem === undefined ? [] : [span('bad', t`${glyphs.bad} `)];
	const join = row.join === null ? t`   ` : row.join === 'or' ? t`or ` : t`and`;
	const place = span('plain', blank(row.depth * 3));
	const before: Line = row.node === null ? [place] : [place, span('dim', join), span('plain', t` `)];
	const behind: Line = problem === undefined ? [] : [span('bad', t`  ${safe(problem)}`)];
	return fitLine([...before, ...wrong, ...body, ...behind], cells);
}

function wordsOf({ key, node, join }: FilterRow, draft: FilterDraft, context: QueryTextContext): Line {
	if (node?.kind === 'condition') return conditionLine(node.condition, context);
	if (node?.kind === 'group') return [span('strong', groupWords(node))];
	if (key.startsWith('into ')) return [span('accent', join === 'or' ? t`+ or` : t`+ and`)];
	switch (key) {
		case 'add-condition':
			return [span('accent', t`+ condition`)];
		case 'add-group':
			return [span('accent', t`+ group`)];
		case 'order': {
			const order = describeOrder(draft.order);
			return [span('dim', t`sort   `), span('plain', order === '' ? t`server order` : safe(order))];
		}
		case 'limit':
			return [
				span('dim', t`limit  `),
				span('plain', draft.limit === null ? t`none (pages of ${pageSize})` : t`${draft.limit} rows`),
			];
		case 'discard':
			return [span('accent', t`Discard the changes`), span('dim', t`  Ctrl-r`)];
		default:
			return [span('strong', t`Apply`), span('dim', t`  Ctrl-x`)];
	}
}

function groupWords({ join, negated, children }: DraftGroup): SafeText {
	const words = join === 'or' ? t`any of` : t`all of`;
	const empty = children.length === 0 ? t` (empty: it is left out)` : nothing;
	return t`${negated ? t`not ` : nothing}${words}${empty}`;
}

function conditionLine(condition: SaidLeaf, context: QueryTextContext): Line {
	const { column } = condition;
	const isValueWord = condition.kind === 'condition' && condition.operator === 'is';
	return [
		span('plain', safe(columnLabel(column))),
		// The words for a value or none hold their own verb, and their own “not”.
		span('strong', isDenied(condition) && !isValueWord ? t` not` : nothing),
		span('dim', isValueWord ? t` ` : t` ${safe(verbWords(verbOf(condition), column).words)} `),
		...valueLine(condition, context),
	];
}

function valueLine(condition: SaidLeaf, context: QueryTextContext): Line {
	const { column } = condition;
	if (condition.kind === 'date')
		return [
			span('accent', safe(condition.said)),
			span('dim', t` (${safe(instantWords(condition, context))})`),
		];
	if (condition.operator === 'is') {
		const all = isDenied(condition) ? isNotWords : isWords;
		const words = all[condition.operand] ?? condition.operand;
		return [span('accent', safe(words))];
	}
	const operands = condition.operator === 'in' ? condition.operand : [condition.operand];
	const shown = operands.map((operand) => shownValue(column, condition, operand, context)).join(', ');
	return [span('accent', safe(shown))];
}

function shownValue(
	column: Column,
	condition: Condition,
	operand: string,
	context: QueryTextContext,
): string {
	if (isTime(column)) {
		const instant = instantOf(operand);
		return instant === null ? operand : showMoment(instant, context.zone);
	}
	if (column.kind === 'metadata' && column.key === 'assistant_id') {
		const name = context.assistants?.get(operand);
		if (name !== undefined) return `${name} (${operand})`;
	}
	const verb = verbOf(condition);
	if (verb === 'contains' || verb === 'lacks') return containedText(operand) ?? operand;
	return operand === '' ? '"" (empty)' : operand;
}

/** The instants of typed dates: `2026-11-21 00:00 – 2026-11-22 00:00 +01:00`; empty without a date as said. */
export function momentLine(filter: SaidFilter, context: QueryTextContext): Line {
	const leaves = filter.kind === 'group' ? filter.children : [filter];
	const texts = leaves.flatMap((leaf) => (leaf.kind === 'date' ? instantWords(leaf, context) : []));
	return texts.length === 0 ? [] : [span('good', safe(texts.join(', ')))];
}

/** The server reads a bare date as midnight UTC. */
function instantOf(operand: string): Instant | null {
	return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(operand) ? `${operand}T00:00Z` : operand);
}

/** A choice in columns: its name, its sign, and its meaning; exactly `cells` cells. */
export function choiceLine({ label, text, hint, verb }: Choice, cells: number): Line {
	const name = span('plain', safe(label === '' ? '""' : label));
	if (hint === '') return fitLine([name], cells);
	const columns: Line =
		verb === undefined
			? [...fitLine([name], Math.max(16, cellWidth(name.text)))]
			: [...fitLine([name], 20), ...fitLine([span('accent', safe(text))], 6)];
	return fitLine([...columns, span('dim', t` ${safe(hint)}`)], cells);
}

/** A query to preview, with the number of rows it finds, in words, and the part of it that the cursor is on. */
type Preview = {
	readonly query: SaidQuery;
	readonly found: SafeText;
	readonly part: QueryPart | null;
	/** True if a group has no condition yet. */
	readonly isUnfinished: boolean;
};

/** A query in words and as the outgoing request, in at most `most` rows; neither pushes the other out. */
export function meaningLines(
	{ query, found, part, isUnfinished }: Preview,
	context: QueryTextContext,
	cells: number,
	most: number,
): Line[] {
	const filter = describeQuery(query, context);
	const rest: Line = isUnfinished ? [span('warn', t`; a group has no condition yet`)] : [];
	const said = [
		span('good', t`${found}  `),
		span('strong', filter === '' ? t`everything` : safe(filter)),
		...rest,
	];
	const words = wrapLine(said, cells);
	const sent = requestLines(query, context, cells, part);
	const forRequest = Math.min(sent.length, Math.max(Math.floor(most / 2), most - words.length));
	return [...requestFrom(sent, forRequest, cells), ...atMost(words, most - forRequest, cells)];
}

/** The request that a query would send now, decoded; `part` is marked. */
export function requestLines(
	query: SaidQuery,
	context: QueryTextContext,
	cells: number,
	part: QueryPart | null = null,
): Line[] {
	const pairs = formatListQuery(firstRequest(resolveQuery(query, context)));
	const isMarked = (name: string, at: number): boolean => {
		if (typeof part !== 'number') return name === part;
		const upTo = (count: number): number => resolveFilters(query.filters.slice(0, count), context).length;
		return at >= upTo(part) && at < upTo(part + 1);
	};
	const spans = pairs.map(([name, value], at) =>
		span(isMarked(name, at) ? 'match' : 'dim', safe(`${name}=${value}`)),
	);
	const between = span('dim', t` & `);
	return wrapLine(
		[
			span('dim', t`GET /ai/conversations? `),
			...spans.flatMap((one, at) => (at === 0 ? [one] : [between, one])),
		],
		cells - cellWidth(cutStart),
	);
}

/** Says that rows before this one are left out. */
const cutStart = t`… `;

/** At most `most` rows of a request, with its marked part in sight; from its start, unless the part is further down. */
export function requestFrom(rows: readonly Line[], most: number, cells: number): readonly Line[] {
	const first = rows.findIndex((row) => row.some(({ tone }) => tone === 'match'));
	const last = rows.findLastIndex((row) => row.some(({ tone }) => tone === 'match'));
	const start = last < most ? 0 : Math.max(0, Math.min(first, rows.length - most));
	const [top = [], ...rest] = rows.slice(start);
	return atMost(start === 0 ? rows : [[span('dim', cutStart), ...top], ...rest], most, cells);
}

/** The subject of the open question: `channel is`; a metadata key also beside its label. */
export function aboutLine(column: Column, verb: Verb | null): Line {
	const name = formatColumn(column);
	const label = columnLabel(column);
	const own = name === label ? nothing : t` (${safe(name)})`;
	return [
		span('strong', safe(label)),
		span('dim', verb === null ? own : t` ${safe(verbWords(verb, column).words)}`),
	];
}
