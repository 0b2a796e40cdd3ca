import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { JsonValue } from '../domain/json.ts';
import { afterRow, withTiebreak } from '../filter/keyset.ts';
import { type Filter, type ListQuery, plainColumn } from '../filter/tree.ts';
import { decodeConversation } from './decode.ts';
import { ApiError } from './errors.ts';
import { advance, idsOf, rowKey, startCursor } from './keyset-cursor.ts';
import type { ConversationPage, PageCursor } from './types.ts';

/** One list request: the rows as they came. */
export type AskRows = (query: ListQuery) => Promise<readonly JsonValue[]>;

type Keyed = { readonly row: Decoded<Conversation>; readonly key: string };
const onlyRow = ({ row }: Keyed): Decoded<Conversation> => row;

/** Ids that fit into the address of one request beside everything else (8 kB is a common limit). */
const mostExcluded = 150;

/**
 * One page of a list by keyset. `isGiven` names rows that the caller has already, beyond the page before.
 *
 * The end is an empty answer, or one shorter than both what was asked for and what the server has been seen to send: a
 * server may cap the size silently, so a first short answer proves nothing. An answer without a single new row is
 * asked for once more with the known rows excluded by id; where that gives nothing new either, the page says so in
 * `problem` and the list stops, rather than going round for ever.
 */
export async function readPage(
	ask: AskRows,
	query: ListQuery,
	cursor: PageCursor | null,
	pageSize: number,
	isGiven: (key: string) => boolean = () => false,
): Promise<ConversationPage> {
	if (query.offset !== null) throw offsetRefused();
	const from = cursor ?? startCursor;
	const left = query.limit === null ? Number.POSITIVE_INFINITY : query.limit - from.given;
	const wanted = Math.min(Math.max(1, Math.floor(pageSize)), left);
	if (wanted <= 0) return { rows: [], next: null, problem: null };

	const order = withTiebreak(query.order);
	const after: readonly Filter[] = from.row === null ? [] : [afterRow(order, from.row)];
	const request: ListQuery = { filters: [...query.filters, ...after], order, limit: wanted, offset: null };
	const known = new Set(from.seen);
	const read = async (what: ListQuery): Promise<Keyed[]> =>
		(await ask(what)).map(decodeConversation).map((row) => ({ row, key: rowKey(row) }));
	const isStale = (rows: readonly Keyed[]): boolean => rows.every(({ key }) => known.has(key));
	const isLast = (rows: readonly Keyed[], asked: number): boolean =>
		rows.length === 0 || rows.length < Math.min(asked, from.full);

	let asked = wanted + from.again;
	let answer = await read({ ...request, limit: asked });
	if (isStale(answer) && !isLast(answer, asked)) {
		const ids = idsOf(from.seen).slice(-mostExcluded);
		if (ids.length > 0) {
			asked = wanted + (from.seen.length - idsOf(from.seen).length);
			answer = await read({ ...request, filters: [...request.filters, excluding(ids)], limit: asked });
		}
		const isFilterIgnored = answer.some(({ key }) => idsOf([key]).length > 0);
		if (isStale(answer) && (isFilterIgnored || answer.length >= asked)) {
			return { rows: [], next: null, problem: noAdvance };
		}
	}
	if (isStale(answer)) return { rows: [], next: null, problem: null };

	const rows = firstOfEach(answer.filter(({ key }) => !known.has(key) && !isGiven(key))).slice(0, left);
	const given = from.given + rows.length;
	const ended = rows.length >= left || isLast(answer, asked);
	const next = advance(order, from, answer.map(onlyRow));
	return { rows: rows.map(onlyRow), next: ended ? null : { ...next, given }, problem: null };
}

const noAdvance =
	'The server sends the same rows again instead of the next ones: the list stops here, and may have more.';

/** The error for a list that cannot go on; what was given until then is good. */
export function stoppedError(problem: string): ApiError {
	return new ApiError({
		kind: 'bad-response',
		sentence: problem,
		advice: 'Narrow the filter, or sort by another column.',
	});
}

/** An id twice in one answer is one row; rows without an id are all kept, as nothing tells them apart for certain. */
function firstOfEach(rows: readonly Keyed[]): Keyed[] {
	const keys = new Set<string>();
	return rows.filter(({ row, key }) => {
		if (!row.ok) return true;
		if (keys.has(key)) return false;
		keys.add(key);
		return true;
	});
}

function excluding(ids: readonly string[]): Filter {
	return { kind: 'condition', column: plainColumn('id'), negated: true, operator: 'in', operand: ids };
}

function offsetRefused(): ApiError {
	return new ApiError({
		kind: 'invalid',
		sentence: 'A list cannot start at an offset.',
		advice: 'Whether the API knows one is not documented: page on from a cursor instead.',
		fields: [{ parameter: 'offset', pointer: null, message: 'not supported', position: null }],
	});
}
