import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useReducer, useSyncExternalStore } from 'react';
import type { OpenData, ScreenData } from '../../data/screen-data.ts';
import { decodedValues } from '../../domain/decoded.ts';
import type { LiveState } from '../../live/poller.ts';
import type { Ticker } from '../../live/ticker.ts';
import type { TerminalPresence } from '../../services/terminal-presence.ts';
import { jumpTo, startPosition, topOf } from '../../state/scroll.ts';
import type { UiStore } from '../../state/store.ts';
import { positionKey, type UiState } from '../../state/ui-state.ts';
import type { DetailView } from '../../state/view.ts';
import { join, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { visibleIds } from '../../view/list/fresh-rows.ts';
import { type LiveWords, liveWords, talkWords } from '../../view/live-lines.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';

/**
 * The state of polling for the header, and live news of the open conversation for its pane; empty if polling is off.
 */
type LiveNews = LiveWords & { readonly note: SafeText };

/** The part of the state that must be drawn at once; the rest waits for the next second. */
function turnOf(state: LiveState | null): string {
	if (state === null || state.phase === 'off') return 'off';
	if (state.phase === 'paused') return 'paused';
	return state.lastError?.message ?? (state.lastAnsweredAt === null ? 'begun' : 'answered');
}

const firstMillis = 3_000;
const growth = 1.5;
const longestMillis = 30_000;

/** Polls the insights of the open conversation, at growing intervals, while one of them is pending. */
function useInsightPolling(ticker: Ticker, terminalPresence: TerminalPresence, open: OpenData | null): void {
	const client = useQueryClient();
	const id = open?.id ?? null;
	const isPending = decodedValues(open?.insights.data ?? []).some(
		({ status }) => status === 'pending' || status === 'in_progress',
	);
	useEffect(() => {
		if (id === null || !isPending) return;
		let isOver = false;
		let waitMillis = firstMillis;
		let callOff = ticker.after(waitMillis, () => void ask());
		const ask = async (): Promise<void> => {
			// The state of the query holds a failure, which the pane shows; polling continues.
			if (!terminalPresence.isAway())
				await client.refetchQueries({ queryKey: ['insights', id], type: 'active' });
			if (isOver) return;
			waitMillis = Math.min(longestMillis, waitMillis * growth);
			callOff = ticker.after(waitMillis, () => void ask());
		};
		return () => {
			isOver = true;
			callOff();
		};
	}, [client, ticker, terminalPresence, id, isPending]);
}

/** Runs the screen's live updates and returns their state in words. */
export function useLive(
	program: Program,
	state: UiState,
	data: ScreenData,
	view: ScreenView,
	columns: number,
): LiveNews {
	const { live, store, ticker, terminalPresence, theme } = program;
	const transcript = view.detail('transcript');
	const turn = useSyncExternalStore(live.subscribe, () => turnOf(live.getState()));
	const now = useSecond(ticker, turn !== 'off' && turn !== 'paused');
	const second = Math.floor(now / 1000);
	// biome-ignore lint/correctness/useExhaustiveDependencies: read, and so drawn, once per second.
	const polling = useMemo(() => live.getState(), [live, turn, second]);
	const ids = visibleIds(state, view.list.ids, view.listHeight);
	const shown = ids.join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for `ids`.
	useEffect(() => live.show(ids), [live, shown]);
	useAutoscroll(store, state, transcript, data.open?.messages.data?.complete === true);
	useInsightPolling(ticker, terminalPresence, data.open);
	if (polling === null) return { words: nothing, short: nothing, note: nothing };
	const conversation = data.open?.conversation.data;
	const below = newTurns(state, transcript);
	const talk = conversation === undefined ? nothing : talkWords(conversation, program.now());
	const count = below === 0 ? nothing : t`${below} new ${theme.glyphs.more}`;
	const note = count === '' || talk === '' ? join(count, talk) : t`${count} ${theme.glyphs.dot} ${talk}`;
	return { ...liveWords(polling, second * 1000, columns), note };
}

/** Redraws once a second while `isOn`; returns the ticker's time. */
export function useSecond(ticker: Ticker, isOn: boolean): number {
	const [, tick] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (!isOn) return;
		let callOff = (): void => undefined;
		const wait = (): void => {
			callOff = ticker.after(1000 - (ticker.now() % 1000), () => {
				tick();
				wait();
			});
		};
		wait();
		return () => callOff();
	}, [ticker, isOn]);
	return ticker.now();
}

/**
 * Keeps the reader of a growing transcript at its end if they are there. Elsewhere nothing moves, and the turns since
 * their last visit to the end are counted (`newTurns`). `isComplete` is false while the transcript loads.
 */
function useAutoscroll(store: UiStore, state: UiState, view: DetailView | null, isComplete: boolean): void {
	const { selectedId: openId, live, positions } = state;
	const position = openId === null ? undefined : positions.get(positionKey('transcript', openId));
	useLayoutEffect(() => {
		const last = view?.layout.keys.at(-1);
		if (!live.isOn || openId === null || view === null || last === undefined || !isComplete) return;
		const { layout, height } = view;
		const isAtEnd = topOf(layout, position ?? startPosition, height) + height >= layout.lineCount;
		const { tail } = live;
		const isOther = tail === null || tail.id !== openId;
		const hasGrown = !isOther && tail.turn !== last;
		if (hasGrown && tail.isAtEnd && !isAtEnd) {
			const end = jumpTo(layout, 'last', height);
			store.dispatch({ type: 'position', tab: 'transcript', id: openId, position: end });
			store.dispatch({ type: 'live-tail', tail: { id: openId, turn: last, isAtEnd: true } });
			return;
		}
		const turn = isOther || isAtEnd ? last : tail.turn;
		if (isOther || tail.turn !== turn || tail.isAtEnd !== isAtEnd)
			store.dispatch({ type: 'live-tail', tail: { id: openId, turn, isAtEnd } });
	}, [store, openId, live, position, view, isComplete]);
}

/** The number of turns that arrived below since the reader was last at the end of the transcript. */
function newTurns(state: UiState, view: DetailView | null): number {
	const { tail, isOn } = state.live;
	if (!isOn || view === null || tail === null || tail.id !== state.selectedId) return 0;
	const at = view.layout.indexOf.get(tail.turn);
	return at === undefined ? 0 : view.layout.keys.length - 1 - at;
}
