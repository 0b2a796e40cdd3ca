import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';
import { type Decoded, decodedValues } from '../../domain/decoded.ts';
import type { InsightResult } from '../../domain/insight.ts';
import type { Message } from '../../domain/message.ts';

/** The messages of a conversation as far as they are loaded, in the order in which the server sent them. */
export type MessageSet = {
	readonly rows: readonly Decoded<Message>[];
	/** How many the server says there are. */
	readonly total: number;
	readonly complete: boolean;
};

/** Data older than this is read again when its conversation is opened, behind what is shown. */
const staleMillis = 60_000;

/** How long what nobody looks at is kept. */
const keptMillis = 5 * 60_000;

/** A part of a long conversation is shown at most this often while the rest loads. */
const publishMillis = 200;

/** One conversation by id: for those that are not in the list, and for reading one again. */
export function conversationOptions(api: Pick<ConversationsApi, 'get'>, id: string) {
	return queryOptions({
		queryKey: ['conversation', id],
		queryFn: ({ signal }) => api.get(id, { signal }),
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/** All messages, page after page. Until they have all been loaded once, each part is shown as it comes. */
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
			let publishedAt = Number.NEGATIVE_INFINITY;
			for await (const page of api.messages(id, { signal })) {
				rows.push(...page.rows);
				total = page.totalResults;
				const shown = client.getQueryData<MessageSet>(queryKey);
				const isLast = page.page >= page.totalPages;
				if (isLast || shown?.complete === true || now() - publishedAt < publishMillis) continue;
				publishedAt = now();
				client.setQueryData<MessageSet>(queryKey, { rows: [...rows], total, complete: false });
			}
			return { rows, total: Math.max(total, rows.length), complete: true };
		},
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/** All insight results of a conversation. */
export function insightsOptions(api: Pick<ConversationsApi, 'insights'>, id: string) {
	return queryOptions({
		queryKey: ['insights', id],
		queryFn: async ({ signal }): Promise<readonly Decoded<InsightResult>[]> => {
			const rows: Decoded<InsightResult>[] = [];
			for await (const page of api.insights(id, { signal })) rows.push(...page.rows);
			return rows;
		},
		staleTime: staleMillis,
		gcTime: keptMillis,
	});
}

/** The names of insight templates, by id. */
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

/** The names of assistants, by id. */
export function assistantNamesOptions(api: Pick<ConversationsApi, 'assistants'>) {
	return queryOptions({
		queryKey: ['assistants'],
		queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
			const assistants = decodedValues(await api.assistants({ signal }));
			return new Map(assistants.map(({ id, name }) => [id, name]));
		},
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
	});
}
