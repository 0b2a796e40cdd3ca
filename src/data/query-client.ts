import { QueryClient } from '@tanstack/react-query';

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
