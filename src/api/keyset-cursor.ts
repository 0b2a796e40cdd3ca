import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { isJsonObject, type JsonValue, jsonText } from '../domain/json.ts';
import type { KeysetRow } from '../filter/keyset.ts';
import type { Order } from '../filter/tree.ts';
import type { PageCursor } from './types.ts';

type Row = Decoded<Conversation>;
type TimeColumn = 'created_at' | 'last_message_at';

/** Where every list begins. */
export const startCursor: PageCursor = { row: null, again: 0, seen: [], given: 0, full: 0 };

/** The same on a server that has been seen to send `full` rows at once: a shorter answer is then known to be the last. */
export function startingCursor(full: number): PageCursor {
	return { ...startCursor, full };
}

/** What makes a row the same row on another page: `id <its id>`, or `json <its JSON>` where it has no id. */
export function rowKey(row: Row): string {
	if (row.ok) return `${idMark}${row.value.id}`;
	const id = isJsonObject(row.raw) ? row.raw.id : undefined;
	return typeof id === 'string' ? `${idMark}${id}` : `json ${jsonText(row.raw)}`;
}

const idMark = 'id ';

/** The ids among row keys. */
export function idsOf(keys: readonly string[]): string[] {
	return keys.filter((key) => key.startsWith(idMark)).map((key) => key.slice(idMark.length));
}

/**
 * Where a list goes on after `answer`: behind its last row whose sort values can be relied on. Rows behind that one, and
 * rows that tie with it within the precision of its timestamp, will be sent again: they are counted and remembered.
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

/** The sort values of a row. A timestamp told in milliseconds may be up to 999 µs later than it says. */
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

/** How many rows at the end share the last one's millisecond in the first timestamp of the order that is that coarse. */
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

/** A null is a sort value, a missing or empty field is not: nobody knows what the server sorted by. */
function hasUsableTime(conversation: Conversation, name: TimeColumn): boolean {
	return instantOf(conversation, name) !== null || conversation.raw[name] === null;
}

function isToldInMillis(conversation: Conversation, name: TimeColumn): boolean {
	const text: JsonValue | undefined = conversation.raw[name];
	return typeof text === 'string' && /\.\d{3}(?!\d)/.test(text);
}
