import type { WireInsightTemplate } from '../domain/wire.ts';
import { scores, sentiments } from './outcome.ts';

/** Template ids, which insight results refer to. */
export const insightIds = {
	summary: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0001',
	quality: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0002',
	intent: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0003',
	sentiment: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0004',
	followUp: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0005',
	compliance: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0006',
	/** Deleted: results still carry it, but the account no longer lists it. */
	retired: 'c7e0a1de-1f0b-4b8e-8a53-0d5d2f6c0099',
} as const;

/** The insight templates of the sample account. */
export const demoTemplates: readonly WireInsightTemplate[] = [
	{
		id: insightIds.summary,
		name: 'Summary',
		instructions: 'Summarise the conversation in two or three sentences, for somebody who has to act on it.',
		insight_type: 'default',
		json_schema: null,
		created_at: '2025-09-01T00:00:00.000000+00:00',
	},
	{
		id: insightIds.quality,
		name: 'Conversation quality',
		instructions: 'Rate how well the assistant handled the request, and give the reasons.',
		insight_type: 'custom',
		json_schema: {
			type: 'object',
			properties: {
				score: { type: 'string', enum: [...scores] },
				reasons: { type: 'array', items: { type: 'string' } },
			},
			required: ['score'],
		},
		created_at: '2026-01-15T10:30:00.000000+00:00',
	},
	{
		id: insightIds.intent,
		name: 'Intent and details',
		instructions: 'What did the end user want, which details did they give, and was it done?',
		insight_type: 'custom',
		json_schema: {
			type: 'object',
			properties: {
				intents: { type: 'array', items: { type: 'string' } },
				resolved: { type: 'boolean' },
				slots: { type: 'object', additionalProperties: { type: 'string' } },
			},
			required: ['intents', 'resolved'],
		},
		created_at: '2026-01-15T10:34:12.000000+00:00',
	},
	{
		id: insightIds.sentiment,
		name: 'Sentiment',
		instructions: 'The mood of the end user at the end, and where it turned.',
		insight_type: 'custom',
		json_schema: {
			type: 'object',
			properties: {
				sentiment: { type: 'string', enum: [...sentiments] },
				turning_point: { type: 'integer' },
			},
			required: ['sentiment'],
		},
		created_at: '2026-03-08T16:20:45.000000+00:00',
	},
	{
		id: insightIds.followUp,
		name: 'Follow-up',
		instructions: 'What does a person still have to do, by when? Write "nothing" if that is so.',
		insight_type: 'custom',
		json_schema: null,
		webhook: 'https://hooks.example.com/follow-up',
		created_at: '2026-05-30T09:00:00.000000+00:00',
	},
	{
		id: insightIds.compliance,
		name: 'Compliance check',
		instructions: 'Check identification, disclosure of recording, and that no full card number was spoken.',
		insight_type: 'custom',
		json_schema: { type: 'object', properties: { passed: { type: 'boolean' }, checks: { type: 'array' } } },
		created_at: '2026-07-19T12:12:12.000000+00:00',
	},
];
