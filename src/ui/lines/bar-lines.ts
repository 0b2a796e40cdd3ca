import type { Action } from '../../actions/action.ts';
import type { Bindings } from '../../actions/bindings.ts';
import { liveScopes } from '../../actions/scopes.ts';
import type { WordsContext } from '../../filter/words.ts';
import { orderWords, queryWords } from '../../filter/words.ts';
import { topOverlay, type UiState } from '../../state/ui-state.ts';
import { clipLine, fitLine, type Line, lineWidth, span } from '../../text/line.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { steady } from '../../text/steady.ts';
import { blank, cellWidth } from '../../text/width.ts';
import type { ListData } from '../model/screen-data.ts';
import type { Glyphs } from '../theme.ts';

/** The first row: the program, whose account it is, the filter and the order in words; on the right how much is there. */
export function headerLine(
	account: SafeText,
	state: UiState,
	list: ListData,
	width: number,
	glyphs: Glyphs,
	words: WordsContext,
): Line {
	const filter = safe(queryWords(state.query, words));
	// Where rows without a value go is in the sort menu, and in the words under a filter line.
	const order = safe(orderWords(state.query.order.map((term) => ({ ...term, nulls: null }))));
	const left: Line = [
		span('strong', t` tconv `),
		span('accent', t` ${account} `),
		...(filter === '' ? [] : [span('strong', t`${glyphs.dot} ${steady(filter)} `)]),
		span('dim', t`${glyphs.dot} ${order}`),
	];
	return spread(left, [span('plain', t`${listCount(state, list, glyphs)} `)], width);
}

/** Where the cursor is in the list, how much is loaded and whether there is more: the API gives no total. */
export function listCount(state: UiState, list: ListData, glyphs: Glyphs): SafeText {
	if (!list.isLoaded) return list.isFetching ? t`loading` : t`not loaded`;
	const loaded = list.rows.length;
	const index = list.ids.indexOf(state.selectedId ?? '');
	const place = index < 0 ? nothing : t`${index + 1} of `;
	const more = list.hasMore ? t`, more ${glyphs.more}` : t`, all`;
	const busy = list.isFetching ? t`loading  ` : nothing;
	return t`${busy}${place}${loaded} loaded${more}`;
}

/** The second row, where there is something that must not be overlooked: whose data this is. */
export function bannerLine(words: SafeText, width: number): Line {
	return fitLine([span('warn', t` ${words}`)], width);
}

/** The last row: a notice, the search that is on, or what the keys do here. */
export function footerLine(
	state: UiState,
	hits: { readonly count: number; readonly current: number },
	bindings: Bindings,
	width: number,
): Line {
	if (state.notice !== null) {
		const { tone, text } = state.notice;
		return fitLine([span(tone === 'plain' ? 'strong' : tone, t` ${safe(text)}`)], width);
	}
	if (state.find !== null && topOverlay(state) === null)
		return findLine(state.find.text, hits, bindings, width);
	return fitLine(hintLine(state, bindings, width - 1), width);
}

/** How a search stands: `3 of 17`. */
export function hitCount(hits: { readonly count: number; readonly current: number }): SafeText {
	return hits.count === 0 ? t`no hit` : t`${hits.current + 1} of ${hits.count}`;
}

function findLine(
	text: string,
	hits: { readonly count: number; readonly current: number },
	bindings: Bindings,
	width: number,
): Line {
	const left: Line = [
		span('strong', t` find `),
		span('match', safe(text)),
		span(hits.count === 0 ? 'warn' : 'plain', t` ${hitCount(hits)} `),
	];
	const keys = ['find.next', 'find.previous', 'pane.back'].flatMap((id) => hintOf(bindings, id));
	return spread(clipLine(left, width - 1), keys, width);
}

const findWords: Readonly<Record<string, string>> = {
	'find.next': 'next',
	'find.previous': 'previous',
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

/** The hints of the live scopes, the nearest first, as many as fit; each key once. */
function hintLine(state: UiState, bindings: Bindings, width: number): Line {
	const live = liveScopes(state);
	const order = (action: Action): number => live.indexOf(action.scope);
	const actions = bindings.actions
		.filter((action) => action.hint !== undefined && live.includes(action.scope))
		.sort((a, b) => order(a) - order(b));
	let room = width;
	const spans: Line[number][] = [];
	for (const action of actions) {
		const [key] = bindings.keysOf(action);
		if (key === undefined || action.hint === undefined) continue;
		const words = hint(key, action.hint);
		const cells = lineWidth(words);
		if (cells > room) break;
		room -= cells;
		spans.push(...words);
	}
	return spans;
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
