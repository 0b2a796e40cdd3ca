import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	type EditCommand,
	edit,
	editorOf,
	insertText,
	type LineEditor,
} from '../../../src/state/typing/line-editor.ts';
import { anyString } from '../../text/arbitraries.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const clusters = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

const commands = [
	'left',
	'right',
	'word-left',
	'word-right',
	'start',
	'end',
	'delete-back',
	'delete-forward',
	'delete-word',
	'delete-to-start',
	'delete-to-end',
] as const satisfies readonly EditCommand[];

const steps = fc.array(
	fc.oneof(
		fc.constantFrom<EditCommand>(...commands),
		anyString.map((text) => ({ text })),
	),
	{ maxLength: 20 },
);

function apply(editor: LineEditor, step: EditCommand | { readonly text: string }): LineEditor {
	return typeof step === 'string' ? edit(editor, step) : insertText(editor, step.text);
}

/** The valid caret positions: between clusters. */
function edges(text: string): number[] {
	let at = 0;
	return [0, ...clusters(text).map((cluster) => (at += cluster.length))];
}

describe('a line that is typed', () => {
	test('never has its caret inside a cluster, after any typing, pasting and deleting', () => {
		fc.assert(
			fc.property(steps, (sequence) => {
				let editor = editorOf('');
				for (const step of sequence) {
					editor = apply(editor, step);
					expect(edges(editor.text)).toContain(editor.caret);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	test('clusters that do not combine behave as a list with a position', () => {
		const letter = fc.constantFrom('a', 'B', ' ', '漢', '👨‍👩‍👧', 'é', '1', '-');
		const simple = ['left', 'right', 'start', 'end', 'delete-back', 'delete-forward'] as const;
		const cuts = ['delete-to-start', 'delete-to-end'] as const;
		const step = fc.oneof(
			fc.constantFrom<EditCommand>(...simple, ...cuts),
			letter.map((text) => ({ text })),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (sequence) => {
				let editor = editorOf('');
				let left: string[] = [];
				let right: string[] = [];
				for (const one of sequence) {
					editor = apply(editor, one);
					if (typeof one !== 'string') left.push(one.text);
					else if (one === 'left') right = [...left.splice(-1), ...right];
					else if (one === 'right') left.push(...right.splice(0, 1));
					else if (one === 'start') [left, right] = [[], [...left, ...right]];
					else if (one === 'end') [left, right] = [[...left, ...right], []];
					else if (one === 'delete-back') left.pop();
					else if (one === 'delete-forward') right.shift();
					else if (one === 'delete-to-start') left = [];
					else right = [];
					expect(editor).toEqual({ text: [...left, ...right].join(''), caret: left.join('').length });
				}
			}),
		);
	});

	test.each<[string, EditCommand, string, string]>([
		['one two', 'delete-word', 'one ', ''],
		['one two  ', 'delete-word', 'one ', ''],
		['one', 'delete-word', '', ''],
		['', 'delete-word', '', ''],
		['one two', 'word-left', 'one ', 'two'],
		['one two', 'left', 'one tw', 'o'],
		['🇩🇪🇺🇸', 'delete-back', '🇩🇪', ''],
		['', 'delete-forward', '', ''],
		['', 'right', '', ''],
	])('“%s”, %s: “%s|%s”', (text, command, left, right) => {
		expect(edit(editorOf(text), command)).toEqual({ text: left + right, caret: left.length });
	});

	test('pasted line ends and tabs become blanks', () => {
		expect(insertText(editorOf('a'), '1\r\n2\n3\r4\t5').text).toBe('a1 2 3 4 5');
	});

	test.each<[EditCommand, string, string]>([
		['word-right', 'one| two three', 'one two| three'],
		['word-right', 'one two |three', 'one two three|'],
		['word-left', 'one two| three', 'one |two three'],
		['word-left', 'one  |two', '|one  two'],
		['delete-word', 'one two | three', 'one | three'],
		['left', 'e\u0301|x', '|e\u0301x'],
		['right', '|e\u0301x', 'e\u0301|x'],
		['start', 'one| two', '|one two'],
		['end', 'one| two', 'one two|'],
		['delete-to-start', 'one| two', '| two'],
		['delete-to-end', 'one| two', 'one|'],
		['delete-back', '|one', '|one'],
		['delete-forward', 'one|', 'one|'],
	])('%s: %s', (command, before, after) => {
		const { text, caret } = edit({ text: before.replace('|', ''), caret: before.indexOf('|') }, command);
		expect(`${text.slice(0, caret)}|${text.slice(caret)}`).toBe(after);
	});
});
