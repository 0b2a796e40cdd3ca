import { formatInstant, type Instant, instantFromMillis } from '../domain/instant.ts';
import type { JsonValue } from '../domain/json.ts';
import { withTiebreak } from '../filter/keyset.ts';
import { type Filter, type ListQuery, type Order, plainColumn } from '../filter/tree.ts';
import { rowKey } from './keyset-cursor.ts';
import { type AskRows, readPage, stoppedError } from './keyset-page.ts';
import type { ConversationPage, PageCursor } from './types.ts';

/** A list request that also returns the time of the answer, in milliseconds since 1970. */
export type AskRowsDated = (
	query: ListQuery,
) => Promise<{ readonly rows: readonly JsonValue[]; readonly servedAt: number }>;

/** Generous limit, in microseconds, for the delay between a message's timestamp and its visibility. */
const commitSlack = 60_000_000;

/**
 * The whole list, page by page, each row once. Pages without a new row are omitted.
 *
 * `last_message_at` changes during the walk. A row that moves ahead of the reader appears again and is dropped. A row
 * that jumps behind the reader would be lost. In an order with `last_message_at`, a second walk therefore reads rows
 * changed since the start, in ascending order: there a row can only move ahead.
 * Moves by any other column (a new name, in an order by name) are not followed.
 * Throws an `ApiError` (bad-response) after the last readable row if the server does not advance.
 */
export async function* walkList(
	askDated: AskRowsDated,
	query: ListQuery,
	pageSize: number,
): AsyncGenerator<ConversationPage> {
	const given = new Set<string>();
	let startedAt: number | null = null;
	const ask: AskRows = async (asked) => {
		const answer = await askDated(asked);
		startedAt ??= answer.servedAt;
		return answer.rows;
	};
	const top = { instant: null as Instant | null };

	yield* walkOnce(ask, query, pageSize, given, top);
	if (query.limit !== null && given.size >= query.limit) return;
	const order = withTiebreak(query.order);
	if (!order.some(isLastMessage) || startedAt === null) return;

	// With the newest first, only rows newer than the first one read are behind the reader.
	const newestFirst = isLastMessage(order[0]) && order[0]?.direction === 'desc';
	const since = (newestFirst ? top.instant : null) ?? instantFromMillis(startedAt);
	const left = query.limit === null ? null : query.limit - given.size;
	yield* walkOnce(ask, { ...movedSince(query, since), limit: left }, pageSize, given, top);
}

async function* walkOnce(
	ask: AskRows,
	query: ListQuery,
	pageSize: number,
	given: Set<string>,
	top: { instant: Instant | null },
): AsyncGenerator<ConversationPage> {
	const visited = new Set<string>();
	let cursor: PageCursor | null = null;
	do {
		const page: ConversationPage = await readPage(ask, query, cursor, pageSize, (key) => given.has(key));
		for (const row of page.rows) {
			given.add(rowKey(row));
			if (row.ok) top.instant ??= row.value.lastMessageAt;
		}
		if (page.rows.length > 0) yield page;
		if (page.problem !== null) throw stoppedError(page.problem);
		cursor = page.next;
		if (cursor !== null && isRevisited(visited, cursor))
			throw stoppedError('The server repeats the pages of the list.');
	} while (cursor !== null);
}

/** True for a second request for the same rows: a server that varies its answers would never end. */
function isRevisited(visited: Set<string>, cursor: PageCursor): boolean {
	const place = JSON.stringify([cursor.row, cursor.seen]);
	if (visited.has(place)) return true;
	visited.add(place);
	return false;
}

function isLastMessage(order: Order | undefined): boolean {
	return order?.column.kind === 'plain' && order.column.name === 'last_message_at';
}

function movedSince(query: ListQuery, since: Instant): ListQuery {
	const column = plainColumn('last_message_at');
	const operand = formatInstant((since - commitSlack) as Instant);
	const moved: Filter = { kind: 'condition', column, negated: false, operator: 'gte', operand };
	const order: Order[] = [{ column, direction: 'asc', nulls: null }];
	return { ...query, filters: [...query.filters, moved], order };
}
