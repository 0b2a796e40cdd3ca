import type { Action, FilterLanguage } from '../actions/action.ts';
import type { Bindings } from '../actions/keys/bindings.ts';
import { isTyping, liveScopes } from '../actions/keys/scopes.ts';
import { type Notice, topOverlay, type UiState } from '../state/ui-state.ts';
import { countText } from '../text/count.ts';
import { clipLine, fitLine, type Line, lineWidth, span, spread } from '../text/line.ts';
import { safe, t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { blank, cellWidth, clip } from '../text/width.ts';
import { wrapLine } from '../text/wrap.ts';

/**
 * The last row: a notice, the running search, or key hints; before them the writes under way, in words. Over the panes,
 * help, palette and quit keep their place at its end, at every width; a long notice alone covers them.
 */
export function footerLine(
	state: UiState,
	hits: HitCount,
	bindings: Bindings,
	language: FilterLanguage,
	width: number,
	writes: SafeText = nothing,
): Line {
	const always = alwaysHints(state, bindings, language);
	if (state.notice !== null) {
		const { tone, text } = state.notice;
		const said: Line = [span(tone === 'plain' ? 'strong' : tone, t` ${safe(text)}`)];
		const hasRoom = topOverlay(state) === null && lineWidth(said) + lineWidth(always) < width;
		return hasRoom ? spread(said, always, width) : fitLine(said, width);
	}
	if (state.prefix !== null) return fitLine(secondStrokes(state, state.prefix, bindings), width);
	const text = (state.focus === 'list' ? state.narrowedTo : null) ?? state.find?.text ?? null;
	if (text !== null && topOverlay(state) === null) return findLine(text, hits, bindings, width);
	const left: Line =
		writes === nothing ? [] : clipLine([span('warn', t` ${writes} `)], width - lineWidth(always) - 1);
	return fitLine(
		[
			...left,
			...hintLine(state, bindings, language, width - 1 - lineWidth(left) - lineWidth(always)),
			...always,
		],
		width,
	);
}

/** Most rows for a notice; more would hide its subject. */
const mostNoticeRows = 5;

/** A notice too long for the last row, as rows of exactly `width` cells; empty if one row is enough. */
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
 * The state of a search: the number of hits and the 0-based index of the current one (-1 for none). `loaded` is the
 * number of rows searched, for a search of the list.
 */
export type HitCount = {
	readonly count: number;
	readonly current: number;
	readonly loaded: number | null;
};

/** The state of a search in words: `3 of 17`; for the list `17 of 2,098 loaded`. */
export function hitCount(hits: HitCount): SafeText {
	if (hits.loaded !== null)
		return t`${safe(countText(hits.count))} of ${safe(countText(hits.loaded))} loaded`;
	return hits.count === 0 ? t`no hit` : t`${hits.current + 1} of ${hits.count}`;
}

/** Fewest cells for a searched text and its hits, if they need as many. */
const leastFound = 30;

function findLine(text: string, hits: HitCount, bindings: Bindings, width: number): Line {
	const count = t` ${hitCount(hits)} `;
	const leftWith = (found: SafeText): Line => [
		span('strong', t` find `),
		span('match', found),
		span(hits.count === 0 ? 'warn' : 'plain', count),
	];
	const left = leftWith(safe(text));
	const ask = hits.loaded === null ? [] : ['list.ask-server'];
	// The keys that are always there do without their words here.
	const always = neverLeftOut.flatMap((id): Line => {
		const key = keyOf(bindings, id);
		return key === undefined ? [] : [span('accent', t` ${safe(key)}`)];
	});
	let room = width - 1 - lineWidth(always) - Math.min(lineWidth(left), leastFound);
	const shown = new Set<string>();
	for (const id of ['pane.back', 'find.next', ...ask, 'find.previous']) {
		const cells = lineWidth(hintOf(bindings, id));
		if (cells > room) continue;
		room -= cells;
		shown.add(id);
	}
	const hints = Object.keys(findWords)
		.filter((id) => shown.has(id))
		.flatMap((id) => hintOf(bindings, id));
	const right: Line = [...hints, ...always, span('plain', t` `)];
	const over = lineWidth(left) + lineWidth(right) + 1 - width;
	const cut = over <= 0 ? left : leftWith(clip(safe(text), Math.max(1, cellWidth(safe(text)) - over)));
	return spread(cut, right, width);
}

/** The keys of a search, in the order of the footer. */
const findWords: Readonly<Record<string, string>> = {
	'find.next': 'next',
	'find.previous': 'previous',
	'list.ask-server': 'ask server',
	'pane.back': 'end',
};

function hintOf(bindings: Bindings, id: string): Line {
	const key = keyOf(bindings, id);
	return key === undefined ? [] : hint(key, findWords[id] ?? '');
}

function keyOf(bindings: Bindings, id: string): string | undefined {
	const action = bindings.actions.find((candidate) => candidate.id === id);
	return action === undefined ? undefined : bindings.keysOf(action)[0];
}

function hint(key: string, words: string): Line {
	return [span('accent', t` ${safe(key)}`), span('dim', t` ${safe(words)} `)];
}

/** The strokes that complete a two-stroke key. */
function secondStrokes(state: UiState, prefix: string, bindings: Bindings): Line {
	const keys = new Map<Action, string[]>();
	for (const [key, action] of liveScopes(state).flatMap((scope) => bindings.after(scope, prefix)))
		keys.set(action, [...(keys.get(action) ?? []), key]);
	const words = [...keys].flatMap(([action, all]) => hint(all.join(' '), action.title));
	return [...words, ...hint('Esc', 'drop')];
}

/** The actions that lead to all others, and out. */
const neverLeftOut: readonly string[] = ['help.open', 'palette.open', 'program.quit'];

/** The same, and the way out of a form, which keeps its draft. */
const alwaysSaid: readonly string[] = ['draft.leave', ...neverLeftOut];

/** The hints of these actions, as far as they are live. */
function alwaysHints(state: UiState, bindings: Bindings, language: FilterLanguage): Line {
	// Help does not lead to itself.
	if (topOverlay(state)?.kind === 'help') return [];
	return alwaysSaid.flatMap((id) => hintsOf(state, bindings, language, (action) => action.id === id).flat());
}

/** Hints of the other live actions, those of the nearest scope first, as many as fit. */
function hintLine(state: UiState, bindings: Bindings, language: FilterLanguage, width: number): Line {
	const hints = hintsOf(state, bindings, language, ({ id }) => !alwaysSaid.includes(id));
	let room = width;
	const end = hints.findIndex((words) => {
		room -= lineWidth(words);
		return room < 0;
	});
	return (end < 0 ? hints : hints.slice(0, end)).flat();
}

/** The hints of the chosen live actions, those of the nearest scope first, each with a key that types no text here. */
function hintsOf(
	state: UiState,
	bindings: Bindings,
	language: FilterLanguage,
	isChosen: (action: Action) => boolean,
): readonly Line[] {
	const live = liveScopes(state);
	const isTyped = isTyping(state);
	const order = (action: Action): number => live.indexOf(action.scope);
	return bindings.actions
		.filter((action) => live.includes(action.scope) && isChosen(action))
		.sort((a, b) => order(a) - order(b))
		.flatMap((action) => {
			const key = bindings.keysOf(action).find((one) => !isTyped || (one.length > 1 && one !== 'Space'));
			if (key === undefined || action.hint === undefined) return [];
			const words = typeof action.hint === 'string' ? action.hint : action.hint(state, language);
			return words === null ? [] : [hint(key, words)];
		});
}
