import { useCursor } from 'ink';
import TextInput from 'ink-text-input';
import type { ReactElement } from 'react';
import type { LineEditor } from '../../state/line-editor.ts';
import { join, safe } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { cellWidth, sliceCells } from '../../text/width.ts';

/** What of a line is seen in a field of so many cells, from which of its cells on, and in which of them the caret stands. */
export function fieldWindow(
	editor: LineEditor,
	cells: number,
): { readonly text: SafeText; readonly start: number; readonly caret: number } {
	const before = safe(editor.text.slice(0, editor.caret));
	const whole = join(before, safe(editor.text.slice(editor.caret)));
	const caret = cellWidth(before);
	// The caret needs a cell of its own behind the last letter.
	const start = Math.max(0, caret - cells + 1);
	return { text: sliceCells(whole, start, start + cells), start, caret: caret - start };
}

type Props = {
	readonly editor: LineEditor;
	readonly cells: number;
	/** Where the field's first cell is on the screen. */
	readonly x: number;
	readonly y: number;
};

const unheard = (): void => undefined;

/**
 * One line of text being typed. `ink-text-input` draws it but is never given the keyboard: listening itself, it types a
 * letter for Ctrl-p and Ctrl-w and breaks emoji in two. Keys come through the router, and the caret is the terminal's own.
 */
export function TextField({ editor, cells, x, y }: Props): ReactElement {
	const { setCursorPosition } = useCursor();
	const { text, caret } = fieldWindow(editor, cells);
	setCursorPosition({ x: x + caret, y });
	return <TextInput value={text} focus={false} showCursor={false} onChange={unheard} />;
}
