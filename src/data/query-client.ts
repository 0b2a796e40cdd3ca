import { notifyManager, QueryClient } from '@tanstack/react-query';

/** Opening a conversation shows its data at once, and refetches data older than this. Milliseconds. */
export const staleMillis = 60_000;

/** How long unused data is kept, in milliseconds. */
export const keptMillis = 5 * 60_000;

/** Makes the cache of server data. The API layer retries, and a failed request shows that the network is down. */
export function createQueryClient(): QueryClient {
	return new QueryClient({
		defaultOptions: {
			queries: {
				retry: false,
				networkMode: 'always',
				refetchOnWindowFocus: false,
				refetchOnReconnect: false,
			},
		},
	});
}

/** How long the screen waits for more answers after one, in milliseconds: no eye sees the difference. */
const burstMillis = 16;

/**
 * Makes a scheduler that runs the callbacks of `burstMillis` together. If one throws, the others still run. `after`
 * calls back after some milliseconds.
 */
export function inBursts(
	after: (millis: number, callBack: () => void) => void,
): (callBack: () => void) => void {
	let waiting: (() => void)[] = [];
	const run = (): void => {
		const due = waiting;
		waiting = [];
		let done = 0;
		try {
			for (const callBack of due) {
				done += 1;
				callBack();
			}
		} finally {
			if (done < due.length) {
				if (waiting.length === 0) after(0, run);
				waiting = [...due.slice(done), ...waiting];
			}
		}
	};
	return (callBack) => {
		waiting.push(callBack);
		if (waiting.length === 1) after(burstMillis, run);
	};
}

/**
 * Has the screen drawn once for answers that come together, such as the messages and the insights of a row. Keys do not
 * wait for it.
 */
export function drawAnswersInBursts(): void {
	notifyManager.setScheduler(inBursts((millis, callBack) => void setTimeout(callBack, millis)));
}
