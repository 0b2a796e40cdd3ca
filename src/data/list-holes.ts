import { idsOf, rowKey } from '../api/keyset-cursor.ts';
import type { ConversationPage, PageCursor } from '../api/types.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type Decoded, decodedValues } from '../domain/decoded.ts';
import type { Order } from '../filter/tree.ts';
import { placeRows } from './place-rows.ts';

/**
 * The most pages with holes that one refresh reads again: a row that never becomes readable must not cost many
 * requests.
 */
const mostAskedAgain = 4;

/** The readable rows, by key. */
export function readableRows(pages: readonly ConversationPage[]): ReadonlyMap<string, Decoded<Conversation>> {
	const rows = new Map<string, Decoded<Conversation>>();
	for (const page of pages) for (const row of page.rows) if (row.ok) rows.set(rowKey(row), row);
	return rows;
}

/** A page read again, with the old copy in place of each row that is now unreadable or incomplete. */
export function withKnownRows(page: ConversationPage, old: readonly ConversationPage[]): ConversationPage {
	if (page.rows.every((row) => row.ok && isWhole(row.value))) return page;
	const known = readableRows(old);
	return { ...page, rows: page.rows.map((row) => better(row, known.get(rowKey(row)))) };
}

function better(row: Decoded<Conversation>, known: Decoded<Conversation> | undefined): Decoded<Conversation> {
	if (known === undefined || (row.ok && isWhole(row.value))) return row;
	return !row.ok || (known.ok && isWhole(known.value)) ? known : row;
}

/** True if a conversation has all the fields that every conversation keeps. */
function isWhole({ createdAt, lastMessageAt, raw }: Conversation): boolean {
	return createdAt !== null && lastMessageAt !== null && raw.metadata !== undefined;
}

/**
 * Counts the rows of re-read pages that could be any readable row of the old pages: unreadable rows that are new and
 * have no id, and `null` rows beyond the old number.
 */
export function doubtfulRows(head: readonly ConversationPage[], old: readonly ConversationPage[]): number {
	if (!old.some((page) => page.rows.some((row) => row.ok))) return 0;
	const nulls = Math.max(0, skippedIn(head) - skippedIn(old));
	const keys = head.flatMap((page) => page.rows.flatMap((row) => (row.ok ? [] : [rowKey(row)])));
	const nameless = keys.filter((key) => idsOf([key]).length === 0);
	if (nameless.length === 0) return nulls;
	const before = new Set(old.flatMap((page) => page.rows.map(rowKey)));
	return nulls + nameless.filter((key) => !before.has(key)).length;
}

function skippedIn(pages: readonly ConversationPage[]): number {
	return pages.reduce((sum, { skipped }) => sum + skipped, 0);
}

/** The old pages, updated with the readable rows of re-read pages. No row leaves: a missing one may be unreadable. */
export function withReadable(
	old: readonly ConversationPage[],
	head: readonly ConversationPage[],
	order: readonly Order[],
): readonly ConversationPage[] {
	const fresh = decodedValues(head.flatMap((page) => page.rows));
	const placed = placeRows(old, fresh, order, new Set());
	if (placed !== null) return placed;
	const byId = new Map(fresh.map((row) => [row.id, row]));
	return old.map((page) => ({
		...page,
		rows: page.rows.map((row) => {
			const newer = row.ok ? byId.get(row.value.id) : undefined;
			return newer === undefined ? row : { ok: true, value: newer };
		}),
	}));
}

/**
 * The indexes, from `from` on, of pages to read again: those with unreadable or `null` rows, those after which the
 * server did not continue, and an empty page after a full one, which is either the end of the list or a fault.
 */
function holesIn(pages: readonly ConversationPage[], from: number, pageSize: number): number[] {
	return pages.flatMap((page, index) => {
		const before = pages[index - 1];
		const isEnd = page.next === null && page.rows.length === 0;
		const isBehindFull = before !== undefined && before.rows.length + before.skipped >= pageSize;
		const isPartial = page.skipped > 0 || page.rows.some((row) => !row.ok);
		const isHole = page.problem !== null || isPartial || (isEnd && isBehindFull);
		return index >= from && isHole ? [index] : [];
	});
}

/** Reads the pages with holes again, and returns all pages with the results. `ask` reads one page from a cursor. */
export async function fillHoles(
	ask: (cursor: PageCursor | null) => Promise<ConversationPage>,
	pages: readonly ConversationPage[],
	from: number,
	pageSize: number,
): Promise<readonly ConversationPage[]> {
	const filled = [...pages];
	for (const index of holesIn(pages, from, pageSize).slice(0, mostAskedAgain)) {
		const cursor = index === 0 ? null : (pages[index - 1]?.next ?? null);
		const old = pages[index];
		if (old === undefined || (index > 0 && cursor === null)) continue;
		const page = withKnownRows(await ask(cursor), [old]);
		filled[index] = doubtfulRows([page], [old]) === 0 ? page : old;
	}
	return filled;
}
