import type { QueryClient } from '@tanstack/react-query';

/** Transcripts kept beside the one on screen: enough to go back and forth, little enough for a shift of walking through lists. */
const kept = 40;

const parts = ['messages', 'insights', 'conversation'] as const;

/** Lets go of what was read of conversations longest ago. What is on screen is never let go. */
export function forgetOldest(client: QueryClient): void {
	for (const part of parts) {
		const idle = client.getQueryCache().findAll({ queryKey: [part], type: 'inactive' });
		if (idle.length <= kept) continue;
		idle.sort((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt);
		for (const query of idle.slice(0, idle.length - kept)) client.getQueryCache().remove(query);
	}
}
