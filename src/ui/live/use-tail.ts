import { useLayoutEffect } from 'react';
import { jumpTo, startPosition, topOf } from '../../state/scroll.ts';
import type { UiStore } from '../../state/store.ts';
import { positionKey, type UiState } from '../../state/ui-state.ts';
import type { DetailView } from '../../state/view.ts';

/**
 * Lets the reader of a growing transcript stay at its end, if that is where they are. Where they are not, what came since
 * they were is counted (`newTurns`), and nothing moves. `isComplete` is false while a transcript still loads.
 */
export function useTail(store: UiStore, state: UiState, view: DetailView | null, isComplete: boolean): void {
	const { openId, live, positions } = state;
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

/** How many turns came below since the reader was at the end of the transcript. */
export function newTurns(state: UiState, view: DetailView | null): number {
	const { tail, isOn } = state.live;
	if (!isOn || view === null || tail === null || tail.id !== state.openId) return 0;
	const at = view.layout.indexOf.get(tail.turn);
	return at === undefined ? 0 : view.layout.keys.length - 1 - at;
}
