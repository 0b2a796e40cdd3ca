import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { isNotFound } from '../../api/errors.ts';
import { refreshList } from '../../data/list-query.ts';
import { journalOptions, restoringKey, trashedOptions, trashOptions } from '../../data/records-queries.ts';
import type { ListData, RecordsData, Restoring, ScreenData } from '../../data/screen-data.ts';
import { taskWords } from '../../domain/batch-task.ts';
import { rowOrder } from '../../filter/compare.ts';
import { withTiebreak } from '../../filter/keyset.ts';
import type { SaidQuery } from '../../filter/tree.ts';
import { isHeldInList } from '../../state/at-hand.ts';
import { isCutOff } from '../../state/batches.ts';
import { notify } from '../../state/events.ts';
import { isFiltered } from '../../state/filter/recent-filters.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { ScreenView } from '../../view/view-model.ts';
import type { Program } from '../program.ts';

/** Screens left below the cursor when more rows are loaded. */
const screensAhead = 2;

/**
 * The list's own effects: keeps its cursor when rows change, opens the row that the cursor rests on, loads more before
 * the end, and reads the top again after the last page.
 */
export function useListEffects(
	program: Program,
	state: UiState,
	list: ListData,
	view: ScreenView,
	loadMore: () => void,
): void {
	const { store, client, restMillis } = program;
	const { ids: loadedIds, hasMore, isLoaded } = list;
	const { ids } = view.list;
	const height = view.listHeight;
	const before = useRef<readonly string[]>(ids);
	const isHeld = isHeldInList(state);

	// biome-ignore lint/correctness/useExhaustiveDependencies: back in the list, the cursor needs an existing row.
	useLayoutEffect(() => {
		// While the list loads, the cursor keeps its place.
		if (!isLoaded) return;
		// A search without matches keeps the selected row for its end.
		if (ids.length === 0 && loadedIds.length > 0) return;
		store.dispatch({ type: 'list-changed', before: before.current, ids, height });
		before.current = ids;
	}, [store, ids, loadedIds, height, isLoaded, isHeld]);

	const { selectedId, openId } = state;
	const ranked = state.attention.ids;
	useEffect(() => {
		if (selectedId === null || selectedId === openId) return;
		const timer = setTimeout(() => store.dispatch({ type: 'open', id: selectedId }), restMillis);
		return () => clearTimeout(timer);
	}, [store, selectedId, openId, restMillis]);

	useEffect(() => {
		// Compares with all loaded rows: a short search result must not load the rest of the account. The most urgent
		// row can be the last one loaded and still be on top.
		const all = ranked.length > 0 ? ranked : loadedIds;
		const place = selectedId === null ? 0 : all.indexOf(selectedId);
		if (hasMore && place >= all.length - screensAhead * height) loadMore();
	}, [selectedId, ranked, loadedIds, hasMore, height, loadMore]);

	const hasPaged = useRef(false);
	const { query } = state;
	useEffect(() => {
		if (hasMore) hasPaged.current = true;
		// While pages loaded, a row may have moved above the first page.
		if (!isLoaded || hasMore || !hasPaged.current) return;
		hasPaged.current = false;
		// If only the server knows the order, reading the top again would replace all loaded rows.
		if (rowOrder(withTiebreak(query.order)) === null) return;
		void refreshList(client, program, query);
	}, [client, program, query, isLoaded, hasMore]);
}

/** Reports batches that were cut off, once the list has loaded: their results are not known yet. */
export function useCutOffNotice({ store, writer }: Program, isLoaded: boolean): void {
	useEffect(() => {
		if (!isLoaded) return;
		const look = async (): Promise<void> => {
			const { batches } = await writer.records.batches.list();
			const cut = batches.filter(isCutOff);
			const [first] = cut;
			if (first === undefined || store.getState().notice !== null) return;
			const others = cut.length === 1 ? '' : ` (and ${cut.length - 1} more)`;
			notify(
				store,
				'warn',
				`A batch was cut off: ${taskWords(first.plan.task)}${others}. :batches shows how far it got.`,
			);
		};
		// :batches itself shows why the files cannot be read.
		look().catch(() => undefined);
	}, [store, writer, isLoaded]);
}

/**
 * Unmarks deleted conversations: in a list without a filter, a row missing above an existing one was deleted. Under a
 * filter it may only have changed, so its mark stays and the next question mentions it.
 */
export function useMarks({ store }: Program, state: UiState, list: ListData): void {
	const { query, marks } = state;
	const { listedIds: ids } = list;
	const before = useRef<{ readonly query: SaidQuery; readonly ids: readonly string[] }>({ query, ids });
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

/**
 * Records that the server no longer has the current conversation: it can no longer be written to, and a question about
 * it closes. Its pin goes once the cursor has left the row.
 */
export function useGone({ store }: Program, state: UiState, { open }: ScreenData): void {
	const { live, edits, selectedId, deletions } = state;
	const id = open?.id ?? null;
	const isGone = open !== null && [open.conversation, open.messages].some(({ error }) => isNotFound(error));
	useEffect(() => {
		if (id === null || !isGone || deletions.has(id)) return;
		store.dispatch({ type: 'live-checked', asked: [id], gone: [id] });
	}, [store, id, isGone, deletions]);

	useEffect(() => {
		for (const pinned of edits.pinned)
			if (pinned.id !== selectedId && live.gone.has(pinned.id))
				store.dispatch({ type: 'unpin', id: pinned.id });
	}, [store, edits.pinned, live.gone, selectedId]);
}

const none: ReadonlyMap<string, Restoring> = new Map();

/** Subscribes to the open list of records, which has its files read; null while none is open. */
export function useRecordsData({ writer }: Program, { overlays }: UiState): RecordsData | null {
	const overlay = overlays.findLast(({ kind }) => kind === 'records');
	const draft = overlay?.kind === 'records' ? overlay.draft : null;
	const isTrash = draft?.what === 'trash';
	const shown = isTrash && draft.shownTop !== null ? draft.selected : null;
	const { records } = writer;
	const journal = useQuery({ ...journalOptions(records), enabled: draft?.what === 'journal' });
	const trash = useQuery({ ...trashOptions(records), enabled: isTrash });
	const whole = useQuery({ ...trashedOptions(records, shown ?? ''), enabled: shown !== null });
	const restoring = useQuery<ReadonlyMap<string, Restoring>>({
		queryKey: restoringKey,
		queryFn: skipToken,
		structuralSharing: false,
	}).data;
	const what = draft?.what ?? null;
	return useMemo(() => {
		switch (what) {
			case null:
				return null;
			case 'journal':
				return { what, list: { data: journal.data, error: journal.error } };
			case 'trash':
				return {
					what,
					list: { data: trash.data, error: trash.error },
					whole: {
						data: shown === null ? undefined : whole.data,
						error: shown === null ? null : whole.error,
					},
					restoring: restoring ?? none,
				};
		}
	}, [what, shown, journal.data, journal.error, trash.data, trash.error, whole.data, whole.error, restoring]);
}
