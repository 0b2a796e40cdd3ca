import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useSyncExternalStore } from 'react';
import { ApiError, type ApiErrorKind } from '../../api/errors.ts';
import type { ListRow } from '../model/list-row.ts';
import type { Program } from '../program.ts';
import { badgeOptions } from '../queries/badge-query.ts';

/** The list rests this long before its rows are looked into: moving through it must not wait for that. */
const restMillis = 400;

/** Rows looked into at a time; the rest of the line stays free for the user. */
const atOnce = 2;

/** After a lost connection what was asked for is tried again this much later. */
const retryMillis = 3000;

/** The list is drawn anew at most this often while badges come in. */
const redrawMillis = 500;

/** What ends the looking for good, and what is about one row alone; anything else ends it until the list moves on. */
const refusals: ReadonlySet<ApiErrorKind> = new Set(['auth', 'forbidden', 'rate-limited']);
const rowFaults: ReadonlySet<ApiErrorKind> = new Set(['not-found', 'bad-response']);

/** Accounts, by their caches, that refused: the list itself comes and goes with zoom and narrow screens. */
const refused = new WeakSet<QueryClient>();

/**
 * Looks into the rows on screen, a few at a time, once the list rests, so that their badges can be told. It stops when a
 * key moves the list on, and for good after a refusal: badges are not worth an account's rate limit. With `isAskedFor` the
 * setting that turns it off does not count. Gives a number that changes with what became known.
 */
export function useBadgeLookup(program: Program, visible: readonly ListRow[], isAskedFor = false): number {
	const client = useQueryClient();
	const [news, redraw] = useReducer((count: number) => count + 1, 0);
	const [attempt, tryAgain] = useReducer((count: number) => count + 1, 0);
	const { presence } = program;
	const isAway = useSyncExternalStore(presence.subscribe, presence.isAway);
	const key = visible.map(nameOf).join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `visible`, which is a new array each time; each `attempt` is another one.
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
					// A failure is told of when the row is opened.
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
			// Nobody moves a list that is being ranked: the connection is tried again without that.
			if (isAskedFor && stop.signal.aborted && !refused.has(client))
				timer = setTimeout(tryAgain, retryMillis);
		};
		let timer = setTimeout(() => void start(), restMillis);
		return () => {
			hasMovedOn = true;
			stop.abort();
			clearTimeout(timer);
			// The line is the user's now: what was asked for these rows is not waited for.
			void client.cancelQueries({ queryKey: ['badges'] });
		};
	}, [key, program, client, isAskedFor, isAway, attempt]);
	return news;
}

/** True once the server has refused to have rows looked into. */
export function isLookingRefused(client: QueryClient): boolean {
	return refused.has(client);
}

/** What a row's badges hang on: the conversation, and how far it has gone. */
function nameOf(row: ListRow): string {
	return row.kind === 'broken' ? row.id : `${row.id} ${row.conversation.lastMessageAt}`;
}
