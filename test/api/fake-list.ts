import type { ServerResponse } from 'node:http';
import { formatInstant, type Instant } from '../../src/domain/instant.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import { parseListQuery } from '../../src/filter/parse.ts';
import type { ListQuery } from '../../src/filter/tree.ts';
import { holds, sorted } from '../filter/reference.ts';
import { json, type Seen } from './http-server.ts';

/** The behaviour of the list operation. `before` can change rows between two requests. */
export type FakeList = {
	rows: KeysetRow[];
	/** Rows per answer at most; the server does not announce this cap. */
	readonly cap?: number;
	/** Sends timestamps with three digits, but stores six. */
	readonly millis?: boolean;
	readonly before?: (nth: number, list: FakeList) => void;
	/** Corrupts rows on their way out. */
	readonly garble?: (row: Record<string, unknown>, index: number) => unknown;
};

/** Answers a list request by filtering and sorting the rows by brute force. */
export function answerList(list: FakeList, seen: Seen, response: ServerResponse, nth: number): void {
	list.before?.(nth, list);
	const url = new URL(seen.url, 'http://x');
	const rows = select(list, parseListQuery(url.searchParams)).map((row) => wire(row, list.millis === true));
	json(response, { data: list.garble === undefined ? rows : rows.map(list.garble) });
}

function select(list: FakeList, query: ListQuery): KeysetRow[] {
	const matching = list.rows.filter((row) => query.filters.every((filter) => holds(filter, row) === true));
	const limit = Math.min(query.limit ?? Number.POSITIVE_INFINITY, list.cap ?? Number.POSITIVE_INFINITY);
	return sorted(matching, query.order).slice(0, limit);
}

function wire(row: KeysetRow, millis: boolean): Record<string, unknown> {
	const time = (instant: Instant | null) =>
		instant === null ? null : formatInstant(instant).replace(millis ? /\d{3}\+00:00$/ : /$^/, 'Z');
	return {
		id: row.id,
		name: row.name,
		created_at: time(row.createdAt),
		last_message_at: time(row.lastMessageAt),
		metadata: row.metadata,
	};
}

/** A number of microseconds after a round instant. */
export function at(micros: number): Instant {
	return (1_760_000_000_000_000 + micros) as Instant;
}

/** Row number `n`, whose id sorts as the number does. */
export function row(n: number, lastMessageAt: Instant | null, more: Partial<KeysetRow> = {}): KeysetRow {
	const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
	return { id, name: null, createdAt: at(n), lastMessageAt, metadata: {}, ...more };
}
