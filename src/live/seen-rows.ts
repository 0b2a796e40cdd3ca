import { fingerprintOf } from '../api/fingerprints.ts';
import { rowKey } from '../api/keyset-cursor.ts';
import type { ConversationPage } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';

type Row = Decoded<Conversation>;
type Entry = { readonly print: string; readonly at: Instant | null; readonly walk: number };

/** The rows already returned, each with its state. Stores a fingerprint per row, never the row. */
export class SeenRows {
	readonly #entries = new Map<string, Entry>();

	/** Number of remembered rows. */
	get size(): number {
		return this.#entries.size;
	}

	/** The rows that are unknown or in another state. */
	unknown(rows: readonly Row[]): Row[] {
		return rows.filter((row) => this.#entries.get(rowKey(row))?.print !== printOf(row));
	}

	/** True if all rows are known, in any state. */
	hasAll(rows: readonly Row[]): boolean {
		return rows.every((row) => this.#entries.has(rowKey(row)));
	}

	/** Remembers the rows of walk number `walk`. */
	remember(rows: readonly Row[], walk: number): void {
		for (const row of rows) this.#entries.set(rowKey(row), { print: printOf(row), at: timeOf(row), walk });
	}

	/**
	 * Forgets rows that can no longer come: those older than `before`, and those without a time that did not come with
	 * `walk`.
	 */
	evictOldest(before: Instant, walk: number): void {
		for (const [key, entry] of this.#entries) {
			if (entry.at === null ? entry.walk !== walk : entry.at < before) this.#entries.delete(key);
		}
	}
}

/** The time of the row's last message; null for an unreadable row or one without a time. */
export function timeOf(row: Row): Instant | null {
	return row.ok ? row.value.lastMessageAt : null;
}

function printOf(row: Row): string {
	return fingerprintOf(row.ok ? row.value.raw : row.raw);
}

/**
 * The rows of several pages in order, each conversation once: a row that moved down between two requests comes on both
 * pages. It keeps its first place and shows what came last.
 */
export function uniqueRows(pages: readonly ConversationPage[]): Decoded<Conversation>[] {
	const rows = new Map<string, Decoded<Conversation>>();
	for (const row of pages.flatMap((page) => page.rows)) rows.set(rowKey(row), row);
	return [...rows.values()];
}
