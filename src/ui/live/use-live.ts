import { useEffect, useSyncExternalStore } from 'react';
import type { UiState } from '../../state/ui-state.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { nothing } from '../../text/safe-text.ts';
import { liveWords } from '../lines/live-lines.ts';
import { visibleIds } from '../model/list-body.ts';
import type { ScreenData } from '../model/screen-data.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { useInsightPolling } from './use-insight-polling.ts';
import { useSecond } from './use-second.ts';
import { useTail } from './use-tail.ts';

/** What the screen does by itself while it is live, and how that goes, in words; empty while it is not. */
export function useLive(
	{ live, store, ticker, presence }: Program,
	state: UiState,
	data: ScreenData,
	view: ScreenView,
	columns: number,
): SafeText {
	const following = useSyncExternalStore(live.subscribe, live.getState);
	const now = useSecond(ticker, following !== null && following.phase !== 'paused');
	const ids = visibleIds(state, view.list.ids, view.listHeight);
	const shown = ids.join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for `ids`, which is a new array each time.
	useEffect(() => live.show(ids), [live, shown]);
	useTail(store, state, view.detail('transcript'), data.open?.messages.data?.complete === true);
	useInsightPolling(ticker, presence, data.open);
	return following === null ? nothing : liveWords(following, now, columns);
}
