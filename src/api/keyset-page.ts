import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { JsonValue } from '../domain/json.ts';
import { afterRow, withTiebreak } from '../filter/keyset.ts';
import { type Filter, type ListQuery, plainColumn } from '../filter/tree.ts';
import { decodeConversation } from './decode.ts';
import { ApiError } from './errors.ts';
import { isLarge, takeFingerprint } from './fingerprints.ts';
import { advance, idsOf, rowKey, startCursor } from './keyset-cursor.ts';
import { mapInTurns } from './turns.ts';
import type { ConversationPage, PageCursor } from './types.ts';

/** Decodes a row; of a large one, takes the fingerprint first. */
function decodeRow(raw: JsonValue): Decoded<Conversation> | Promise<Decoded<Conversation>> {
	return isLarge(raw) ? takeFingerprint(raw).then(() => decodeConversation(raw)) : decodeConversation(raw);
}

/** One list request; returns the raw rows. */
export type AskRows = (query: ListQuery) => Promise<readonly JsonValue[]>;

type Keyed = { readonly row: Decoded<Conversation>; readonly key: string };
const onlyRow = ({ row }: Keyed): Decoded<Conversation> => row;

/** The rows of an answer without `null` rows; `length` includes them. */
type Answered = { readonly rows: readonly Keyed[]; readonly length: number };

/** Ids that fit into one request's address beside the rest of the query (8 kB is a common limit). */
const mostExcluded = 150;

/**
 * One page of a list by keyset. `isGiven` is true for rows that the caller already has from earlier pages.
 *
 * A list ends with an empty answer, or with one shorter than both the requested size and the longest answer so far. A
 * server may cap the size silently, so a short first answer proves nothing; neither does one with unreadable rows. If
 * an answer has no new row, the request is repeated once with the known rows excluded by id. If the second answer has
 * none either, the page carries a `problem` and the list stops instead of looping forever.
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
	if (wanted <= 0) return endOf(0, null);

	const order = withTiebreak(query.order);
	const after: readonly Filter[] = from.row === null ? [] : [afterRow(order, from.row)];
	const request: ListQuery = { filters: [...query.filters, ...after], order, limit: wanted, offset: null };
	const known = new Set(from.seen);
	const read = async (what: ListQuery): Promise<Answered> => {
		const came = await ask(what);
		const present = came.filter((raw) => raw !== null);
		const rows = await mapInTurns(present, decodeRow);
		return { rows: rows.map((row) => ({ row, key: rowKey(row) })), length: came.length };
	};
	const isStale = ({ rows }: Answered): boolean => rows.every(({ key }) => known.has(key));
	const isLast = ({ rows, length }: Answered, asked: number): boolean =>
		length === 0 || (length < Math.min(asked, from.full) && rows.every(({ row }) => row.ok));

	let asked = wanted + from.again;
	let answer = await read({ ...request, limit: asked });
	if (isStale(answer) && !isLast(answer, asked)) {
		const ids = idsOf(from.seen).slice(-mostExcluded);
		if (ids.length > 0) {
			asked = wanted + (from.seen.length - idsOf(from.seen).length);
			answer = await read({ ...request, filters: [...request.filters, excluding(ids)], limit: asked });
		}
		const isFilterIgnored = answer.rows.some(({ key }) => idsOf([key]).length > 0);
		if (isStale(answer) && (isFilterIgnored || answer.length >= asked)) {
			return endOf(answer.length - answer.rows.length, noAdvance);
		}
	}
	const skipped = answer.length - answer.rows.length;
	if (isStale(answer)) return endOf(skipped, null);

	const fresh = answer.rows.filter(({ key }) => !known.has(key) && !isGiven(key));
	const rows = firstOfEach(fresh).slice(0, left);
	const given = from.given + rows.length;
	const ended = rows.length >= left || isLast(answer, asked);
	const onwards = advance(order, from, answer.rows.map(onlyRow));
	const next = { ...onwards, given, full: Math.max(onwards.full, answer.length) };
	return { rows: rows.map(onlyRow), skipped, next: ended ? null : next, problem: null };
}

function endOf(skipped: number, problem: string | null): ConversationPage {
	return { rows: [], skipped, next: null, problem };
}

const noAdvance = 'The server repeats the same rows: the list stops here, and may be incomplete.';

/** The error for a list that cannot continue; all rows until then are valid. */
export function stoppedError(problem: string): ApiError {
	return new ApiError({
		kind: 'bad-response',
		sentence: problem,
		advice: 'Narrow the filter, or sort by another column.',
	});
}

/** Drops repeated ids within one answer. Keeps all unreadable rows, since equal ones may still be distinct. */
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
		advice: 'The API documents no offset: use a cursor.',
		fields: [{ parameter: 'offset', pointer: null, message: 'not supported', position: null }],
	});
}
