import type { ListData } from '../data/screen-data.ts';
import { type FileTrouble, troublePlace } from '../domain/file-trouble.ts';
import { type DescribeContext, describeOrder, describeQuery } from '../filter/describe-query.ts';
import { isGoing } from '../state/batches.ts';
import { newestFirst, type UiState } from '../state/ui-state.ts';
import { idsUnderWay, underWay } from '../state/under-way.ts';
import { countText } from '../text/count.ts';
import { clipLine, fitLine, type Line, lineWidth, span, spread } from '../text/line.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { blank, normalizeWidth } from '../text/width.ts';
import { pendingWord } from './conversation/status-lines.ts';
import type { LiveWords } from './live-lines.ts';
import type { Glyphs } from './theme.ts';

/** Facts in the header beside the list: whose conversations these are, read-only mode, and the state of polling (empty if off). */
type HeaderAside = {
	readonly isReadOnly: boolean;
	/** True for Telnyx's own API. */
	readonly isProduction?: boolean;
	/** The problem in the settings that blocks all writes. */
	readonly hold?: FileTrouble | null;
	readonly live: LiveWords;
	/** The wait for the server, in words. */
	readonly wait?: SafeText;
};

/** The filter, the count and live, in the words of one length. */
type Said = { readonly filter: SafeText; readonly count: SafeText; readonly live: SafeText };

/**
 * The first row: account, read-only mode, what goes on, the order if it is not the usual one, the filter; at the right
 * the count, and live. Where the room is short, the filter loses its instants, then the count its words, then live its
 * times; then the filter is cut, before a count or the word live is. A row without room for them all is cut at its end.
 */
export function headerLine(
	account: SafeText,
	state: UiState,
	list: ListData,
	width: number,
	glyphs: Glyphs,
	words: DescribeContext,
	aside: HeaderAside = { isReadOnly: false, live: { words: nothing, short: nothing } },
): Line {
	const wait = aside.wait ?? nothing;
	const order = orderWords(state, list);
	const before: Line = [
		span('strong', t` tconv `),
		...accountSpans(account, aside, width, glyphs),
		// Early, because it says why the rest does not change.
		...(wait === nothing ? [] : [span('warn', t`${glyphs.dot} ${wait} `)]),
		...pendingSpans(state, list, glyphs),
		...(state.takeovers.size === 0
			? []
			: [span('warn', t`${glyphs.dot} ${state.takeovers.size} taken over `)]),
		...(state.marks.ids.size === 0
			? []
			: [span('strong', t`${glyphs.dot} ${safe(countText(state.marks.ids.size))} marked `)]),
		...batchSpans(state, glyphs),
		...(order === nothing ? [] : [span('dim', t`${glyphs.dot} ${order} `)]),
	];
	const lineOf = ({ filter, count, live }: Said): readonly [left: Line, right: Line] => [
		[...before, ...(filter === '' ? [] : [span('strong', t`${glyphs.dot} ${normalizeWidth(filter)} `)])],
		[
			...(count === '' ? [] : [span('plain', t`${count} `)]),
			...(live === '' ? [] : [span('accent', t` ${live} `)]),
		],
	];
	const filter = safe(describeQuery(state.query, words));
	const count = listCount(state, list, glyphs, wait !== nothing);
	const { words: live, short } = aside.live;
	const counted = shortCount(state, list);
	const choices: readonly Said[] = [
		{ filter: resolvedWords(state, list, words) ?? filter, count, live },
		{ filter, count, live },
		{ filter, count: counted, live },
		{ filter, count: counted, live: short },
	];
	const lines = choices.map(lineOf);
	const fitting = lines.find(([left, right]) => lineWidth(left) + lineWidth(right) < width);
	if (fitting !== undefined) return spread(...fitting, width);
	// A number that is cut is another number, and half a word is none.
	const ends = [
		{ filter, count: counted, live: short },
		{ filter, count: nothing, live: short },
		{ filter, count: counted, live: nothing },
	].map(lineOf);
	const kept = ends.find(([, right]) => lineWidth(before) + lineWidth(right) + leastFilter < width);
	const [left] = lineOf({ filter, count: nothing, live: nothing });
	return kept === undefined
		? fitLine(clipLine([...left, span('dim', blank(width))], width), width)
		: spread(...kept, width);
}

/** Cells of a filter that is cut most: its sign, and that it goes on. */
const leastFilter = 3;

/** The account, and in its own tone and a word whether it is read-only, or customers hear what is written there. */
function accountSpans(
	account: SafeText,
	{ isReadOnly, isProduction = false, hold = null }: HeaderAside,
	width: number,
	glyphs: Glyphs,
): Line {
	if (isReadOnly)
		return [
			span('good', t` ${account} `),
			span('warn', t`${glyphs.dot} read-only${holdWords(hold, width)} `),
		];
	if (isProduction) return [span('bad', t` ${account} ${glyphs.dot} production `)];
	return [span('accent', t` ${account} `)];
}

