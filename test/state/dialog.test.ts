import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askDialog, missingWord, moveDialogFocus, typeInDialog } from '../../src/state/dialog.ts';
import { insertText } from '../../src/state/typing/line-editor.ts';

const fields = { ask: { what: 'delete', id: 'a', title: 'A' }, title: 'T', lines: [], verb: 'Do' } as const;
const plain = askDialog(fields).dialog;
const typing = askDialog({ ...fields, mustType: '37' }).dialog;

describe('a dialog', () => {
	test('never opens on the confirming button', () => {
		expect(plain.focus).toBe('cancel');
		expect(typing.focus).toBe('field');
	});

	test('moves its focus in a circle, in either direction', () => {
		const stops = { plain: 2, typing: 3 };
		fc.assert(
			fc.property(fc.constantFrom(1, -1), fc.nat(20), (by, rounds) => {
				let [one, two] = [plain, typing];
				for (let step = 0; step < rounds * stops.plain; step++) one = moveDialogFocus(one, by === 1 ? 1 : -1);
				for (let step = 0; step < rounds * stops.typing; step++)
					two = moveDialogFocus(two, by === 1 ? 1 : -1);
				expect([one.focus, two.focus]).toEqual(['cancel', 'field']);
			}),
		);
	});

	test('needs exactly the word, ignoring blanks around it', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				const typed = typeInDialog(typing, (editor) => insertText(editor, text));
				expect(missingWord(typed)).toBe(typed.typed?.editor.text.trim() === '37' ? null : '37');
			}),
		);
		expect(missingWord(typeInDialog(typing, (editor) => insertText(editor, ' 37 ')))).toBeNull();
		expect(missingWord(plain)).toBeNull();
		expect(typeInDialog(plain, (editor) => insertText(editor, 'x'))).toBe(plain);
	});
});
