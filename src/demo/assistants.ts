import type { WireAssistant } from '../domain/wire.ts';

/** The assistants of the sample account. */
export const demoAssistants: readonly WireAssistant[] = [
	{
		id: 'assistant-5b0c7c0e-3f7a-4a55-9d0e-0f6c1f6f1a01',
		name: 'Harbor Table bookings',
		created_at: '2026-03-02T09:14:22.118000+00:00',
	},
];
