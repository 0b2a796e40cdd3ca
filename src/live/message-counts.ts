import { fingerprint, fingerprintOf } from '../api/fingerprints.ts';
import type { Page } from '../api/types.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import type { Message } from '../domain/message.ts';

type Row = Decoded<Message>;

/** The number of equal messages, by fingerprint; messages have no id. */
export type MessageCounts = Map<string, number>;

/** The time a message was written, else the time it was sent; null if it has neither. */
export function writtenAt(row: Row): Instant | null {
	return row.ok ? (row.value.createdAt ?? row.value.sentAt) : null;
}

/**
 * The messages of a conversation that are not in `known`, in order, and the new counts. A count never decreases, so a
 * message missing from one answer is not new in the next.
 */
export function beyondKnown(
	pages: readonly Page<Message>[],
	known: MessageCounts,
): { readonly rows: Row[]; readonly counts: MessageCounts } {
	const counts: MessageCounts = new Map(known);
	const rows: Row[] = [];
	// If the total changes between pages, new messages may have pushed others onto the next page, where they would
	// count twice. Equal messages on two pages then count as one; the next reading corrects that.
	const isSteady = new Set(pages.map(({ totalResults }) => totalResults)).size <= 1;
	// A server that sends more rows than its total sends some of them twice.
	const sent = pages.reduce((sum, page) => sum + page.rows.length, 0);
	const isRepeating = pages.some(({ totalResults }) => sent > totalResults);
	let found: MessageCounts = new Map();
	for (const page of pages) {
		if (!isSteady) found = new Map();
		for (const row of page.rows) {
			const key = identity(row);
			const count = isRepeating ? 1 : (found.get(key) ?? 0) + 1;
			found.set(key, count);
			if (count <= (counts.get(key) ?? 0)) continue;
			counts.set(key, count);
			rows.push(row);
		}
	}
	return { rows, counts };
}

/**
 * The stable part of a message: without its metadata, and, if it has a time of writing, without its time of sending.
 */
function identity(row: Row): string {
	if (!row.ok) return fingerprintOf(row.raw);
	const { role, text, toolCalls, toolCallId } = row.value;
	const calls = toolCalls.flatMap((call) => [call.id, call.name, call.arguments]);
	return fingerprint(JSON.stringify([role, text, writtenAt(row), toolCallId, calls]));
}
