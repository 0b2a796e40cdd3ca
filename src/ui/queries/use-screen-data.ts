import { skipToken, useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import type { ListQuery } from '../../filter/tree.ts';
import type { Edits } from '../../state/edits.ts';
import { type UiState, withFirstRow } from '../../state/ui-state.ts';
import type { ListRow } from '../model/list-row.ts';
import type { ListData, OpenData, ScreenData } from '../model/screen-data.ts';
import { asSaving, withPinned, withSaving } from '../model/shown-rows.ts';
import {
	assistantNamesOptions,
	conversationOptions,
	insightsOptions,
	messagesOptions,
	templateNamesOptions,
} from './detail-queries.ts';
import { forgetOldest } from './forget.ts';
import { flattenPages } from './list-pages.ts';
import { headOptions, listOptions } from './list-query.ts';

type BrokenRow = Extract<ListRow, { kind: 'broken' }>;

const noNames: ReadonlyMap<string, string> = new Map();

/**
 * Subscribes to what the screen shows, and so has it fetched: the list, the open conversation, the names of things. Gives
 * the UI state back with the list's first row chosen, where nothing was.
 */
export function useScreenData(
	api: ConversationsApi,
	stored: UiState,
	now: () => number,
): { readonly data: Omit<ScreenData, 'records'>; readonly state: UiState; readonly loadMore: () => void } {
	const list = useListData(api, stored.query, stored.edits);
	const state = useMemo(() => withFirstRow(stored, list.data.ids), [stored, list.data.ids]);
	const open = useOpenData(api, state.openId, list.loaded, stored.edits.saving, now);
	// Names are no hurry: the list comes first.
	const isListLoaded = list.data.isLoaded;
	const templateNames = useQuery({ ...templateNamesOptions(api), enabled: isListLoaded }).data ?? noNames;
	const assistantNames = useQuery({ ...assistantNamesOptions(api), enabled: isListLoaded }).data ?? noNames;
	const data = useMemo(
		() => ({ list: list.data, open, templateNames, assistantNames }),
		[list.data, open, templateNames, assistantNames],
	);
	return { data, state, loadMore: list.loadMore };
}

/** The data that are there. Outside of a component, so that it is not taken for another function with every drawing. */
function loadedOf<T>(results: readonly { readonly data: T | undefined }[]): T[] {
	return results.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

function useListData(
	api: ConversationsApi,
	query: ListQuery,
	{ pinned, saving }: Edits,
): {
	readonly data: ListData;
	/** The rows as the server sent them. */
	readonly loaded: readonly ListRow[];
	readonly loadMore: () => void;
} {
	const client = useQueryClient();
	const list = useInfiniteQuery(listOptions(api, query));
	const head = useQuery({ ...headOptions(client, api, query), enabled: false });
	const { data: pages, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage } = list;
	const loaded = useMemo(() => flattenPages(pages?.pages ?? []), [pages]);
	const made = useQueries({
		queries: pinned.map(({ id }) => conversationOptions(api, id)),
		combine: loadedOf,
	});
	const rows = useMemo(
		() => withSaving(withPinned(loaded, made, query.order, hasNextPage), saving),
		[loaded, made, query.order, hasNextPage, saving],
	);
	const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
	return useMemo(
		() => ({
			data: {
				rows,
				ids,
				loaded: rows.length,
				hasMore: hasNextPage,
				isLoaded: pages !== undefined,
				isFetching: isFetching || head.isFetching,
				error: error ?? head.error,
				problem: pages?.pages.at(-1)?.problem ?? null,
			},
			loaded,
			loadMore: () => {
				if (hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage();
			},
		}),
		[
			loaded,
			rows,
			ids,
			pages,
			hasNextPage,
			isFetching,
			isFetchingNextPage,
			error,
			fetchNextPage,
			head.isFetching,
			head.error,
		],
	);
}

function useOpenData(
	api: ConversationsApi,
	openId: string | null,
	rows: readonly ListRow[],
	saving: Edits['saving'],
	now: () => number,
): OpenData | null {
	const client = useQueryClient();
	const found = useMemo(() => rows.find(({ id }) => id === openId) ?? null, [rows, openId]);
	const id = openId ?? '';
	const unreadable = useQuery<BrokenRow>({ queryKey: ['unreadable', id], queryFn: skipToken }).data;
	const row = found ?? unreadable ?? null;
	const canFetch = openId !== null && row?.kind !== 'broken';
	const conversation = useQuery({
		...conversationOptions(api, id),
		enabled: canFetch && row === null,
	});
	// A row that leaves the list, deleted or sorted away, is not taken from its reader.
	useEffect(() => {
		if (row?.kind === 'conversation') client.setQueryData(['conversation', row.id], row.conversation);
		// And one that has no id to ask for is never asked for: while another order of the list loads, it is in none.
		if (row?.kind === 'broken') client.setQueryData(['unreadable', row.id], row);
	}, [client, row]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: each time another conversation is opened.
	useEffect(() => forgetOldest(client), [client, openId]);
	const messages = useQuery({ ...messagesOptions(client, api, id, now), enabled: canFetch });
	const insights = useQuery({ ...insightsOptions(api, id), enabled: canFetch });
	return useMemo(() => {
		if (openId === null) return null;
		const listed = row?.kind === 'conversation' ? row.conversation : conversation.data;
		return {
			id: openId,
			conversation: {
				data: listed === undefined ? undefined : asSaving(listed, saving),
				error: conversation.error,
				isFetching: conversation.isFetching,
			},
			broken: row?.kind === 'broken' ? row : null,
			messages: { data: messages.data, error: messages.error, isFetching: messages.isFetching },
			insights: { data: insights.data, error: insights.error, isFetching: insights.isFetching },
		};
	}, [
		openId,
		row,
		saving,
		conversation.data,
		conversation.error,
		conversation.isFetching,
		messages.data,
		messages.error,
		messages.isFetching,
		insights.data,
		insights.error,
		insights.isFetching,
	]);
}
