import { typeInDialog } from '../dialog.ts';
import { typeInExport } from '../exports.ts';
import { typeAnswer } from '../filter/filter-steps.ts';
import { typeInStep } from '../metadata/metadata-typing.ts';
import { type Overlay, overlayOfCommand } from '../overlay.ts';
import type { FieldChange } from './field-change.ts';

/** The overlay after a change to its field; the same overlay if it has none. A message's text is not in its overlay. */
export function typeInOverlay(overlay: Overlay, field: FieldChange): Overlay {
	const change = field.line;
	switch (overlay.kind) {
		case 'filter':
			return { ...overlay, draft: typeAnswer(overlay.draft, change) };
		case 'dialog':
			return { ...overlay, dialog: typeInDialog(overlay.dialog, change) };
		case 'metadata':
			return { ...overlay, draft: typeInStep(overlay.draft, field) };
		case 'export':
			return { ...overlay, draft: typeInExport(overlay.draft, change) };
		case 'query': {
			const editor = change(overlay.draft.editor);
			const isSame = editor.text === overlay.draft.editor.text;
			return { ...overlay, draft: { editor, selected: isSame ? overlay.draft.selected : -1 } };
		}
		case 'help': {
			const { search } = overlay;
			if (search?.isTyping !== true) return overlay;
			return { ...overlay, top: 0, search: { ...search, editor: change(search.editor) } };
		}
		case 'prompt':
			return { ...overlay, editor: change(overlay.editor) };
		case 'palette': {
			const editor = change(overlay.editor);
			const selected = editor.text === overlay.editor.text ? overlay.selected : 0;
			return overlayOfCommand(editor) ?? { ...overlay, editor, selected };
		}
		default:
			return overlay;
	}
}
