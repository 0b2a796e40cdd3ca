import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FilterLanguage } from '../../actions/action.ts';
import type { SavedView } from '../../filter/saved-views.ts';
import { readView } from '../../state/view-draft.ts';
import type { Program } from '../program.ts';
import { countLimit, countOptions } from '../queries/count-query.ts';

/** How many rows a view has: a number, `100+`, or that nobody could tell. */
export type ViewCount = { readonly kind: 'known'; readonly text: string } | { readonly kind: 'unknown' };

/**
 * Counts the rows of each view, one after the other, while the views are on screen; leaving them stops it. A view that
 * is missing in the answer is not counted yet.
 */
export function useViewCounts(
	program: Program,
	views: readonly SavedView[],
	language: () => FilterLanguage,
): ReadonlyMap<string, ViewCount> {
	const client = useQueryClient();
	const [counts, setCounts] = useState<ReadonlyMap<string, ViewCount>>(new Map());
	// A new name or another place is nothing to count for.
	const key = JSON.stringify(views.map(({ id, line }) => [id, line]).sort());
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `views`, and the language is that of this moment.
	useEffect(() => {
		const stop = new AbortController();
		const tell = (id: string, count: ViewCount): void => setCounts((known) => new Map(known).set(id, count));
		const countAll = async (): Promise<void> => {
			for (const view of views) {
				const read = readView(view, language().context, []);
				if (!read.ok) {
					tell(view.id, { kind: 'unknown' });
					continue;
				}
				const options = countOptions(program.api, read.query);
				const cancel = (): void => void client.cancelQueries({ queryKey: options.queryKey, exact: true });
				stop.signal.addEventListener('abort', cancel, { once: true });
				const count = await client.fetchQuery(options).catch(() => null);
				stop.signal.removeEventListener('abort', cancel);
				if (stop.signal.aborted) return;
				if (count === null) tell(view.id, { kind: 'unknown' });
				else tell(view.id, { kind: 'known', text: count > countLimit ? `${countLimit}+` : `${count}` });
			}
		};
		void countAll();
		return () => stop.abort();
	}, [key, program, client]);
	return counts;
}
