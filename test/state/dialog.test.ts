import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import {
	askDialog,
	askedAbout,
	type DialogAsk,
	missingWord,
	moveDialogFocus,
	staleReason,
	typeInDialog,
} from '../../src/state/dialog.ts';
import { insertText } from '../../src/state/typing/line-editor.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';

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

describe('a question', () => {
	const noon = instantFromMillis(0);
	const one = { id: 'a', title: 'A' };
	const asks = {
		delete: { what: 'delete', ...one },
		takeover: { what: 'takeover', ...one, disabled: true },
		quit: { what: 'quit' },
		batch: { what: 'batch', task: { kind: 'delete' }, ids: ['a', 'b', 'c'] },
		undo: { what: 'batch', task: { kind: 'undo', writes: [] }, ids: ['a', 'b', 'c'] },
		done: { what: 'done', doneThrough: new Map([...'abc'].map((id) => [id, noon])) },
	} as const satisfies Record<string, DialogAsk>;
	const marked = (...ids: readonly string[]) => ({ marks: { ids: new Set(ids), last: null } });
	const deleting = (stage: 'deleting' | 'deleted') => ({
		selectedId: 'a',
		deletions: new Map([['a', stage]]),
	});

	test.each<[keyof typeof asks, Partial<UiState>, string | null]>([
		['delete', { selectedId: 'a' }, null],
		['delete', { selectedId: 'b' }, 'A is no longer the current conversation.'],
		['delete', deleting('deleting'), null],
		['takeover', deleting('deleted'), 'A is deleted.'],
		[
			'takeover',
			{ selectedId: 'a', live: { ...initialState.live, gone: new Set(['a']) } },
			'A was deleted elsewhere.',
		],
		['quit', {}, null],
		['undo', {}, null],
		['batch', marked('a', 'b', 'c'), null],
		['batch', marked('a', 'c'), '1 of the marked conversations was deleted.'],
		['done', marked('a', 'b', 'c'), null],
		['done', marked('b'), '2 of the marked conversations were deleted.'],
	])('about %s closes when it no longer fits (%#)', (what, changes, reason) => {
		const { dialog } = askDialog({ ...fields, ask: asks[what] });
		expect(staleReason(dialog, { ...initialState, ...changes })).toBe(reason);
	});

	test.each<[keyof typeof asks, string | undefined]>([
		['delete', 'a'],
		['takeover', 'a'],
		['batch', undefined],
		['done', undefined],
	])('about %s names its conversation if it is only one', (what, id) => {
		expect(askedAbout(asks[what])?.id).toBe(id);
	});
});
