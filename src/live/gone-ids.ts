import type { ConversationsApi } from '../api/conversations-api.ts';
import { idsOf, rowKey } from '../api/keyset-cursor.ts';
import { emptyQuery, plainColumn } from '../filter/tree.ts';

/** Ids of one request: its address stays far below the 8 kB that servers commonly take. */
const batch = 50;
const id = plainColumn('id');

/**
 * Which of these conversations are not there any more: what following a list cannot see. One or two requests for every
 * fifty ids. Throws as the API does, and then has found nothing out.
 */
export async function goneIds(
	api: Pick<ConversationsApi, 'list'>,
	ids: readonly string[],
	options: { readonly signal?: AbortSignal } = {},
): Promise<string[]> {
	const wanted = [...new Set(ids)];
	const there = new Set<string>();
	for (let at = 0; at < wanted.length; at += batch) {
		const operand = wanted.slice(at, at + batch);
		const pages = api.list(
			{
				...emptyQuery,
				filters: [{ kind: 'condition', column: id, negated: false, operator: 'in', operand }],
				// An order that does not move; with the limit, an answer with all of them is known to be the last.
				order: [{ column: id, direction: 'asc', nulls: null }],
				limit: operand.length,
			},
			{ pageSize: operand.length, ...options },
		);
		// By key, since a row that cannot be read is there all the same.
		for await (const { rows } of pages) for (const one of idsOf(rows.map(rowKey))) there.add(one);
	}
	return wanted.filter((one) => !there.has(one));
}
