import { type EditCommand, edit, editorOf, insertText, type LineEditor } from './line-editor.ts';
import { type AreaSize, areaOf, editArea, insertIntoArea, moveInArea, type TextArea } from './text-area.ts';

/** Something done to the field that is typed in: what it does to one line, and to lines. */
export type FieldChange = {
	readonly line: (editor: LineEditor) => LineEditor;
	readonly area: (area: TextArea) => TextArea;
};

/** Text is typed or pasted. */
export function inserting(text: string): FieldChange {
	return { line: (editor) => insertText(editor, text), area: (area) => insertIntoArea(area, text) };
}

/** The caret moves within a line, or something is deleted. */
export function editing(command: EditCommand): FieldChange {
	return { line: (editor) => edit(editor, command), area: (area) => editArea(area, command) };
}

/** The caret moves by rows; one line has no others. */
export function movingRows(by: number, size: AreaSize): FieldChange {
	return { line: (editor) => editor, area: (area) => moveInArea(area, by, size) };
}

/** Other text takes the place of all of it, as it is. */
export function replacing(text: string): FieldChange {
	return { line: () => insertText(editorOf(''), text), area: () => areaOf(text) };
}
