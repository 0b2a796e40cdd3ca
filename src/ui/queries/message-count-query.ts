import { queryOptions } from '@tanstack/react-query';
import type { ConversationsApi } from '../../api/conversations-api.ts';

/** How many messages a conversation has, by what the server says of a page of one. Asked anew each time it is shown. */
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
