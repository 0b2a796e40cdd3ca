import type { FieldChange } from './field-change.ts';
import { type MetadataDraft, valueText } from './metadata-draft.ts';
import type { MetadataStep, ValueOf } from './metadata-steps.ts';
import { areaOf } from './text-area.ts';

/** From this many characters on a value is typed in an area: one line would show too little of it. */
const longText = 60;

/** True for a value that one line is not enough for. */
export function isLong(text: string): boolean {
	return text.length >= longText || /[\r\n]/.test(text);
}

/** Types into the step that is open. Several lines pasted into a value are kept as lines: it becomes an area. */
export function typeInStep(draft: MetadataDraft, change: FieldChange): MetadataDraft {
	const { step } = draft;
	switch (step?.kind) {
		case 'area':
			return { ...draft, step: { ...step, area: change.area(step.area), isWarned: false } };
		case 'name':
			return { ...draft, step: { ...step, editor: change.line(step.editor) } };
		case 'key': {
			const editor = change.line(step.editor);
			if (editor.text === step.editor.text) return { ...draft, step: { ...step, editor } };
			return { ...draft, step: { ...step, editor, selected: -1, problem: null } };
		}
		case 'value':
			return { ...draft, step: typeInValue(step, change) };
		default:
			return draft;
	}
}

function typeInValue(step: Extract<MetadataStep, { kind: 'value' }>, change: FieldChange): MetadataStep {
	const { text, caret } = step.editor;
	const area = change.area(areaOf(text, caret));
	if (area.text.includes('\n')) return { kind: 'area', of: step.of, area, isWarned: false };
	const editor = change.line(step.editor);
	return { ...step, editor, selected: editor.text === text ? step.selected : -1 };
}

/** Goes on with the value in an area. */
export function openArea(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'value') return draft;
	const area = areaOf(step.editor.text, step.editor.caret);
	return { ...draft, step: { kind: 'area', of: step.of, area, isWarned: false } };
}

/** Leaves an area by `leave`; where that loses what was typed, only the second time. */
export function leaveArea(
	draft: MetadataDraft,
	leave: (draft: MetadataDraft) => MetadataDraft,
): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'area') return draft;
	if (step.isWarned || step.area.text === valueBefore(draft, step.of)) return leave(draft);
	return { ...draft, step: { ...step, isWarned: true } };
}

/** The key whose value is typed. */
export function keyOfValue({ rows }: MetadataDraft, of: ValueOf): string {
	return 'newKey' in of ? of.newKey : (rows.find(({ id }) => id === of.row)?.key ?? '');
}

/** The value as it was when it was asked for. */
export function valueBefore({ rows }: MetadataDraft, of: ValueOf): string {
	return 'newKey' in of ? '' : valueText(rows.find(({ id }) => id === of.row)?.value ?? '');
}
