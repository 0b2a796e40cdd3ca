import type { QueryClient } from '@tanstack/react-query';
import { forgetUnlisted } from './conversation-cache.ts';
import type { restoringKey } from './records-queries.ts';

/* Writes the query cache for everything but conversations, which `conversation-cache.ts` writes. */

/** Unused transcripts kept: enough for going back and forth, and bounded over a day of walking through lists. */
const kept = 40;

const parts = ['messages', 'insights', 'conversation'] as const;

/** Drops the oldest unused transcripts, insights and conversations. Data on the screen stays. */
export function evictOldest(client: QueryClient): void {
	const all = Map.groupBy(client.getQueryCache().getAll(), ({ queryKey }) => queryKey[0]);
	for (const part of parts) {
		const idle = all.get(part)?.filter((query) => !query.isActive()) ?? [];
		if (idle.length <= kept) continue;
		idle.sort((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt);
		for (const query of idle.slice(0, idle.length - kept)) client.getQueryCache().remove(query);
		if (part === 'conversation') forgetUnlisted(client);
	}
}

/** The data of a query by the hash of its key (`hashKey`), without hashing it again. */
export function cachedData<T>(client: QueryClient, queryHash: string): T | undefined {
	return client.getQueryCache().get<T>(queryHash)?.state.data;
}

/** Shows partial data: a transcript while it loads, or the progress of restorations. */
export function showPart<T>(
	client: QueryClient,
	queryKey: readonly ['messages', string] | typeof restoringKey,
	part: T,
): void {
	client.setQueryData<T>(queryKey, part);
}

/** Cancels badge look-ups, or one count of rows. */
export function cancelLookups(
	client: QueryClient,
	queryKey: readonly ['badges'] | readonly ['count', string],
): void {
	void client.cancelQueries({ queryKey });
}

/** The parts of a conversation that badges are made of, and the badges themselves. */
const badgeParts: ReadonlySet<unknown> = new Set(['badges', 'messages', 'insights']);

/** Calls back when such a part arrives. */
export function onBadgeParts(client: QueryClient, listener: () => void): void {
	client.getQueryCache().subscribe((event) => {
		const isNews = event.type === 'updated' && event.action.type === 'success';
		if (isNews && badgeParts.has(event.query.queryKey[0])) listener();
	});
}

/** The ids of the conversations of which such a part was asked for. */
export function idsOfBadgeParts(client: QueryClient): ReadonlySet<unknown> {
	const all = client.getQueryCache().getAll();
	return new Set(all.flatMap(({ queryKey: [part, id] }) => (badgeParts.has(part) ? [id] : [])));
}
