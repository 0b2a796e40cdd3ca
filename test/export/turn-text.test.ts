import { expect, test } from 'vitest';
import { turnText } from '../../src/export/turn-text.ts';
import { utc, zoneNamed } from '../../src/text/time.ts';
import { said, textOf } from './conversation-text.ts';

const call = { id: '1', name: 'find', arguments: '{"a":1}' };

test('a turn as plain text: who, when, and all it says', () => {
	const { turns } = textOf([
		said('user', 'one\r\n\ttwo \x1b[31m', 0),
		said('assistant', null, 1, { toolCalls: [call] }),
		said('tool', '{"error":"x"}', 3, { toolCallId: '1' }),
		said('assistant', null, 40, { toolCalls: [{ ...call, id: '2' }] }),
	]);
	expect(turns.map((turn) => turnText(turn, utc))).toEqual([
		'user, 2026-10-15 16:05:41 UTC:\none\n\ttwo [31m',
		'tool find, 2026-10-15 16:05:42 UTC, failed after 2.0 s:\narguments: {"a":1}\nresult: {"error":"x"}',
		'37 s of silence',
		'tool find, 2026-10-15 16:06:21 UTC, no answer:\narguments: {"a":1}',
	]);
	const [first] = turns;
	if (first === undefined) return expect.unreachable();
	expect(turnText(first, zoneNamed('America/New_York'))).toContain('(2026-10-15 12:05:41 -04:00)');
});
