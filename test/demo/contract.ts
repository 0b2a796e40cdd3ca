import { z } from 'zod';

/** The shapes of the wire contract, strictly: an unknown key, role or status is a mistake of the generator. */
const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00$/);
const uuid = z.uuidv4();

const conversation = z.strictObject({
	id: uuid,
	name: z.string().nullable().optional(),
	created_at: time,
	last_message_at: time,
	metadata: z.record(z.string(), z.union([z.string(), z.boolean(), z.array(z.string())])),
});

const toolCall = z.strictObject({
	id: z.string().regex(/^call_[0-9a-f]{24}$/),
	type: z.literal('function'),
	function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});

const message = z.strictObject({
	role: z.enum(['user', 'assistant', 'tool', 'system']),
	text: z.string().nullable().optional(),
	created_at: time.optional(),
	sent_at: time.optional(),
	metadata: z
		.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())]))
		.optional(),
	tool_calls: z.array(toolCall).min(1).nullable().optional(),
	tool_call_id: z.string().optional(),
});

const insight = z.strictObject({
	id: uuid,
	status: z.enum(['pending', 'in_progress', 'completed', 'failed']),
	created_at: time,
	conversation_insights: z.array(z.strictObject({ insight_id: uuid, result: z.string() })),
});

export const bundleContract = z.strictObject({
	conversation,
	messages: z.array(message.nullable()).min(2),
	insights: z.array(insight),
});

export const templateContract = z.strictObject({
	id: uuid,
	name: z.string().min(1),
	instructions: z.string().min(1),
	insight_type: z.enum(['custom', 'default']),
	json_schema: z.record(z.string(), z.unknown()).nullable(),
	webhook: z.url().optional(),
	created_at: time,
});
