import { queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../api/conversations-api.ts';
import { isNullRow } from '../domain/decoded.ts';
import { instantFromMillis } from '../domain/instant.ts';
import { queryKey } from '../filter/query-text/format-query-text.ts';
import { resolveQuery } from '../filter/resolve.ts';
import type { SaidQuery } from '../filter/tree.ts';
import { localZone } from '../text/time.ts';

/** Counting stops here: the API gives no total, so every row counted is a row sent. */
const countLimit = 100;

/** A count of `countOptions` as text: `12`, or `100+` for any larger number. */
export function countedText(count: number): string {
	return count > countLimit ? `${countLimit}+` : `${count}`;
}

/** How long a count stays valid, in milliseconds. */
const staleMillis = 30_000;

/** Counts the rows of a query, up to `countLimit + 1`, which stands for any larger number. */
export function countOptions(
	{ api, now }: { readonly api: Pick<ConversationsApi, 'list'>; readonly now: () => number },
	query: SaidQuery,
) {
	const limit = Math.min(query.limit ?? countLimit + 1, countLimit + 1);
	return queryOptions({
		queryKey: ['count', queryKey({ ...query, order: [] })] as const,
		queryFn: async ({ signal }): Promise<number> => {
			let count = 0;
			const sent = resolveQuery({ ...query, limit }, { now: instantFromMillis(now()), zone: localZone });
			for await (const page of api.list(sent, { pageSize: limit, signal }))
				count += page.rows.filter((row) => !isNullRow(row)).length;
			return count;
		},
		staleTime: staleMillis,
		gcTime: staleMillis,
	});
}

/** Reads how many messages a conversation has: the total of a page of one message. Never cached. */
export function messageCountOptions(api: Pick<ConversationsApi, 'messages'>, id: string) {
	return queryOptions({
		queryKey: ['message-count', id],
		queryFn: async ({ signal }): Promise<number> => {
			for await (const page of api.messages(id, { pageSize: 1, signal })) return page.totalResults;
			return 0;
		},
		staleTime: 0,
		gcTime: 0,
	});
}
