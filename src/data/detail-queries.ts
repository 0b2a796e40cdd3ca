import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { ApiError } from '../api/errors.ts';
import { type Decoded, decodedValues, isNullRow } from '../domain/decoded.ts';
import type { Assistant, InsightResult } from '../domain/insight.ts';
import type { Message } from '../domain/message.ts';
import { keptMillis, staleMillis } from './query-client.ts';
import { showPart } from './side-caches.ts';

/** The loaded messages of a conversation, in the server's order. */
export type MessageSet = {
	readonly rows: readonly Decoded<Message>[];
	/** The total that the server reports. */
	readonly total: number;
	/** How many pages could not be read; each has one row. */
	readonly holes: number;
	readonly complete: boolean;
};

/** A complete set of messages. */
export function wholeSet(rows: readonly Decoded<Message>[]): MessageSet {
	return { rows, total: rows.length, holes: 0, complete: true };
}

/** While a long transcript loads, the screen shows a longer part at most this often. Milliseconds. */
const publishMillis = 200;

/** Reads all messages, page after page. The first time, the screen shows the pages as they arrive. */
export function messagesOptions(
	client: QueryClient,
	api: Pick<ConversationsApi, 'messages'>,
	id: string,
	now: () => number,
) {
	const queryKey = ['messages', id] as const;
	return queryOptions({
		queryKey,
		queryFn: async ({ signal }): Promise<MessageSet> => {
			const rows: Decoded<Message>[] = [];
			let total = 0;
			let holes = 0;
			let publishedAt = Number.NEGATIVE_INFINITY;
			for await (const page of api.messages(id, { signal, holes: true })) {
				rows.push(...page.rows);
				total = page.totalResults;
				if (page.isHole) holes += 1;
				const shown = client.getQueryData<MessageSet>(queryKey);
				const isLast = page.page >= page.totalPages;
				if (isLast || shown?.complete === true || now() - publishedAt < publishMillis) continue;
				publishedAt = now();
				showPart<MessageSet>(client, queryKey, {
					rows: [...rows],
					total,
					holes,
					complete: false,
				});
			}
			const before = client.getQueryData<MessageSet>(queryKey);
			if (before?.complete === true) refuseWorse(before.rows, rows, 'messages');
			return { rows, total: Math.max(total, rows.length), holes, complete: holes === 0 };
		},
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/**
 * Throws a `bad-response` if a refetch would replace readable rows with unreadable ones: it has more unreadable rows
 * than before, beyond the rows that are new.
 */
function refuseWorse(
	before: readonly Decoded<unknown>[],
	now: readonly Decoded<unknown>[],
	what: 'messages' | 'insights',
): void {
	const unreadable = (rows: readonly Decoded<unknown>[]): number =>
		rows.filter((row) => !row.ok && !isNullRow(row)).length;
	const more = Math.max(0, now.length - before.length);
	if (before.length === 0 || unreadable(now) <= unreadable(before) + more) return;
	throw new ApiError({
		kind: 'bad-response',
		sentence: `${unreadable(now)} of the ${what} could not be read. The earlier ones are shown.`,
		advice: 'Press r to read them again.',
	});
}

/** Reads all insight results of a conversation. */
export function insightsOptions(client: QueryClient, api: Pick<ConversationsApi, 'insights'>, id: string) {
	const queryKey = ['insights', id] as const;
	return queryOptions({
		queryKey,
		queryFn: async ({ signal }): Promise<readonly Decoded<InsightResult>[]> => {
			const rows: Decoded<InsightResult>[] = [];
			for await (const page of api.insights(id, { signal, holes: true })) rows.push(...page.rows);
			refuseWorse(client.getQueryData<readonly Decoded<InsightResult>[]>(queryKey) ?? [], rows, 'insights');
			return rows;
		},
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/** Reads the names of insight templates, by id. */
export function templateNamesOptions(api: Pick<ConversationsApi, 'insightTemplates'>) {
	return queryOptions({
		queryKey: ['insight-templates'],
		queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
			const names = new Map<string, string>();
			for await (const page of api.insightTemplates({ signal })) {
				for (const template of decodedValues(page.rows)) names.set(template.id, template.name);
			}
			return names;
		},
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
}

/** Reads the assistants of the account. */
export function assistantsOptions(api: Pick<ConversationsApi, 'assistants'>) {
	return queryOptions({
		queryKey: ['assistants'],
		queryFn: async ({ signal }): Promise<readonly Assistant[]> => {
			const assistants: Assistant[] = [];
			for await (const page of api.assistants({ signal })) assistants.push(...decodedValues(page.rows));
			return assistants;
		},
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
}

/** The names of assistants, by id. */
export function assistantNames(assistants: readonly Assistant[]): ReadonlyMap<string, string> {
	return new Map(assistants.map(({ id, name }) => [id, name]));
}

/** The ids of assistants that keep no history. */
export function withoutHistory(assistants: readonly Assistant[]): ReadonlySet<string> {
	return new Set(assistants.filter(({ keepsHistory }) => !keepsHistory).map(({ id }) => id));
}
