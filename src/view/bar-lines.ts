import type { ListData } from '../data/screen-data.ts';
import { type FileTrouble, troublePlace } from '../domain/file-trouble.ts';
import { type DescribeContext, describeOrder, describeQuery } from '../filter/describe-query.ts';
import { isGoing } from '../state/batches.ts';
import type { UiState } from '../state/ui-state.ts';
import { idsUnderWay, underWay } from '../state/under-way.ts';
import { countText } from '../text/count.ts';
import { clipLine, fitLine, type Line, lineWidth, span } from '../text/line.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { blank, cellWidth, normalizeWidth } from '../text/width.ts';
import { pendingWord } from './conversation/status-lines.ts';
import type { Glyphs } from './theme.ts';

/** Facts in the header beside the list: read-only mode, and the state of polling ('' if it is off). */
type HeaderAside = {
	readonly isReadOnly: boolean;
	/** The problem in the settings that blocks all writes. */
	readonly hold?: FileTrouble | null;
	readonly live: SafeText;
	/** The wait for the server, in words. */
	readonly wait?: SafeText;
};

/**
 * The first row. Left: program, account, read-only mode, number of takeovers, filter and order in words. Right: number
 * of loaded conversations.
 */
export function headerLine(
	account: SafeText,
	state: UiState,
	list: ListData,
	width: number,
	glyphs: Glyphs,
	words: DescribeContext,
	aside: HeaderAside = { isReadOnly: false, live: nothing },
): Line {
	const filter = safe(describeQuery(state.query, words));
	// The instants that its dates became; left out where they would push the order out of the row.
	const resolved =
		list.asOf === null
			? filter
			: safe(describeQuery(state.query, { ...words, now: list.asOf, isShort: true }));
	// The placement of rows without a value is shown only in the sort menu and under a query text.
	const order = state.attention.isOn
		? attentionWords(state, list)
		: safe(describeOrder(state.query.order.map((term) => ({ ...term, nulls: null }))));
	const wait = aside.wait ?? nothing;
	const leftWith = (filterWords: SafeText): Line => [
		span('strong', t` tconv `),
		// First, because a narrow header cuts off the end.
		...(wait === nothing ? [] : [span('warn', t` ${wait} `)]),
		span('accent', t` ${account} `),
		...(aside.isReadOnly
			? [span('warn', t`${glyphs.dot} read-only${holdWords(aside.hold ?? null, width)} `)]
			: []),
		...pendingSpans(state, list, glyphs),
		...(state.takeovers.size === 0
			? []
			: [span('warn', t`${glyphs.dot} ${state.takeovers.size} taken over `)]),
		...(state.marks.ids.size === 0
			? []
			: [span('strong', t`${glyphs.dot} ${safe(countText(state.marks.ids.size))} marked `)]),
		...batchSpans(state, glyphs),
		...(filterWords === '' ? [] : [span('strong', t`${glyphs.dot} ${normalizeWidth(filterWords)} `)]),
		span('dim', t`${glyphs.dot} ${order}`),
	];
	const right: Line = [
		span('plain', t`${listCount(state, list, glyphs, wait !== nothing)} `),
		...(aside.live === '' ? [] : [span('accent', t` ${aside.live} `)]),
	];
	const long = leftWith(resolved);
	const hasRoom = lineWidth(long) + lineWidth(right) < width;
	return spread(hasRoom ? long : leftWith(filter), right, width);
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

/** The second row, if there is a warning that the user must see: the owner of this data. */
export function bannerLine(words: SafeText, width: number): Line {
	return fitLine([span('warn', t` ${words}`)], width);
}

/** Two parts at the ends of a row; the left one is cut if the room is too small. */
export function spread(left: Line, right: Line, width: number): Line {
	const rightCells = right.reduce((sum, part) => sum + cellWidth(part.text), 0);
	const clipped = clipLine(left, Math.max(0, width - rightCells - 1));
	return fitLine(
		[...clipped, span('plain', blank(width - rightCells - lineWidth(clipped))), ...right],
		width,
	);
}
