import { useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import {
	conversationOptions,
	type Known,
	knownOptions,
	type ListedPage,
} from '../../data/conversation-cache.ts';
import {
	assistantNames as assistantNamesOf,
	assistantsOptions,
	insightsOptions,
	messagesOptions,
	templateNamesOptions,
	withoutHistory as withoutHistoryOf,
} from '../../data/detail-queries.ts';
import { listRows } from '../../data/list-pages.ts';
import { headOptions, listOptions } from '../../data/list-query.ts';
import type { ListRow } from '../../data/list-row.ts';
import { type ListData, notFetched, type OpenData, type ScreenData } from '../../data/screen-data.ts';
import { withHeld, withPinned } from '../../data/shown-rows.ts';
import { evictOldest } from '../../data/side-caches.ts';
import { canCheckWhyEmpty, whyEmptyOptions } from '../../data/why-empty.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Assistant } from '../../domain/insight.ts';
import type { SaidQuery } from '../../filter/tree.ts';
import { isHeldInList } from '../../state/at-hand.ts';
import type { Edits } from '../../state/edits.ts';
import { type UiState, withFirstRow } from '../../state/ui-state.ts';

type BrokenRow = Extract<ListRow, { kind: 'broken' }>;

const noNames: ReadonlyMap<string, string> = new Map();
const noPages: readonly ListedPage[] = [];
const noAssistants: readonly Assistant[] = [];

/**
 * Subscribes to everything the screen shows, which has it fetched: the list, the current conversation once the cursor
 * rests on it, and names. The conversation before stays on the screen for `restMillis` more while this one is fetched.
 * Returns the UI state with the list's first row selected if none was.
 */
export function useScreenData(
	api: ConversationsApi,
	stored: UiState,
	now: () => number,
	restMillis: number,
): { readonly data: Omit<ScreenData, 'records'>; readonly state: UiState; readonly loadMore: () => void } {
	const known = useQuery(knownOptions).data;
	const { data: listed, loadMore } = useListData(api, now, stored.query, stored.edits, known);
	const state = useMemo(() => withFirstRow(stored, listed.ids), [stored, listed.ids]);
	const open = useOpenData(api, state, listed.rows, known, now, restMillis);
	const list = useHeldRow(listed, open, state);
	const isFirstLoaded = useOnce(list.isLoaded);
	const templates = useQuery({ ...templateNamesOptions(api), enabled: isFirstLoaded });
	const templateNames = templates.data ?? noNames;
	const templateError = templates.error;
	const assistants = useQuery({ ...assistantsOptions(api), enabled: isFirstLoaded }).data ?? noAssistants;
	const assistantNames = useMemo(() => assistantNamesOf(assistants), [assistants]);
	const withoutHistory = useMemo(() => withoutHistoryOf(assistants), [assistants]);
	const data = useMemo(
		() => ({ list, open, templateNames, templateError, assistantNames, withoutHistory }),
		[list, open, templateNames, templateError, assistantNames, withoutHistory],
	);
	return { data, state, loadMore };
}

/**
 * True from the first list on. Names can wait for it; with the next filter, a list that is not there yet must not have
 * them asked for again.
 */
function useOnce(isLoaded: boolean): boolean {
	const [was, setWas] = useState(isLoaded);
	if (isLoaded && !was) setWas(true);
	return was || isLoaded;
}

/** The list including the current conversation if it has left the list but stays on screen (see `isHeldInList`). */
function useHeldRow(list: ListData, open: OpenData | null, state: UiState): ListData {
	const before = useRef<readonly string[]>(list.ids);
	const held = isHeldInList(state) ? open?.conversation.data : undefined;
	const { query } = state;
	const shown = useMemo(() => {
		if (held === undefined) return list;
		const rows = withHeld(list.rows, held, before.current, query.order, list.hasMore);
		return rows === list.rows ? list : { ...list, rows, ids: rows.map(({ id }) => id) };
	}, [list, held, query]);
	useLayoutEffect(() => {
		before.current = shown.ids;
	}, [shown]);
	return shown;
}

/** The loaded data. Outside the component, so that its identity is stable across renders. */
function loadedOf<T>(results: readonly { readonly data: T | undefined }[]): T[] {
	return results.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

function useListData(
	api: ConversationsApi,
	now: () => number,
	query: SaidQuery,
	{ pinned }: Edits,
	known: Known,
): { readonly data: ListData; readonly loadMore: () => void } {
	const client = useQueryClient();
	const list = useInfiniteQuery(listOptions({ api, now }, query));
	const head = useQuery({ ...headOptions(client, { api, now }, query), enabled: false });
	const { data: pages, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage } = list;
	const loaded = useMemo(() => listRows(pages?.pages ?? noPages, known), [pages, known]);
	const made = useQueries({
		queries: pinned.map(({ id }) => conversationOptions(client, api, id)),
		combine: loadedOf,
	});
	// A list that failed at first is asked again as a refresh: the later of the two failures counts.
	const isRefreshLater = head.error !== null && head.errorUpdatedAt > list.errorUpdatedAt;
	const latestError = isRefreshLater ? head.error : (error ?? head.error);
	const rows = useMemo(() => {
		const found = made.flatMap((id) => known.rows.get(id)?.value ?? []);
		return withPinned(loaded, found, query.order, hasNextPage);
	}, [loaded, made, known, query.order, hasNextPage]);
	const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
	const listedIds = useMemo(() => loaded.map(({ id }) => id), [loaded]);
	const isEmpty = pages !== undefined && loaded.length === 0 && error === null;
	const whyEmpty =
		useQuery({ ...whyEmptyOptions({ api, now }, query), enabled: isEmpty && canCheckWhyEmpty(query) }).data ??
		null;
	const doubtful = head.data?.unreadable ?? 0;
	const unreadable = useMemo(
		() => doubtful + loaded.filter(({ kind }) => kind === 'broken').length,
		[loaded, doubtful],
	);
	const skipped = useMemo(() => (pages?.pages ?? []).reduce((sum, page) => sum + page.skipped, 0), [pages]);
	return useMemo(
		() => ({
			data: {
				rows,
				ids,
				listedIds,
				loaded: rows.length,
				unreadable,
				skipped,
				hasMore: hasNextPage,
				isLoaded: pages !== undefined,
				isFetching: isFetching || head.isFetching,
				error: latestError,
				problem: pages?.pages.at(-1)?.problem ?? null,
				asOf: pages?.pages.at(0)?.asOf ?? null,
				whyEmpty,
			},
			loadMore: () => {
				if (hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
			},
		}),
		[
			rows,
			ids,
			listedIds,
			unreadable,
			skipped,
			pages,
			hasNextPage,
			isFetching,
			isFetchingNextPage,
			error,
			fetchNextPage,
			head.isFetching,
			latestError,
			whyEmpty,
		],
	);
}

function useOpenData(
	api: ConversationsApi,
	{ selectedId, openId }: UiState,
	rows: readonly ListRow[],
	known: Known,
	now: () => number,
	restMillis: number,
): OpenData | null {
	const client = useQueryClient();
	const found = useMemo(() => rows.find(({ id }) => id === openId) ?? null, [rows, openId]);
	const id = openId ?? '';
	// It has no id to ask for, and may be in no page while another order of the list loads.
	const broken = useRef<BrokenRow | null>(null);
	const row = found ?? (broken.current?.id === openId ? broken.current : null);
	useLayoutEffect(() => {
		if (found?.kind === 'broken') broken.current = found;
	}, [found]);
	const canFetch = openId !== null && row?.kind !== 'broken';
	const conversation = useQuery({
		...conversationOptions(client, api, id),
		enabled: canFetch && row === null,
	});
	// A row that leaves the list, deleted or sorted away, stays with its reader.
	const alone = known.rows.get(conversation.data ?? id)?.value;
	// biome-ignore lint/correctness/useExhaustiveDependencies: runs each time another conversation opens.
	useEffect(() => evictOldest(client), [client, openId]);
	const messages = useQuery({ ...messagesOptions(client, api, id, now), enabled: canFetch });
	const insights = useQuery({ ...insightsOptions(client, api, id), enabled: canFetch });
	const [lateId, setLateId] = useState<string | null>(null);
	const isAwaited =
		openId !== null && lateId !== openId && messages.data === undefined && messages.isFetching;
	useEffect(() => {
		if (!isAwaited) return;
		const timer = setTimeout(() => setLateId(openId), restMillis);
		return () => clearTimeout(timer);
	}, [isAwaited, openId, restMillis]);
	const shown = useRef<Conversation | null>(null);
	const fetched = useMemo(() => {
		if (openId === null) return null;
		return {
			id: openId,
			conversation: {
				data: row?.kind === 'conversation' ? row.conversation : alone,
				error: conversation.error,
				isFetching: conversation.isFetching,
			},
			broken: row?.kind === 'broken' ? row : null,
			messages: { data: messages.data, error: messages.error, isFetching: messages.isFetching },
			insights: { data: insights.data, error: insights.error, isFetching: insights.isFetching },
			// Most answers come at once: clearing the pane until then would draw it twice for every row.
			before: isAwaited ? shown.current : null,
		};
	}, [
		openId,
		isAwaited,
		row,
		alone,
		conversation.error,
		conversation.isFetching,
		messages.data,
		messages.error,
		messages.isFetching,
		insights.data,
		insights.error,
		insights.isFetching,
	]);
	useLayoutEffect(() => {
		if (!isAwaited) shown.current = fetched?.conversation.data ?? null;
	}, [isAwaited, fetched]);
	return useMemo(() => {
		if (selectedId === null || selectedId === openId) return selectedId === null ? null : fetched;
		const selected = known.rows.get(selectedId)?.value;
		return notFetched(selectedId, rows, selected, fetched?.before ?? fetched?.conversation.data ?? null);
	}, [known, selectedId, openId, fetched, rows]);
}
