import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { evictOldest } from '../../src/data/side-caches.ts';

test('of a hundred transcripts read, the latest forty stay', () => {
	const client = new QueryClient();
	for (let index = 0; index < 100; index += 1) {
		client.setQueryData(['messages', `${index}`], { rows: [] }, { updatedAt: index });
		client.setQueryData(['list', `${index}`], { pages: [] }, { updatedAt: index });
	}
	evictOldest(client);
	const left = client.getQueryCache().findAll({ queryKey: ['messages'] });
	expect(left.map(({ queryKey }) => queryKey[1])).toEqual(
		Array.from({ length: 40 }, (_, at) => `${60 + at}`),
	);
	expect(client.getQueryCache().findAll({ queryKey: ['list'] })).toHaveLength(100);
	client.clear();
});
