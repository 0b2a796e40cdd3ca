import type { QueryClient } from '@tanstack/react-query';

/**
 * Stops what was asked about conversations before they changed: an answer that is under way has them as they were, and
 * would put that back. Gives back what asks anew for what the screen waits for; call it once the change is in the lists.
 */
export async function quietLists(client: QueryClient, ids: readonly string[]): Promise<() => void> {
	const awaited = client.getQueryCache().findAll({
		fetchStatus: 'fetching',
		predicate: ({ queryKey: [kind], state }) =>
			kind === 'list-head' || (kind === 'list' && state.data === undefined),
	});
	await Promise.all([
		client.cancelQueries({ queryKey: ['list-head'] }),
		// A next page under way was built on the old rows, and would put them back: the list asks for it anew.
		client.cancelQueries({ queryKey: ['list'] }),
		...ids.map((id) => client.cancelQueries({ queryKey: ['conversation', id], exact: true })),
	]);
	return () => {
		// Each one's failure is in its own state.
		for (const query of awaited) void query.fetch().catch(() => undefined);
	};
}
