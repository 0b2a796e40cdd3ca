import { useCursor } from 'ink';
import TextInput from 'ink-text-input';
import type { ReactElement } from 'react';
import type { LineEditor } from '../../state/typing/line-editor.ts';
import { covered } from '../../text/hidden.ts';
import { join, safe } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { cellWidth, sliceCells } from '../../text/width.ts';

/** The visible part of a line in a field of `cells` cells, the cell where it starts, and the caret's cell within it. */
export function fieldWindow(
	editor: LineEditor,
	cells: number,
): { readonly text: SafeText; readonly start: number; readonly caret: number } {
	const drawn = covered(editor.text);
	const before = safe(drawn.slice(0, editor.caret));
	const whole = join(before, safe(drawn.slice(editor.caret)));
	const caret = cellWidth(before);
	// The caret needs a cell of its own after the last character.
	const start = Math.max(0, caret - cells + 1);
	return { text: sliceCells(whole, start, start + cells), start, caret: caret - start };
}

type Props = {
	readonly editor: LineEditor;
	readonly cells: number;
	/** The screen position of the field's first cell. */
	readonly x: number;
	readonly y: number;
};

const unheard = (): void => undefined;

/**
 * One line of text being typed. `ink-text-input` draws it but never gets the keyboard: it would type a letter for
 * Ctrl-p and Ctrl-w and break emoji in two. Keys come through the router, and the caret is the terminal's own.
 */
export function TextField({ editor, cells, x, y }: Props): ReactElement {
	const { setCursorPosition } = useCursor();
	const { text, caret } = fieldWindow(editor, cells);
	setCursorPosition({ x: x + caret, y });
	return <TextInput value={text} focus={false} showCursor={false} onChange={unheard} />;
}
