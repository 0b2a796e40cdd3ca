import type { WireInsightTemplate } from '../domain/wire.ts';

/** The insight templates of the sample account. */
export const demoTemplates: readonly WireInsightTemplate[] = [
	{
		id: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0001',
		name: 'Summary',
		instructions: 'Summarise the conversation in two sentences.',
		insight_type: 'default',
		json_schema: null,
		created_at: '2026-02-11T08:00:00.000000+00:00',
	},
];
