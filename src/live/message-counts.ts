import type { Page } from '../api/types.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import type { Message } from '../domain/message.ts';
import { fingerprint } from './fingerprint.ts';

type Row = Decoded<Message>;

/** How often each message is there. Messages have no id: what is equal is counted. */
export type MessageCounts = Map<string, number>;

/** When a message was written, or said where that is all there is; null for one that does not say. */
export function writtenAt(row: Row): Instant | null {
	return row.ok ? (row.value.createdAt ?? row.value.sentAt) : null;
}

/**
 * The messages of a whole conversation that go beyond those in `known`, in their order, and the counts with them in it.
 * A count never goes down, so that a message that is missing from one answer is not new in the next.
 */
export function beyondKnown(
	pages: readonly Page<Message>[],
	known: MessageCounts,
): { readonly rows: Row[]; readonly counts: MessageCounts } {
	const counts: MessageCounts = new Map(known);
	const rows: Row[] = [];
	// Where the total changes from page to page, messages came in between and may have pushed others onto the next page,
	// where those would count twice. Equal messages on two pages are then taken for one; the next reading counts them.
	const isSteady = new Set(pages.map(({ totalResults }) => totalResults)).size <= 1;
	let found: MessageCounts = new Map();
	for (const page of pages) {
		if (!isSteady) found = new Map();
		for (const row of page.rows) {
			const key = identity(row);
			const count = (found.get(key) ?? 0) + 1;
			found.set(key, count);
			if (count <= (counts.get(key) ?? 0)) continue;
			counts.set(key, count);
			rows.push(row);
		}
	}
	return { rows, counts };
}

/** What stays the same of a message: neither its metadata nor, where it says when it was written, when it was heard. */
function identity(row: Row): string {
	if (!row.ok) return fingerprint(jsonText(row.raw));
	const { role, text, toolCalls, toolCallId } = row.value;
	const calls = toolCalls.flatMap((call) => [call.id, call.name, call.arguments]);
	return fingerprint(JSON.stringify([role, text, writtenAt(row), toolCallId, calls]));
}
