import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useSyncExternalStore } from 'react';
import { ApiError, type ApiErrorKind } from '../../api/errors.ts';
import { badgeOptions } from '../../data/badge-query.ts';
import type { ListRow } from '../../data/list-row.ts';
import { cancelLookups } from '../../data/side-caches.ts';
import type { Program } from '../program.ts';

/** Milliseconds of rest before the rows are checked, so that moving through the list is never slowed down. */
const restMillis = 400;

/** Rows checked at a time; the remaining connections stay free for the user. */
const atOnce = 2;

/** Milliseconds until the next attempt after a lost connection. */
const retryMillis = 3000;

/** Fewest milliseconds between two redraws while badges arrive. */
const redrawMillis = 500;

/** Refusals stop all checks; row faults concern one row; any other error stops the checks until the list moves. */
const refusals: ReadonlySet<ApiErrorKind> = new Set(['auth', 'forbidden', 'rate-limited']);
const rowFaults: ReadonlySet<ApiErrorKind> = new Set(['not-found', 'bad-response']);

/**
 * Accounts, by their caches, that refused the checks; a set here, because the list unmounts with zoom and on narrow
 * screens.
 */
const refused = new WeakSet<QueryClient>();

/**
 * Checks the rows on screen for badges, a few at a time, once the list rests. A key that moves the list stops it, and a
 * refusal stops it for good: badges are not worth an account's rate limit. `isAskedFor` overrides the setting that
 * turns it off. Returns a number that changes with every result.
 */
export function useBadgeLookup(program: Program, visible: readonly ListRow[], isAskedFor = false): number {
	const client = useQueryClient();
	const [news, redraw] = useReducer((count: number) => count + 1, 0);
	const [attempt, tryAgain] = useReducer((count: number) => count + 1, 0);
	const { terminalPresence } = program;
	const isAway = useSyncExternalStore(terminalPresence.subscribe, terminalPresence.isAway);
	const key = visible.map(nameOf).join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `visible`; `attempt` is a retry.
	useEffect(() => {
		if (!(program.looksForBadges || isAskedFor) || refused.has(client)) return;
		if (isAway || visible.length === 0) return;
		const stop = new AbortController();
		const waiting = visible.flatMap((row) => (row.kind === 'conversation' ? [row] : []));
		let drawnAt = program.now();
		let hasMovedOn = false;
		const work = async (): Promise<void> => {
			for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
				const options = badgeOptions(program.api, row, program);
				if (client.getQueryData(options.queryKey) !== undefined) continue;
				if (stop.signal.aborted) return;
				try {
					await client.fetchQuery(options);
				} catch (error) {
					// The failure is shown when the user opens the row.
					const kind = error instanceof ApiError ? error.kind : null;
					if (kind !== null && refusals.has(kind)) refused.add(client);
					if (kind === null || !rowFaults.has(kind)) stop.abort();
				}
				if (!stop.signal.aborted && program.now() - drawnAt >= redrawMillis) {
					drawnAt = program.now();
					redraw();
				}
			}
		};
		const start = async (): Promise<void> => {
			await Promise.all(Array.from({ length: atOnce }, work));
			if (hasMovedOn) return;
			redraw();
			// A ranked list does not move, so nothing else would retry after a lost connection.
			if (isAskedFor && stop.signal.aborted && !refused.has(client))
				timer = setTimeout(tryAgain, retryMillis);
		};
		let timer = setTimeout(() => void start(), restMillis);
		return () => {
			hasMovedOn = true;
			stop.abort();
			clearTimeout(timer);
			// The connections are the user's now: cancel the requests for these rows.
			cancelLookups(client, ['badges']);
		};
	}, [key, program, client, isAskedFor, isAway, attempt]);
	return news;
}

/** True once the server has refused to have rows checked. */
export function isLookingRefused(client: QueryClient): boolean {
	return refused.has(client);
}

/** The cache key of a row's badges: the conversation and its last message. */
function nameOf(row: ListRow): string {
	return row.kind === 'broken' ? row.id : `${row.id} ${row.conversation.lastMessageAt}`;
}
