import type { JsonValue } from '../../domain/json.ts';
import { readJsonSource } from '../../domain/json-source.ts';
import type { FieldChange } from '../typing/field-change.ts';
import { settled } from '../typing/line-editor.ts';
import { areaOf } from '../typing/text-area.ts';
import { type MetadataDraft, type MetadataStep, type ValueOf, valueText } from './metadata-draft.ts';

/** Values of at least this many characters open as multi-line text; one line would show too little. */
const longText = 60;

/** True for a value that needs more than one line. */
export function isLong(text: string): boolean {
	return text.length >= longText || /[\r\n]/.test(text);
}

/** Types into the open step. Pasting several lines into a value turns it into multi-line text. */
export function typeInStep(draft: MetadataDraft, change: FieldChange): MetadataDraft {
	const { step } = draft;
	switch (step?.kind) {
		case 'area':
			return { ...draft, step: { ...step, area: change.area(step.area) } };
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
	if (area.text.includes('\n')) return { kind: 'area', of: step.of, area };
	const editor = change.line(step.editor);
	return { ...step, editor, selected: editor.text === text ? step.selected : -1 };
}

/** Turns the value into multi-line text. */
export function openArea(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'value') return draft;
	const area = areaOf(step.editor.text, step.editor.caret);
	return { ...draft, step: { kind: 'area', of: step.of, area } };
}

/** Puts the caret of the open field at a place in its text. */
export function caretAt(draft: MetadataDraft, caret: number): MetadataDraft {
	const { step } = draft;
	if (step?.kind === 'area') return { ...draft, step: { ...step, area: areaOf(step.area.text, caret) } };
	if (step?.kind !== 'value') return draft;
	return { ...draft, step: { ...step, editor: settled(step.editor.text, caret) } };
}

/** The key of the value being typed. */
export function keyOfValue({ rows }: MetadataDraft, of: ValueOf): string {
	return 'newKey' in of ? of.newKey : (rows.find(({ id }) => id === of.row)?.key ?? '');
}

/** The value when its step opened. */
export function valueBefore({ rows }: MetadataDraft, of: ValueOf): string {
	const row = 'row' in of ? rows.find(({ id }) => id === of.row) : undefined;
	return row === undefined ? '' : valueText(row.value);
}

/** True for a value that is not text: it is typed as JSON. */
export function isTypedAsJson({ rows }: MetadataDraft, of: ValueOf): boolean {
	const row = 'row' in of ? rows.find(({ id }) => id === of.row) : undefined;
	return row !== undefined && typeof row.value !== 'string';
}

/** The value of a typed text, or the place of what is invalid in it, and why, as a sentence. */
export function typedValue(
	draft: MetadataDraft,
	of: ValueOf,
	text: string,
): { readonly ok: true; readonly value: JsonValue } | ({ readonly ok: false } & ValueProblem) {
	const row = 'row' in of ? draft.rows.find(({ id }) => id === of.row) : undefined;
	// An unchanged value keeps its type: looking at a number does not turn it into text.
	for (const value of [row?.value, row?.was?.value])
		if (value !== undefined && valueText(value) === text) return { ok: true, value };
	if (!isTypedAsJson(draft, of)) return { ok: true, value: text };
	const read = readJsonSource(text);
	if (!read.ok) return { ok: false, at: read.at, problem: `${placeWords(text, read.at)}: ${read.problem}` };
	const [twice] = read.doubled;
	if (twice === undefined) return { ok: true, value: read.value };
	return {
		ok: false,
		at: twice.at,
		problem: `${placeWords(text, twice.at)}: the key “${twice.key}” exists twice.`,
	};
}

/** What is invalid in a typed value, and the place in its text. */
type ValueProblem = { readonly at: number; readonly problem: string };

function placeWords(text: string, at: number): string {
	const before = text.slice(0, at).split('\n');
	const character = (before.at(-1)?.length ?? 0) + 1;
	return text.includes('\n') ? `Line ${before.length}, character ${character}` : `Character ${character}`;
}

/** Why the typed text is no valid value; null if it is, or if no value is open. */
export function valueProblem(draft: MetadataDraft): ValueProblem | null {
	const { step } = draft;
	if (step?.kind !== 'value' && step?.kind !== 'area') return null;
	const typed = typedValue(draft, step.of, step.kind === 'area' ? step.area.text : step.editor.text);
	return typed.ok ? null : typed;
}
