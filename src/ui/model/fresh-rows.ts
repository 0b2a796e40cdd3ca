import { listTop } from '../../state/list-cursor.ts';
import type { UiState } from '../../state/ui-state.ts';

/** The rows that are on the screen, by their ids. */
export function visibleIds(state: UiState, ids: readonly string[], height: number): readonly string[] {
	const top = listTop(state, ids, height, state.live.isOn);
	return ids.slice(top, top + height);
}

/** How many rows that came in by themselves are above the first one on the screen. */
export function freshAbove(state: UiState, ids: readonly string[], height: number): number {
	const { fresh } = state.live;
	if (fresh.size === 0) return 0;
	return ids.slice(0, listTop(state, ids, height, state.live.isOn)).filter((id) => fresh.has(id)).length;
}
