import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { countedText, countOptions } from '../../data/count-query.ts';
import { cancelLookups } from '../../data/side-caches.ts';
import { queryKey } from '../../filter/query-text/format-query-text.ts';
import type { SaidQuery } from '../../filter/tree.ts';
import { keyShapeIn } from '../../text/redact.ts';
import { safe, t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import type { Program } from '../program.ts';

/** A pause in the changes of a filter, in milliseconds, after which its rows are counted. */
const restMillis = 300;

/**
 * The number of rows that a query finds, in words: `12 found`, `100+ found`; empty without a query. Counted once the
 * query rests.
 */
export function useRowCount(program: Program, query: SaidQuery | null): SafeText {
	const client = useQueryClient();
	const [counted, setCounted] = useState<{ readonly key: string; readonly words: SafeText } | null>(null);
	const key = query === null ? '' : queryKey({ ...query, order: [] });
	// Text that looks like an API key is asked about before it goes anywhere.
	const isAllowed = keyShapeIn(key) === null;
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `query`.
	useEffect(() => {
		if (!isAllowed || query === null) return undefined;
		const options = countOptions(program, query);
		let isOver = false;
		const count = async (): Promise<void> => {
			const found = await client.fetchQuery(options).catch(() => null);
			if (!isOver) setCounted({ key, words: foundWords(found) });
		};
		const callOff = program.ticker.after(restMillis, () => void count());
		return () => {
			isOver = true;
			callOff();
			cancelLookups(client, options.queryKey);
		};
	}, [program, client, key, isAllowed]);
	if (query === null) return nothing;
	if (!isAllowed) return t`not counted: this looks like an API key`;
	return counted?.key === key ? counted.words : t`counting…`;
}

function foundWords(count: number | null): SafeText {
	if (count === null) return t`not counted: the request failed`;
	return t`${safe(countedText(count))} found`;
}
