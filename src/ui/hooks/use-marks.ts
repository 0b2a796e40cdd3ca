import { useEffect, useRef } from 'react';
import type { ListQuery } from '../../filter/tree.ts';
import { isFiltered } from '../../state/recent-filters.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { ListData } from '../model/screen-data.ts';
import type { Program } from '../program.ts';

/**
 * Takes the marks of conversations away that are gone: of a list without a filter, a row that is missing above one that
 * is still there was deleted. Under a filter it may only have changed; its mark stays, and whoever asks is told.
 */
export function useMarks({ store }: Program, state: UiState, list: ListData): void {
	const { query, marks } = state;
	const { ids } = list;
	const before = useRef<{ readonly query: ListQuery; readonly ids: readonly string[] }>({ query, ids });
	useEffect(() => {
		const was = before.current;
		before.current = { query, ids };
		if (was.query !== query || marks.ids.size === 0 || isFiltered(query) || query.limit !== null) return;
		const now = new Set(ids);
		const last = was.ids.findLastIndex((id) => now.has(id));
		const gone = was.ids.slice(0, Math.max(0, last)).filter((id) => marks.ids.has(id) && !now.has(id));
		if (gone.length > 0) store.dispatch({ type: 'mark', ids: gone, isMarked: false, last: marks.last });
	}, [store, query, ids, marks]);
}
