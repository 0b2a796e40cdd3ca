import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalId, readConversationId, unwrapped } from '../../src/domain/conversation-id.ts';

const id = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
const other = '11111111-1111-4111-8111-111111111111';

describe('reads a conversation id in every spelling (case 30)', () => {
	test.each([
		id,
		id.toUpperCase(),
		`"${id.toUpperCase()}",`,
		`  '${id}'; `,
		`{${id}}`,
		`<${id}>`,
		`[ "${id}" ],`,
		`“${id}”`,
		id.replaceAll('-', ''),
		id.replaceAll('-', '\u2011'),
		`urn:uuid:${id}`,
		`\ufeff\u200b${id}\u2069`,
		`https://portal.telnyx.com/#/ai/conversations/${id.toUpperCase()}?tab=messages&from=${other}`,
		`/v2/ai/conversations/${id}/messages?page[number]=1`,
		`"id": "${id}",`,
		`"conversation_id" : "${id}"`,
		`conversationId=${id}`,
		`2026-11-22T10:00:00.123Z INFO [worker-3] request ${other} conversation_id=${id} took 12 ms`,
		`call.conversation.ended conversation_id: ${id} call_session_id: ${other}`,
		`{"id":"${id}","metadata":{"assistant_id":"assistant-${other}","call_leg_id":"${other}"}}`,
		`please look at ${id}.`,
		`${id} and once more ${id.toUpperCase()}`,
	])('%j', (text) => {
		expect(readConversationId(text)).toBe(id);
	});

	test.each([
		'',
		'refund',
		id.slice(1),
		`${id}0`,
		`x${id}`,
		`assistant-${id}`,
		`"call_session_id": "${id}"`,
		`${id} ${other}`,
		`conversation_id=${id} conversation_id=${other}`,
	])('%j names none', (text) => {
		expect(readConversationId(text)).toBeNull();
	});

	test('ignores text around the id', () => {
		const around = fc.string({
			unit: fc.constantFrom(' ', '"', ',', '(', ')', '[', '{', '}', '\n', '\u200b', '<', ';'),
		});
		fc.assert(
			fc.property(fc.uuid(), fc.boolean(), around, around, (uuid, isCapital, before, after) => {
				const written = isCapital ? uuid.toUpperCase() : uuid;
				expect(readConversationId(before + written + after)).toBe(uuid);
				expect(canonicalId(written)).toBe(uuid);
			}),
		);
	});

	test('keeps an id that is not a UUID', () => {
		expect(canonicalId('Call-7')).toBe('Call-7');
		expect(unwrapped(' "Call-7", ')).toBe('Call-7');
	});
});
