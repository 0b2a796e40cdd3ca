import { type EditCommand, edit, editorOf, insertText, type LineEditor } from './line-editor.ts';
import { type AreaSize, areaOf, editArea, insertIntoArea, moveInArea, type TextArea } from './text-area.ts';

/** A change to the field that has the keyboard: its effect on a one-line field and on multi-line text. */
export type FieldChange = {
	readonly line: (editor: LineEditor) => LineEditor;
	readonly area: (area: TextArea) => TextArea;
};

/** Types or pastes text. */
export function inserting(text: string): FieldChange {
	return { line: (editor) => insertText(editor, text), area: (area) => insertIntoArea(area, text) };
}

/** Moves the caret within a line, or deletes. */
export function editing(command: EditCommand): FieldChange {
	return { line: (editor) => edit(editor, command), area: (area) => editArea(area, command) };
}

/** Moves the caret by rows; a one-line field has only one. */
export function movingRows(by: number, size: AreaSize): FieldChange {
	return { line: (editor) => editor, area: (area) => moveInArea(area, by, size) };
}

/** Replaces the whole text. */
export function replacing(text: string): FieldChange {
	return { line: () => insertText(editorOf(''), text), area: () => areaOf(text) };
}
