import type { Action } from '../../actions/action.ts';
import type { Bindings } from '../../actions/bindings.ts';
import { isTyping, liveScopes } from '../../actions/scopes.ts';
import type { WordsContext } from '../../filter/words.ts';
import { orderWords, queryWords } from '../../filter/words.ts';
import { isGoing } from '../../state/runs.ts';
import { type Notice, topOverlay, type UiState } from '../../state/ui-state.ts';
import { countText } from '../../text/count.ts';
import { clipLine, fitLine, type Line, lineWidth, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { steady } from '../../text/steady.ts';
import { blank, cellWidth } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import type { ListData } from '../model/screen-data.ts';
import type { Glyphs } from '../theme.ts';

/** What the header says beside the list: that nothing can be written, and how following goes ('' while it does not). */
type HeaderAside = { readonly isReadOnly: boolean; readonly live: SafeText };

/** The first row: the program, whose account it is and whether it is only read, what is held, the filter and the order in words; on the right how much is there. */
export function headerLine(
	account: SafeText,
	state: UiState,
	list: ListData,
	width: number,
	glyphs: Glyphs,
	words: WordsContext,
	aside: HeaderAside = { isReadOnly: false, live: nothing },
): Line {
	const filter = safe(queryWords(state.query, words));
	// Where rows without a value go is in the sort menu, and in the words under a filter line.
	const order = state.attention.isOn
		? attentionWords(state, list)
		: safe(orderWords(state.query.order.map((term) => ({ ...term, nulls: null }))));
	const left: Line = [
		span('strong', t` tconv `),
		span('accent', t` ${account} `),
		...(aside.isReadOnly ? [span('warn', t`${glyphs.dot} read-only `)] : []),
		...(state.held.size === 0 ? [] : [span('warn', t`${glyphs.dot} holding ${state.held.size} `)]),
		...(state.marks.ids.size === 0
			? []
			: [span('strong', t`${glyphs.dot} ${safe(countText(state.marks.ids.size))} marked `)]),
		...runSpans(state, glyphs),
		...(filter === '' ? [] : [span('strong', t`${glyphs.dot} ${steady(filter)} `)]),
		span('dim', t`${glyphs.dot} ${order}`),
	];
	return spread(
		left,
		[
			span('plain', t`${listCount(state, list, glyphs)} `),
			...(aside.live === '' ? [] : [span('accent', t` ${aside.live} `)]),
		],
		width,
	);
}

/** That the list is in an order of our own, and how much of it is known by now. */
function attentionWords({ attention }: UiState, { loaded }: ListData): SafeText {
	const { looked, isRefused } = attention;
	const count = looked >= loaded ? t`all` : safe(countText(looked));
	const end = isRefused && looked < loaded ? t`, then refused` : nothing;
	return t`needs attention, of ${safe(countText(loaded))} loaded, ${count} looked at${end}`;
}

/** How far the run is that goes on. */
function runSpans({ runs }: UiState, glyphs: Glyphs): Line {
	if (runs.latest === null || !isGoing(runs)) return [];
	const { left, total } = runs.latest.progress;
	return [span('accent', t`${glyphs.dot} run ${safe(countText(total - left))}/${safe(countText(total))} `)];
}

/** Where the cursor is in the list, how much is loaded and whether there is more: the API gives no total. */
function listCount(state: UiState, list: ListData, glyphs: Glyphs): SafeText {
	if (!list.isLoaded) return list.isFetching ? t`loading` : t`not loaded`;
	const index = list.ids.indexOf(state.selectedId ?? '');
	const place = index < 0 ? nothing : t`${index + 1} of `;
	const found = state.narrowedTo === null ? nothing : t`${safe(countText(list.rows.length))} found, `;
	const end = list.problem === null ? t`, all` : t`, not all`;
	const more = list.hasMore ? t`, more ${glyphs.more}` : end;
	const busy = list.isFetching ? t`loading  ` : nothing;
	return t`${busy}${place}${found}${list.loaded} loaded${more}`;
}

/** The second row, where there is something that must not be overlooked: whose data this is. */
export function bannerLine(words: SafeText, width: number): Line {
	return fitLine([span('warn', t` ${words}`)], width);
}

/** The last row: a notice, the search that is on, or what the keys do here. */
export function footerLine(state: UiState, hits: HitCount, bindings: Bindings, width: number): Line {
	if (state.notice !== null) {
		const { tone, text } = state.notice;
		return fitLine([span(tone === 'plain' ? 'strong' : tone, t` ${safe(text)}`)], width);
	}
	if (state.prefix !== null) return fitLine(secondStrokes(state, state.prefix, bindings), width);
	const text = (state.focus === 'list' ? state.narrowedTo : null) ?? state.find?.text ?? null;
	if (text !== null && topOverlay(state) === null) return findLine(text, hits, bindings, width);
	return fitLine(hintLine(state, bindings, width - 1), width);
}

/** The rows that a notice may take: more would hide what it is about. */
const mostNoticeRows = 5;

/** A notice that the last row has no room for, in rows of exactly `width` cells; none where the row will do. */
export function noticeLines({ tone, text }: Notice, width: number): readonly Line[] {
	const line: Line = [span(tone === 'plain' ? 'strong' : tone, t` ${safe(text)}`)];
	const rows = wrapLine(line, width - 1, 1);
	if (rows.length < 2) return [];
	const shown = rows.slice(0, mostNoticeRows);
	const last = shown.at(-1);
	if (last === undefined || rows.length === shown.length) return shown.map((row) => fitLine(row, width));
	return [...shown.slice(0, -1), [...last, span('plain', blank(width))]].map((row) => fitLine(row, width));
}

/**
 * How a search stands: how many hits there are, and the how-manieth the reader is on, from 0 (-1: none). `loaded` is how
 * many rows were searched, where it is the list's.
 */
export type HitCount = {
	readonly count: number;
	readonly current: number;
	readonly loaded: number | null;
};

/** How a search stands, in words: `3 of 17`; of the list `17 of 2,098 loaded`. */
export function hitCount(hits: HitCount): SafeText {
	if (hits.loaded !== null)
		return t`${safe(countText(hits.count))} of ${safe(countText(hits.loaded))} loaded`;
	return hits.count === 0 ? t`no hit` : t`${hits.current + 1} of ${hits.count}`;
}

function findLine(text: string, hits: HitCount, bindings: Bindings, width: number): Line {
	const left: Line = [
		span('strong', t` find `),
		span('match', safe(text)),
		span(hits.count === 0 ? 'warn' : 'plain', t` ${hitCount(hits)} `),
	];
	const ask = hits.loaded === null ? [] : ['list.ask-server'];
	const keys = ['find.next', 'find.previous', ...ask, 'pane.back'].flatMap((id) => hintOf(bindings, id));
	return spread(clipLine(left, width - 1), keys, width);
}

const findWords: Readonly<Record<string, string>> = {
	'find.next': 'next',
	'find.previous': 'previous',
	'list.ask-server': 'ask server',
	'pane.back': 'end',
};

function hintOf(bindings: Bindings, id: string): Line {
	const action = bindings.actions.find((candidate) => candidate.id === id);
	const key = action === undefined ? undefined : bindings.keysOf(action)[0];
	return key === undefined ? [] : hint(key, findWords[id] ?? '');
}

function hint(key: string, words: string): Line {
	return [span('accent', t` ${safe(key)}`), span('dim', t` ${safe(words)} `)];
}

/** What can follow the first stroke of a key of two. */
function secondStrokes(state: UiState, prefix: string, bindings: Bindings): Line {
	const keys = new Map<Action, string[]>();
	for (const [key, action] of liveScopes(state).flatMap((scope) => bindings.after(scope, prefix)))
		keys.set(action, [...(keys.get(action) ?? []), key]);
	const words = [...keys].flatMap(([action, all]) => hint(all.join(' '), action.title));
	return [...words, ...hint('Esc', 'drop')];
}

/** The way to everything that has no room here. */
const neverLeftOut = 'help.open';

/** The hints of the live scopes, the nearest first, as many as fit, and help in any case; each key once. */
function hintLine(state: UiState, bindings: Bindings, width: number): Line {
	const live = liveScopes(state);
	const isTyped = isTyping(state);
	const order = (action: Action): number => live.indexOf(action.scope);
	const hinted = bindings.actions
		.filter((action) => live.includes(action.scope))
		.sort((a, b) => order(a) - order(b))
		.flatMap((action) => {
			// What is typed there, and does nothing else, is no key.
			const key = bindings.keysOf(action).find((one) => !isTyped || (one.length > 1 && one !== 'Space'));
			if (key === undefined || action.hint === undefined) return [];
			const words = hint(key, action.hint);
			return [{ id: action.id, words, cells: lineWidth(words) }];
		});
	const kept = hinted.find(({ id }) => id === neverLeftOut);
	let room = width - (kept?.cells ?? 0);
	const end = hinted.findIndex((one) => {
		if (one !== kept) room -= one.cells;
		return room < 0;
	});
	const shown = end < 0 ? hinted : hinted.slice(0, end);
	const isLost = kept !== undefined && !shown.includes(kept);
	return [...shown, ...(isLost ? [kept] : [])].flatMap(({ words }) => words);
}

/** Two parts at the two ends of a row. The left one gives way. */
function spread(left: Line, right: Line, width: number): Line {
	const rightCells = right.reduce((sum, part) => sum + cellWidth(part.text), 0);
	const clipped = clipLine(left, Math.max(0, width - rightCells - 1));
	return fitLine(
		[...clipped, span('plain', blank(width - rightCells - lineWidth(clipped))), ...right],
		width,
	);
}
