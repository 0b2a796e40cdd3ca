import type { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ConversationPage, PageCursor } from '../../src/api/types.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import { emptyQuery, type ListQuery } from '../../src/filter/tree.ts';
import { answerList, type FakeList } from './fake-list.ts';
import { apiOn, serve, type TestServer } from './http-server.ts';

/** The service on a server with the list last set by `given`, which also resets `requests`. */
export type ListHarness = {
	readonly api: ConversationsApi;
	readonly server: TestServer;
	readonly given: (list: FakeList) => void;
	readonly requests: () => number;
	/** All pages by cursor; each cursor passes through JSON, as in a cache. */
	readonly byPages: (query: ListQuery, pageSize: number) => Promise<ConversationPage[]>;
};

/** Starts the server; the caller closes it. */
export async function startLists(): Promise<ListHarness> {
	let list: FakeList = { rows: [] };
	let nth = 0;
	const server = await serve((seen, response) => answerList(list, seen, response, nth++));
	const api = apiOn(server.url);
	return {
		api,
		server,
		given: (fake) => {
			list = fake;
			nth = 0;
		},
		requests: () => nth,
		byPages: async (asked, pageSize) => {
			const pages: ConversationPage[] = [];
			let cursor: PageCursor | null = null;
			do {
				const page: ConversationPage = await api.listPage(asked, { cursor, pageSize });
				pages.push(page);
				cursor = page.next === null ? null : throughJson(page.next);
				if (pages.length > 500) throw new Error('no end');
			} while (cursor !== null);
			return pages;
		},
	};
}

/** The ids of the rows of pages; the problem for a broken row. */
export function pageIds(pages: readonly ConversationPage[]): string[] {
	return pages.flatMap((page) => page.rows.map((one) => (one.ok ? one.value.id : one.problem)));
}

/** The ids of rows. */
export function rowIds(rows: readonly KeysetRow[]): string[] {
	return rows.map(({ id }) => id);
}

/** The empty query with additions. */
export function query(more: Partial<ListQuery>): ListQuery {
	return { ...emptyQuery, ...more };
}

/** The value after a round trip through a JSON cache. */
function throughJson(cursor: PageCursor): PageCursor {
	const json: unknown = parseJsonText(JSON.stringify(cursor));
	return json as PageCursor;
}
