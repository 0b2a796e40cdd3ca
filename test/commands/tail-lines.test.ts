import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeConversation, decodeMessage } from '../../src/api/decode.ts';
import { messageJson, textLine } from '../../src/commands/tail-lines.ts';
import { type JsonValue, jsonText } from '../../src/domain/json.ts';
import { messageInstant } from '../../src/domain/message.ts';
import type { FedMessage } from '../../src/live/message-feed.ts';
import { isSafe } from '../../src/text/safe.ts';
import { utc, zoneNamed } from '../../src/text/time.ts';
import { conversation } from '../store/fixtures.ts';
import { anyString } from '../text/arbitraries.ts';

/** A message as the feed returns it, from its JSON and its conversation's metadata. */
function fed(message: JsonValue, metadata: Readonly<Record<string, string>> = {}): FedMessage {
	const about = decodeConversation(conversation('c-1', { metadata }));
	if (!about.ok) throw new Error(about.problem);
	const row = decodeMessage(message);
	return { conversation: about.value, row, at: row.ok ? messageInstant(row.value) : null };
}

const said = { role: 'user', text: 'hello', sent_at: '2026-11-22T12:00:00.123456+00:00' };

test('the time is local and shows its zone', () => {
	expect(textLine(fed(said), utc)).toBe('2026-11-22T12:00:00.123+00:00 c-1 - - user: hello');
	expect(textLine(fed(said), zoneNamed('America/New_York'))).toMatch(/^2026-11-22T07:00:00\.123-05:00 /);
	expect(textLine(fed({ role: 'user', text: 'hello' }), utc)).toBe('- c-1 - - user: hello');
});

test('a line is never cut, and fields before the words are one word each', () => {
	const text = 'word '.repeat(5000);
	const line = textLine(fed({ ...said, text }, { telnyx_end_user_target: ' Ann of\nKent ' }), utc);
	expect(line).toContain(`c-1 - Ann_of_Kent user: ${text}`);
});

test('tool calls are shown with their arguments; an empty message says so', () => {
	const call = { id: 'x', type: 'function', function: { name: 'find', arguments: '{"a":\n1}' } };
	expect(textLine(fed({ ...said, text: null, tool_calls: [call] }), utc)).toContain(
		'user: (calls find {"a":⏎1})',
	);
	expect(textLine(fed({ ...said, text: '' }), utc)).toContain('user: (no text)');
});

test('an unreadable message is reported, and complete with --json', () => {
	const broken = fed({ role: 7, more: '\u202e' });
	expect(textLine(broken, utc)).toMatch(/^- c-1 - - \?: \(unreadable message: .+\)$/);
	expect(JSON.parse(messageJson(broken))).toMatchObject({
		at: null,
		problem: expect.any(String),
		message: { role: 7, more: '\u202e' },
	});
});

test('a message is written completely at any depth', () => {
	let deep: JsonValue = 1;
	for (let level = 0; level < 50_000; level++) deep = [deep];
	const line = messageJson(fed({ ...said, metadata: { deep } }));
	expect(line).toContain(`"deep":${jsonText(deep)}`);
});

test('for any text, a text line is safe and one line; a JSON line is safe, one line, and parses back to the same', () => {
	fc.assert(
		fc.property(anyString, anyString, (text, name) => {
			const one = fed({ ...said, text, [name]: text }, { telnyx_end_user_target: name, x: text });
			expect(isSafe(textLine(one, utc))).toBe(true);
			const line = messageJson(one);
			expect(isSafe(line)).toBe(true);
			expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
			expect(JSON.parse(line)).toMatchObject({ message: { text }, end_user: name === '' ? null : name });
		}),
	);
});
