import { useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { createBadges } from '../../data/badge-query.ts';
import type { ListRow } from '../../data/list-row.ts';
import type { ListData } from '../../data/screen-data.ts';
import { type Attention, type Ranked, rankRows } from '../../state/attention.ts';
import { isDone } from '../../state/done.ts';
import type { UiState } from '../../state/ui-state.ts';
import type { Program } from '../program.ts';
import { isLookingRefused, useBadgeLookup } from './use-badge-lookup.ts';

/** Most rows to check: each costs two requests. */
const mostLooked = 300;

/** Signals that depend on the time are ranked again this often, in milliseconds. */
const dueMillis = 10_000;

const noRows: readonly ListRow[] = [];

/**
 * While the list is in attention order: checks the loaded rows in the background and ranks them again as their signals
 * become known.
 */
export function useAttention(program: Program, state: UiState, { rows }: ListData): void {
	const { store } = program;
	const client = useQueryClient();
	const { attention, done } = state;
	const { isOn } = attention;
	const keptId = keptIn(state);
	const badgesOf = useMemo(() => createBadges(client, program), [client, program]);
	const looking = useMemo(() => (isOn ? rows.slice(0, mostLooked) : noRows), [isOn, rows]);
	const news = useBadgeLookup(program, looking, true);
	/** A changed row keeps its old score until it is checked again, so that it does not fall only to rise again. */
	const scores = useRef(new Map<string, number>());
	const due = Math.floor(program.now() / dueMillis);

	// biome-ignore lint/correctness/useExhaustiveDependencies: `news` and `due` stand for the results of `badgesOf`.
	useLayoutEffect(() => {
		if (!isOn) {
			scores.current.clear();
			return;
		}
		let looked = 0;
		const next = new Map<string, number>();
		for (const row of looking) {
			const badges = badgesOf(row);
			// An unreadable row has nothing to check.
			if (badges !== null || row.kind === 'broken') looked += 1;
			const score = badges?.attention ?? scores.current.get(row.id);
			if (score !== undefined) next.set(row.id, score);
		}
		scores.current = next;
		const now = store.getState();
		const ranked = rankRows(rankable(rows, scores.current, now), shownIds(now, rows), keptIn(now));
		tell(program, { ...ranked, looked, isRefused: isLookingRefused(client) });
	}, [isOn, looking, rows, news, due, done, program, client, badgesOf, store]);

	useLayoutEffect(() => {
		const now = store.getState();
		const { heldId } = now.attention;
		if (heldId === null || heldId === keptId) return;
		// The cursor has left the row that was kept in place, so the row moves to its rank.
		tell(program, { ...now.attention, ...rankRows(rankable(rows, scores.current, now), [], null) });
	}, [program, store, keptId, rows]);
}

/** The row that keeps its place: the cursor's, and while a search is typed the one that it may go back to. */
function keptIn({ searchedFrom, selectedId }: UiState): string | null {
	return searchedFrom?.selectedId ?? selectedId;
}

function rankable(
	rows: readonly ListRow[],
	scores: ReadonlyMap<string, number>,
	{ done }: UiState,
): readonly Ranked[] {
	return rows.map((row) => ({
		id: row.id,
		score: scores.get(row.id) ?? 0,
		isDone: row.kind === 'conversation' && isDone(done, row.conversation),
	}));
}

function shownIds({ attention }: UiState, rows: readonly ListRow[]): readonly string[] {
	return attention.ids.length > 0 ? attention.ids : rows.map(({ id }) => id);
}

/** Dispatches a ranking if it differs from the present one. */
function tell({ store }: Program, { ids, heldId, looked, isRefused }: Omit<Attention, 'isOn'>): void {
	const { attention } = store.getState();
	const isSame =
		attention.heldId === heldId &&
		attention.looked === looked &&
		attention.isRefused === isRefused &&
		attention.ids.length === ids.length &&
		attention.ids.every((id, index) => id === ids[index]);
	if (!isSame) store.dispatch({ type: 'attention-ranked', ranked: { ids, heldId, looked, isRefused } });
}
