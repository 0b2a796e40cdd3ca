import { describe, expect, test } from 'vitest';
import {
	emptyMessage,
	isWorthKeeping,
	type MessageDraft,
	sendMessage,
	turnRole,
} from '../../../src/state/typing/message-draft.ts';
import { areaOf } from '../../../src/state/typing/text-area.ts';

const hello: MessageDraft = { ...emptyMessage, area: areaOf('Hello') };
const keys = () => {
	let count = 0;
	return () => `key ${++count}`;
};

describe('a message', () => {
	test('goes from the assistant, and the sender turns in a circle either way', () => {
		expect(emptyMessage.role).toBe('assistant');
		const forth = turnRole(emptyMessage, 1);
		expect([forth.role, turnRole(forth, 1).role, turnRole(turnRole(forth, 1), 1).role]).toEqual([
			'user',
			'system',
			'assistant',
		]);
		expect(turnRole(emptyMessage, -1).role).toBe('system');
		expect(turnRole(forth, -1).role).toBe('assistant');
	});

	test('that is sent again keeps its key, so that it does not arrive twice', () => {
		const newKey = keys();
		const sent = sendMessage({ ...hello, problem: 'It failed.' }, newKey);
		expect(sent).toMatchObject({ isSending: true, problem: null, attempt: { key: 'key 1', text: 'Hello' } });
		expect(sendMessage(sent, newKey).attempt.key).toBe('key 1');
	});

	test('with another text or sender is another message', () => {
		const newKey = keys();
		const sent = sendMessage(hello, newKey);
		expect(sendMessage({ ...sent, area: areaOf('Hello!') }, newKey).attempt.key).toBe('key 2');
		expect(sendMessage(turnRole(sent, 1), newKey).attempt.key).toBe('key 3');
	});

	test.each([
		[emptyMessage, false],
		[{ ...emptyMessage, area: areaOf(' \n ') }, false],
		[hello, true],
		[{ ...emptyMessage, isSending: true }, true],
	])('is lost by leaving only if there is one (%#)', (draft, expected) => {
		expect(isWorthKeeping(draft)).toBe(expected);
	});
});
