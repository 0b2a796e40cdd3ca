import { expect, test } from 'vitest';
import { isTelnyxKey, sortedMetadataKeys } from '../../src/domain/telnyx-keys.ts';

test.each([
	['assistant_id', true],
	['telnyx_anything_new', true],
	['tier', false],
	['my_telnyx_note', false],
])('changing %s can change behaviour: %s', (key, expected) => {
	expect(isTelnyxKey(key)).toBe(expected);
});

test('metadata lists Telnyx’s keys first, in the order in which people look for them, then the rest by name', () => {
	const keys = ['b', 'to', 'telnyx_new', 'a', 'from', 'telnyx_conversation_channel', 'c'];
	expect(sortedMetadataKeys(keys)).toEqual([
		'telnyx_conversation_channel',
		'from',
		'to',
		'a',
		'b',
		'c',
		'telnyx_new',
	]);
});
