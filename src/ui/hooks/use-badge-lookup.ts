import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef } from 'react';
import { ApiError } from '../../api/errors.ts';
import type { ListRow } from '../model/list-row.ts';
import type { Program } from '../program.ts';
import { badgeOptions } from '../queries/badge-query.ts';

/** The list rests this long before its rows are looked into: moving through it must not wait for that. */
const restMillis = 400;

/** Rows looked into at a time; the rest of the line stays free for the user. */
const atOnce = 2;

/** The list is drawn anew at most this often while badges come in. */
const redrawMillis = 500;

/**
 * Looks into the rows on screen, a few at a time, once the list rests, so that their badges can be told. It stops when a
 * key moves the list on, and for good after a refusal: badges are not worth an account's rate limit.
 */
export function useBadgeLookup(program: Program, visible: readonly ListRow[]): void {
	const client = useQueryClient();
	const refused = useRef(false);
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const key = visible.map(({ id }) => id).join(' ');
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `visible`, which is a new array each time.
	useEffect(() => {
		if (!program.looksForBadges || refused.current || visible.length === 0) return;
		const stop = new AbortController();
		const waiting = visible.flatMap((row) => (row.kind === 'conversation' ? [row] : []));
		let drawnAt = program.now();
		const work = async (): Promise<void> => {
			for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
				const options = badgeOptions(program.api, row);
				if (client.getQueryData(options.queryKey) !== undefined) continue;
				if (stop.signal.aborted || refused.current) return;
				try {
					await client.fetchQuery(options);
				} catch (error) {
					// A failure is told of when the row is opened; here only a refusal matters.
					if (error instanceof ApiError && error.kind !== 'not-found') refused.current = true;
				}
				if (!stop.signal.aborted && program.now() - drawnAt >= redrawMillis) {
					drawnAt = program.now();
					redraw();
				}
			}
		};
		const start = async (): Promise<void> => {
			await Promise.all(Array.from({ length: atOnce }, work));
			if (!stop.signal.aborted) redraw();
		};
		const timer = setTimeout(() => void start(), restMillis);
		return () => {
			stop.abort();
			clearTimeout(timer);
		};
	}, [key, program, client]);
}
