import { useEffect, useLayoutEffect, useRef } from 'react';
import { rowOrder } from '../../filter/compare.ts';
import { withTiebreak } from '../../filter/keyset.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { ListData } from '../model/screen-data.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { refreshList } from '../queries/list-query.ts';

/** The cursor may come this many screens near the end before more rows are asked for. */
const screensAhead = 2;

/**
 * What the list does by itself: it keeps its cursor when rows change, opens the row that the cursor rests on, loads more
 * before its end is reached, and looks once more at its top when the end is there.
 */
export function useListEffects(
	program: Program,
	state: UiState,
	list: ListData,
	view: ScreenView,
	loadMore: () => void,
): void {
	const { store, client, api, restMillis } = program;
	const { ids: loadedIds, hasMore, isLoaded } = list;
	const { ids } = view.list;
	const height = view.listHeight;
	const before = useRef<readonly string[]>(ids);

	useLayoutEffect(() => {
		// A list that is still on its way takes nobody's place from them.
		if (!isLoaded) return;
		// Nor does a search that finds nothing: ended, it gives back the row they were on.
		if (ids.length === 0 && loadedIds.length > 0) return;
		store.dispatch({ type: 'list-changed', before: before.current, ids, height });
		before.current = ids;
	}, [store, ids, loadedIds, height, isLoaded]);

	const { selectedId, wantedId, openId } = state;
	const ranked = state.attention.ids;
	useEffect(() => {
		if (wantedId === null || wantedId === openId) return;
		const timer = setTimeout(() => store.dispatch({ type: 'open', id: wantedId }), restMillis);
		return () => clearTimeout(timer);
	}, [store, wantedId, openId, restMillis]);

	useEffect(() => {
		// What was opened by its id, and is in the list, is where the cursor is.
		if (openId === null || wantedId !== openId || selectedId === openId || !ids.includes(openId)) return;
		store.dispatch({ type: 'list-select', ids, height, id: openId });
	}, [store, openId, wantedId, selectedId, ids, height]);

	useEffect(() => {
		// By its place in all that is loaded: a short list of what was found is no reason to load the rest of the account.
		// What needs attention can be the last that was loaded, and stands at the top all the same.
		const all = ranked.length > 0 ? ranked : loadedIds;
		const place = selectedId === null ? 0 : all.indexOf(selectedId);
		if (hasMore && place >= all.length - screensAhead * height) loadMore();
	}, [selectedId, ranked, loadedIds, hasMore, height, loadMore]);

	const hasPaged = useRef(false);
	const { query } = state;
	useEffect(() => {
		if (hasMore) hasPaged.current = true;
		// While the pages came in, a row may have moved above where they started.
		if (!isLoaded || hasMore || !hasPaged.current) return;
		hasPaged.current = false;
		// Under an order that only the server knows, the top read anew would take the place of all that is loaded.
		if (rowOrder(withTiebreak(query.order)) === null) return;
		void refreshList(client, api, query);
	}, [client, api, query, isLoaded, hasMore]);
}
