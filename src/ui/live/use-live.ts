import { useEffect, useSyncExternalStore } from 'react';
import type { UiState } from '../../state/ui-state.ts';
import { join, t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { nothing } from '../../text/safe-text.ts';
import { liveWords, talkWords } from '../lines/live-lines.ts';
import { visibleIds } from '../model/fresh-rows.ts';
import type { ScreenData } from '../model/screen-data.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { useInsightPolling } from './use-insight-polling.ts';
import { useSecond } from './use-second.ts';
import { newTurns, useTail } from './use-tail.ts';

/** How following goes, for the header, and what happens in the open conversation, for its pane; empty while it is off. */
type LiveWords = { readonly words: SafeText; readonly note: SafeText };

/** What the screen does by itself while it is live, and how that goes, in words. */
export function useLive(
	program: Program,
	state: UiState,
	data: ScreenData,
	view: ScreenView,
	columns: number,
): LiveWords {
	const { live, store, ticker, presence, theme } = program;
	const transcript = view.detail('transcript');
	const following = useSyncExternalStore(live.subscribe, live.getState);
	const now = useSecond(ticker, following !== null && following.phase !== 'paused');
	const ids = visibleIds(state, view.list.ids, view.listHeight);
	const shown = ids.join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `shown` stands for `ids`, which is a new array each time.
	useEffect(() => live.show(ids), [live, shown]);
	useTail(store, state, transcript, data.open?.messages.data?.complete === true);
	useInsightPolling(ticker, presence, data.open);
	if (following === null) return { words: nothing, note: nothing };
	const conversation = data.open?.conversation.data;
	const below = newTurns(state, transcript);
	const talk = conversation === undefined ? nothing : talkWords(conversation, program.now(), below > 0);
	const count = below === 0 ? nothing : t`${below} new ${theme.glyphs.more}`;
	const note = count === '' || talk === '' ? join(count, talk) : t`${count} ${theme.glyphs.dot} ${talk}`;
	return { words: liveWords(following, now, columns), note };
}
