import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { LiveState } from '../../live/follow.ts';
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

/** What of the following must be on the screen at once; all else waits for the next second. */
function turnOf(following: LiveState | null): string {
	if (following === null || following.phase === 'off') return 'off';
	if (following.phase === 'paused') return 'paused';
	return following.lastError?.message ?? (following.lastAnsweredAt === null ? 'begun' : 'answered');
}

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
	const turn = useSyncExternalStore(live.subscribe, () => turnOf(live.getState()));
	const now = useSecond(ticker, turn !== 'off' && turn !== 'paused');
	const second = Math.floor(now / 1000);
	// biome-ignore lint/correctness/useExhaustiveDependencies: as of this second, so that the header is written once in it.
	const following = useMemo(() => live.getState(), [live, turn, second]);
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
	return { words: liveWords(following, second * 1000, columns), note };
}
