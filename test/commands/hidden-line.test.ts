import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typeHidden } from '../../src/commands/hidden-line.ts';

test.each([
	['KEY1\r', 'KEY1', 'enter'],
	['KEY12\u007f\r', 'KEY1', 'enter'],
	['wrong\u0015KEY1\n', 'KEY1', 'enter'],
	['\u001b[200~KEY1\u001b[201~\r', 'KEY1', 'enter'],
	['KEY1\u0004', 'KEY1', 'enter'],
	['KEY1\u0003', '', 'interrupt'],
	['KEY1\u001c', '', 'interrupt'],
	['KEY1\u001a', 'KEY1', 'suspend'],
	['\u007f\u007fKEY', 'KEY', null],
])('%j', (typed, text, end) => {
	expect(typeHidden('', typed)).toEqual({ text, end });
});

test('a line is the same, however its bytes are split', () => {
	const plain = fc.string({ unit: fc.constantFrom('a', 'K', '1', '\u007f', '\u0015') });
	fc.assert(
		fc.property(plain, plain, (first, second) => {
			const split = typeHidden(typeHidden('', first).text, second);
			expect(split).toEqual(typeHidden('', first + second));
		}),
	);
});