/** The filter with the instants that its dates became; null before the first page. */
function resolvedWords(state: UiState, { asOf }: ListData, words: DescribeContext): SafeText | null {
	return asOf === null ? null : safe(describeQuery(state.query, { ...words, now: asOf, isShort: true }));
}

/** The order in words; empty for the usual one. The place of rows without a value is shown only where it is chosen. */
function orderWords(state: UiState, list: ListData): SafeText {
	if (state.attention.isOn) return attentionWords(state, list);
	const withoutNulls = (order: UiState['query']['order']) => order.map((term) => ({ ...term, nulls: null }));
	const order = withoutNulls(state.query.order);
	const isUsual = JSON.stringify(order) === JSON.stringify(withoutNulls(newestFirst.order));
	return isUsual ? nothing : safe(describeOrder(order));
}

/** The writes that the server has not confirmed: the only one by name, several as a count. */
function pendingSpans(state: UiState, { rows }: ListData, glyphs: Glyphs): Line {
	const pending = idsUnderWay(state).flatMap((id) => {
		const row = rows.find((candidate) => candidate.id === id);
		const metadata = row?.kind === 'conversation' ? row.conversation.metadata : {};
		return underWay(state, { id, metadata }) ?? [];
	});
	const [first] = pending;
	if (first === undefined) return [];
	const words = pending.length === 1 ? pendingWord(first) : t`${pending.length} writes under way…`;
	return [span('warn', t`${glyphs.dot} ${words} `)];
}

/** Columns from which the header has room for the cause as well as the place. */
const wideHeader = 110;

function holdWords(hold: FileTrouble | null, width: number): SafeText {
	if (hold === null) return nothing;
	const why = width < wideHeader ? nothing : t`: ${safe(hold.why)}`;
	return t`: ${safe(troublePlace(hold))}${why} (:config)`;
}

/** The attention order in words, with the number of rows checked so far. */
function attentionWords({ attention }: UiState, { loaded }: ListData): SafeText {
	const { looked, isRefused } = attention;
	const count = looked >= loaded ? t`all` : safe(countText(looked));
	const end = isRefused && looked < loaded ? t`, then refused` : nothing;
	return t`by attention (${safe(countText(loaded))} loaded, ${count} checked${end})`;
}

/** Progress of the running batch. */
function batchSpans({ batches }: UiState, glyphs: Glyphs): Line {
	if (batches.latest === null || !isGoing(batches)) return [];
	const { left, total } = batches.latest.progress;
	return [span('accent', t`${glyphs.dot} batch ${safe(countText(total - left))}/${safe(countText(total))} `)];
}

/** The cursor's position, the number of loaded rows, and whether there are more: the API gives no total. */
function listCount(state: UiState, list: ListData, glyphs: Glyphs, isWaiting: boolean): SafeText {
	if (!list.isLoaded) return list.isFetching ? t`loading` : t`not loaded`;
	const index = list.ids.indexOf(state.selectedId ?? '');
	const place = index < 0 ? nothing : t`${safe(countText(index + 1))} of `;
	const found = state.narrowedTo === null ? nothing : t`${safe(countText(list.rows.length))} found, `;
	const isAll = list.problem === null && list.unreadable === 0;
	const more = list.hasMore ? t`, more ${glyphs.more}` : isAll ? t`, all` : t`, not all`;
	const holes = list.unreadable === 0 ? nothing : t`, ${safe(countText(list.unreadable))} unreadable`;
	const skipped = list.skipped === 0 ? nothing : t`, ${safe(countText(list.skipped))} null skipped`;
	const busy = list.isFetching && !isWaiting ? t`loading  ` : nothing;
	const count = safe(countText(list.loaded));
	return t`${busy}${place}${found}${count} loaded${holes}${skipped}${more}`;
}

/** The same in a few cells: `1 of 100+`. */
function shortCount(state: UiState, list: ListData): SafeText {
	if (!list.isLoaded) return list.isFetching ? t`loading` : t`not loaded`;
	const index = list.ids.indexOf(state.selectedId ?? '');
	const isAll = list.problem === null && list.unreadable === 0;
	const more = list.hasMore ? t`+` : isAll ? nothing : t`, not all`;
	const place = index < 0 ? nothing : t`${safe(countText(index + 1))} of `;
	if (state.narrowedTo !== null) return t`${place}${safe(countText(list.rows.length))} found`;
	return t`${place}${safe(countText(list.loaded))}${more}`;
}

/** The second row, if there is a warning that the user must see: the owner of this data. */
export function bannerLine(words: SafeText, width: number): Line {
	return fitLine([span('warn', t` ${words}`)], width);
}
