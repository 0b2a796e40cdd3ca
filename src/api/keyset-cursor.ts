import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { isJsonObject, type JsonValue } from '../domain/json.ts';
import type { KeysetRow } from '../filter/keyset.ts';
import type { Order } from '../filter/tree.ts';
import { fingerprintOf } from './fingerprints.ts';
import type { PageCursor } from './types.ts';

type Row = Decoded<Conversation>;
type TimeColumn = 'created_at' | 'last_message_at';

/** The start of every list. */
export const startCursor: PageCursor = { row: null, again: 0, seen: [], given: 0, full: 0 };

/** The same for a server known to send `full` rows at once: a shorter answer is then the last. */
export function startingCursor(full: number): PageCursor {
	return { ...startCursor, full };
}

/** Identifies a row across pages: `id <its id>`, or `json <its fingerprint>` for a row without an id. */
export function rowKey(row: Row): string {
	if (row.ok) return `${idMark}${row.value.id}`;
	const id = isJsonObject(row.raw) ? row.raw.id : undefined;
	return typeof id === 'string' ? `${idMark}${id}` : `json ${fingerprintOf(row.raw)}`;
}

const idMark = 'id ';

/** The ids among row keys. */
export function idsOf(keys: readonly string[]): string[] {
	return keys.filter((key) => key.startsWith(idMark)).map((key) => key.slice(idMark.length));
}

/**
 * The cursor after `answer`: it follows the last row with reliable sort values. The server sends later rows again, and
 * rows that tie with this one within the precision of its timestamp, so both are counted and remembered.
 */
export function advance(order: readonly Order[], cursor: PageCursor, answer: readonly Row[]): PageCursor {
	const keys = answer.map(rowKey);
	const full = Math.max(cursor.full, answer.length);
	const times = timeColumns(order);
	const at = answer.findLastIndex(
		(row) => row.ok && times.every(({ name }) => hasUsableTime(row.value, name)),
	);
	const row = answer[at];
	if (row?.ok !== true) {
		const fresh = keys.filter((key) => !cursor.seen.includes(key));
		return { ...cursor, again: cursor.again + fresh.length, seen: [...cursor.seen, ...fresh], full };
	}
	const tied = countTied(answer.slice(0, at + 1), times, row.value);
	return {
		row: keysetRow(order, row.value),
		again: tied + (answer.length - 1 - at),
		seen: tied === at + 1 ? [...new Set([...cursor.seen, ...keys])] : keys,
		given: cursor.given,
		full,
	};
}

/** The sort values of a row. The true value of a timestamp in milliseconds may be up to 999 µs later. */
function keysetRow(order: readonly Order[], conversation: Conversation): KeysetRow {
	const latest = (name: TimeColumn, instant: Instant | null): Instant | null => {
		const descends = order.some(({ column, direction }) => isColumn(column, name) && direction === 'desc');
		if (instant === null || !descends || !isToldInMillis(conversation, name)) return instant;
		return (instant + 999) as Instant;
	};
	const keys = order.flatMap(({ column }) => (column.kind === 'metadata' ? [column.key] : []));
	const { id, name, createdAt, lastMessageAt, metadata } = conversation;
	return {
		id,
		name,
		createdAt: latest('created_at', createdAt),
		lastMessageAt: latest('last_message_at', lastMessageAt),
		metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => keys.includes(key))),
	};
}

/** Counts the last rows that share a millisecond, in the order's first timestamp with millisecond precision. */
function countTied(rows: readonly Row[], times: readonly { name: TimeColumn }[], last: Conversation): number {
	const coarse = times.find(({ name }) => isToldInMillis(last, name));
	if (coarse === undefined) return 0;
	const instant = instantOf(last, coarse.name);
	const before = rows.findLastIndex((row) => !row.ok || instantOf(row.value, coarse.name) !== instant);
	return rows.length - 1 - before;
}

function timeColumns(order: readonly Order[]): { name: TimeColumn }[] {
	return order.flatMap(({ column }) =>
		column.kind === 'plain' && (column.name === 'created_at' || column.name === 'last_message_at')
			? [{ name: column.name }]
			: [],
	);
}

function isColumn(column: Order['column'], name: TimeColumn): boolean {
	return column.kind === 'plain' && column.name === name;
}

function instantOf(conversation: Conversation, name: TimeColumn): Instant | null {
	return name === 'created_at' ? conversation.createdAt : conversation.lastMessageAt;
}

/** Null is a sort value; a missing or empty field is not, since the server's sort value is then unknown. */
function hasUsableTime(conversation: Conversation, name: TimeColumn): boolean {
	return instantOf(conversation, name) !== null || conversation.raw[name] === null;
}

function isToldInMillis(conversation: Conversation, name: TimeColumn): boolean {
	const text: JsonValue | undefined = conversation.raw[name];
	return typeof text === 'string' && /\.\d{3}(?!\d)/.test(text);
}
