import fc from 'fast-check';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../src/api/decode.ts';
import type { Conversation } from '../../src/domain/conversation.ts';
import type { Decoded } from '../../src/domain/decoded.ts';
import type { InsightResult } from '../../src/domain/insight.ts';
import type { JsonValue } from '../../src/domain/json.ts';
import type { Message } from '../../src/domain/message.ts';
import { anyString } from '../text/arbitraries.ts';

const time = fc.option(
	fc.integer({ min: 0, max: 4e12 }).map((millis) => new Date(millis).toISOString()),
	{ nil: undefined },
);
const jsonText = fc.json({ maxDepth: 3, stringUnit: 'binary' });
const text = fc.oneof(anyString, jsonText, fc.constant(''));

/** A value with the keys of `undefined` left out, as JSON has it. */
function json(value: unknown): JsonValue {
	const copy: JsonValue = JSON.parse(JSON.stringify(value));
	return copy;
}

/** Any JSON value. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.jsonValue().map(json);

/** Any conversation that decodes, hostile text and missing parts included. */
export const anyConversation: fc.Arbitrary<Conversation> = fc
	.record({
		id: anyString.filter((id) => id !== ''),
		name: fc.option(anyString),
		created_at: time,
		last_message_at: time,
		metadata: fc.record(
			{
				telnyx_conversation_channel: fc.oneof(fc.constantFrom('phone_call', 'sms_chat', ''), anyString),
				telnyx_end_user_target: fc.oneof(fc.constant('+13128675309'), anyString),
				telnyx_agent_target: anyString,
				assistant_id: anyString,
				assistant_version_id: anyString,
				ai_disabled: fc.constantFrom('true', 'false'),
				other: fc.oneof(anyString, fc.jsonValue()),
			},
			{ requiredKeys: [] },
		),
	})
	.map((wire) => decodeConversation(json(wire)))
	.filter((row) => row.ok)
	.map((row) => row.value);

/** Any message, readable or not. */
export const anyMessage: fc.Arbitrary<Decoded<Message>> = fc
	.record({
		role: fc.oneof(fc.constantFrom('user', 'assistant', 'tool'), anyString),
		text: fc.oneof(text, fc.constant(null), fc.constant(5)),
		sent_at: time,
		tool_calls: fc.array(
			fc.record({ id: anyString, function: fc.record({ name: anyString, arguments: text }) }),
			{ maxLength: 2 },
		),
		metadata: fc.record({ tool_call_id: anyString }, { requiredKeys: [] }),
	})
	.map((wire) => decodeMessage(json(wire)));

/** Any insight result, readable or not. */
export const anyInsight: fc.Arbitrary<Decoded<InsightResult>> = fc
	.record({
		id: anyString,
		status: fc.oneof(fc.constantFrom('pending', 'in_progress', 'completed', 'failed'), anyString),
		created_at: time,
		conversation_insights: fc.array(fc.record({ insight_id: anyString, result: text }), { maxLength: 3 }),
	})
	.map((wire) => decodeInsightResult(json(wire)));

/** The width of a pane's inside, and whether long lines wrap. */
export const anyStyle = fc.record({ width: fc.integer({ min: 42, max: 160 }), wrapped: fc.boolean() });
