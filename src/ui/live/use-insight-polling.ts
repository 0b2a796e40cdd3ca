import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { decodedValues } from '../../domain/decoded.ts';
import type { Ticker } from '../../live/ticker.ts';
import type { OpenData } from '../model/screen-data.ts';
import type { Presence } from './presence.ts';

const firstMillis = 3_000;
const growth = 1.5;
const longestMillis = 30_000;

/** Asks for the insights of the open conversation again, ever more slowly, for as long as one of them is still being made. */
export function useInsightPolling(ticker: Ticker, presence: Presence, open: OpenData | null): void {
	const client = useQueryClient();
	const id = open?.id ?? null;
	const isPending = decodedValues(open?.insights.data ?? []).some(
		({ status }) => status === 'pending' || status === 'in_progress',
	);
	useEffect(() => {
		if (id === null || !isPending) return;
		let isOver = false;
		let waitMillis = firstMillis;
		let callOff = ticker.after(waitMillis, () => void ask());
		const ask = async (): Promise<void> => {
			// How it went is in the state of the query: a failure is told of there, and asked about again later.
			if (!presence.isAway()) await client.refetchQueries({ queryKey: ['insights', id], type: 'active' });
			if (isOver) return;
			waitMillis = Math.min(longestMillis, waitMillis * growth);
			callOff = ticker.after(waitMillis, () => void ask());
		};
		return () => {
			isOver = true;
			callOff();
		};
	}, [client, ticker, presence, id, isPending]);
}
