import { describe, expect, test } from 'vitest';
import { findEscapes } from './escapes.ts';

describe('findEscapes', () => {
	test('ignores drawing: colours, cursor, modes, line ends', () => {
		expect(findEscapes('\u001b[1;31mred\u001b[0m\r\n\u001b[?1049h\u001b[2;5Hx')).toEqual([]);
	});

	test.each([
		['a clipboard write', '\u001b]52;c;aGk=\u0007', [{ kind: 'OSC', text: '52;c;aGk=' }]],
		['a link', '\u001b]8;;http://x\u001b\\', [{ kind: 'OSC', text: '8;;http://x' }]],
		['an unterminated command', 'a\u001b]0;title', [{ kind: 'OSC', text: '0;title' }]],
		['a device control string', '\u001bP1$r\u001b\\', [{ kind: 'DCS', text: '1$r' }]],
		[
			'a bell, a backspace',
			'\u0007a\b',
			[
				{ kind: 'C0', text: 'U+0007' },
				{ kind: 'C0', text: 'U+0008' },
			],
		],
		['an eight-bit introducer', '\u009b31m', [{ kind: 'C1', text: 'U+009B' }]],
		['an override of direction', 'a\u202eb', [{ kind: 'bidi', text: 'U+202E' }]],
	])('lists %s', (_, raw, found) => {
		expect(findEscapes(raw)).toEqual(found);
	});
});
