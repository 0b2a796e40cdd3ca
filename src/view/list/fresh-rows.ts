import type { ListRow } from '../../data/list-row.ts';
import type { ListData } from '../../data/screen-data.ts';
import { listTop } from '../../state/list-cursor.ts';
import type { UiState } from '../../state/ui-state.ts';

/** The ids of the rows on screen. */
export function visibleIds(state: UiState, ids: readonly string[], height: number): readonly string[] {
	const top = listTop(state, ids, height, state.live.isOn);
	return ids.slice(top, top + height);
}

/** The number of new live rows above the first one on screen. */
export function freshAbove(state: UiState, ids: readonly string[], height: number): number {
	const { fresh } = state.live;
	if (fresh.size === 0) return 0;
	return ids.slice(0, listTop(state, ids, height, state.live.isOn)).filter((id) => fresh.has(id)).length;
}

/** The list in the order of these ids; other rows follow in their own order. */
export function inRankOrder(list: ListData, ranked: readonly string[]): ListData {
	if (ranked.length === 0) return list;
	const waiting = new Map(list.rows.map((row) => [row.id, row]));
	const rows: ListRow[] = [];
	for (const id of ranked) {
		const row = waiting.get(id);
		if (row === undefined) continue;
		rows.push(row);
		waiting.delete(id);
	}
	rows.push(...waiting.values());
	return { ...list, rows, ids: rows.map(({ id }) => id) };
}
