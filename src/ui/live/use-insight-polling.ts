import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { decodedValues } from '../../domain/decoded.ts';
import type { Ticker } from '../../live/follow.ts';
import type { OpenData } from '../model/screen-data.ts';
import type { Presence } from './presence.ts';

const firstMillis = 3_000;
const growth = 1.5;
const longestMillis = 30_000;

/** Asks for the insights of the open conversation again, ever more slowly, for as long as one of them is still being made. */
export function useInsightPolling(ticker: Ticker, presence: Presence, open: OpenData | null): void {
	const client = useQueryClient();
	const id = open?.id ?? null;
	const rows = open?.insights.data;
	const error = open?.insights.error ?? null;
	const pace = useRef({ id, waitMillis: firstMillis });
	const isPending = decodedValues(rows ?? []).some(
		({ status }) => status === 'pending' || status === 'in_progress',
	);
	const isFetching = open?.insights.isFetching ?? false;
	useEffect(() => {
		if (pace.current.id !== id || !isPending) pace.current = { id, waitMillis: firstMillis };
		if (id === null || !isPending || isFetching) return;
		const { waitMillis } = pace.current;
		const ask = (): void => {
			if (presence.isAway()) callOff = ticker.after(waitMillis, ask);
			else void client.refetchQueries({ queryKey: ['insights', id], type: 'active' });
		};
		pace.current = { id, waitMillis: Math.min(longestMillis, waitMillis * growth) };
		let callOff = ticker.after(error === null ? waitMillis : longestMillis, ask);
		return () => callOff();
	}, [client, ticker, presence, id, isPending, isFetching, error]);
}
