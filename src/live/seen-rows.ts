import { rowKey } from '../api/keyset-cursor.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Decoded } from '../domain/decoded.ts';
import type { Instant } from '../domain/instant.ts';
import { jsonText } from '../domain/json.ts';
import { fingerprint } from './fingerprint.ts';

type Row = Decoded<Conversation>;
type Entry = { readonly print: string; readonly at: Instant | null; readonly walk: number };

/** The rows that were given already, each in the state it was in. Holds a fingerprint a row, never the row. */
export class SeenRows {
	readonly #entries = new Map<string, Entry>();

	/** How many rows are remembered. */
	get size(): number {
		return this.#entries.size;
	}

	/** The rows that are not known, or not in this state. */
	unknown(rows: readonly Row[]): Row[] {
		return rows.filter((row) => this.#entries.get(rowKey(row))?.print !== printOf(row));
	}

	/** Remembers rows that came with walk number `walk`. */
	remember(rows: readonly Row[], walk: number): void {
		for (const row of rows) this.#entries.set(rowKey(row), { print: printOf(row), at: timeOf(row), walk });
	}

	/** Forgets what can no longer come: rows older than `before`, and those without a time that did not come with `walk`. */
	forget(before: Instant, walk: number): void {
		for (const [key, entry] of this.#entries) {
			if (entry.at === null ? entry.walk !== walk : entry.at < before) this.#entries.delete(key);
		}
	}
}

/** When the last message of the row came; null for a row that cannot be read, or that does not say. */
export function timeOf(row: Row): Instant | null {
	return row.ok ? row.value.lastMessageAt : null;
}

function printOf(row: Row): string {
	// The time stands beside the JSON, because JSON that is nested too deep to be written all looks alike.
	return row.ok
		? `${row.value.lastMessageAt} ${fingerprint(jsonText(row.value.raw))}`
		: fingerprint(jsonText(row.raw));
}
