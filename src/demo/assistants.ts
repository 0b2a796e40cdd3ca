import type { WireAssistant } from '../domain/wire.ts';

export type AssistantKey =
	| 'table'
	| 'energy'
	| 'parcel'
	| 'clinic'
	| 'bank'
	| 'fibre'
	| 'hotel'
	| 'stock'
	| 'reminder'
	| 'gone';

export type CastAssistant = {
	readonly id: string;
	readonly name: string;
	/** The number or address of the assistant. */
	readonly target: string;
	readonly versions: number;
	readonly model: string;
	readonly createdAt: string;
};

/** All assistants. `gone` was deleted: conversations still carry its id, but the account no longer lists it. */
export const cast: { readonly [key in AssistantKey]: CastAssistant } = {
	table: {
		id: 'assistant-5b0c7c0e-3f7a-4a55-9d0e-0f6c1f6f1a01',
		name: 'Harbor Table bookings',
		target: '+18005550110',
		versions: 7,
		model: 'meta-llama/Llama-3.3-70B-Instruct',
		createdAt: '2026-03-02T09:14:22.118004+00:00',
	},
	energy: {
		id: 'assistant-9c1d2e64-0b53-4a5e-8a7f-7d3e9b6a2b02',
		name: 'Meridian Energy billing',
		target: '+18005550122',
		versions: 12,
		model: 'Qwen/Qwen3-235B-A22B',
		createdAt: '2025-11-18T15:40:03.902117+00:00',
	},
	parcel: {
		id: 'assistant-27f4ab90-6d1c-4c0b-b6a2-55c8e0d91c03',
		name: 'Parcelwing delivery desk',
		target: '+18005550133',
		versions: 9,
		model: 'meta-llama/Llama-3.3-70B-Instruct',
		createdAt: '2026-01-09T07:02:55.330961+00:00',
	},
	clinic: {
		id: 'assistant-e83a1b7d-94c2-4f0e-9a1b-c2f7d05e3d04',
		name: 'Lakeside Family Clinic',
		target: '+13125550144',
		versions: 5,
		model: 'Qwen/Qwen3-235B-A22B',
		createdAt: '2026-04-21T13:27:40.004518+00:00',
	},
	bank: {
		id: 'assistant-0f92d6c8-7b3e-4d19-8e52-a1b4c7d84e05',
		name: 'Northgate Bank cards',
		target: '+18005550155',
		versions: 21,
		model: 'openai/gpt-4o',
		createdAt: '2025-09-30T10:11:12.131415+00:00',
	},
	fibre: {
		id: 'assistant-46be0f13-a8d7-4e6c-b390-1d2c3b4a5f06',
		name: 'Fibrelane tech support',
		target: '+18005550166',
		versions: 14,
		model: 'meta-llama/Llama-3.3-70B-Instruct',
		createdAt: '2025-12-05T18:55:09.760002+00:00',
	},
	hotel: {
		id: 'assistant-b71c5e2f-3d48-4b9a-8c06-9e8d7c6b5a07',
		name: 'Casa Marina concierge 🛎️',
		target: '+13055550177',
		versions: 4,
		model: 'openai/gpt-4o',
		createdAt: '2026-05-14T20:30:00.000000+00:00',
	},
	stock: {
		id: 'assistant-d2a8c4e6-1f35-47b9-a6d8-0c1e2f3a4b08',
		name: 'Stockroom voice count',
		target: 'sip:count@stockroom.example.com',
		versions: 3,
		model: 'Qwen/Qwen3-235B-A22B',
		createdAt: '2026-06-01T06:00:41.225870+00:00',
	},
	reminder: {
		id: 'assistant-8e6d4c2b-0a19-4f37-95e3-b7a6c5d4e309',
		name: 'Outbound reminders',
		target: '+18005550199',
		versions: 6,
		model: 'meta-llama/Llama-3.3-70B-Instruct',
		createdAt: '2026-02-27T11:48:36.481209+00:00',
	},
	gone: {
		id: 'assistant-1a2b3c4d-5e6f-4708-9a0b-c1d2e3f40510',
		name: 'Spring survey (retired)',
		target: '+18005550100',
		versions: 2,
		model: 'meta-llama/Llama-3.1-8B-Instruct',
		createdAt: '2025-08-12T08:08:08.080808+00:00',
	},
};

/** The assistants that the sample account lists. */
export const demoAssistants: readonly WireAssistant[] = Object.entries(cast)
	.filter(([key]) => key !== 'gone')
	.map(([, member]) => ({
		id: member.id,
		name: member.name,
		created_at: member.createdAt,
		model: member.model,
		description: null,
		enabled_features: member.target.startsWith('+') ? ['telephony', 'messaging'] : ['telephony'],
	}));
