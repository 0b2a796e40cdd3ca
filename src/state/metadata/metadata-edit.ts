import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { editorOf } from '../typing/line-editor.ts';
import { areaOf } from '../typing/text-area.ts';
import {
	type Guarded,
	lineOf,
	type MetadataDraft,
	type MetadataRow,
	type MetadataStep,
	rowState,
	selectedRow,
	selectLine,
	type ValueOf,
} from './metadata-draft.ts';
import { isLong, typedValue, valueBefore } from './metadata-typing.ts';

type KeyStep = Extract<MetadataStep, { kind: 'key' }>;

/** Asks for the value of the row under the cursor, for a new key, or for the name, depending on the line. */
export function askHere(draft: MetadataDraft): MetadataDraft {
	if (draft.selected === 'name') return { ...draft, step: { kind: 'name', editor: editorOf(draft.name) } };
	const row = selectedRow(draft);
	if (row === null) return draft.selected === 'add' ? askNewKey(draft) : draft;
	if (row.isRemoved) return restore(draft, row);
	return perform(draft, { kind: 'value', row: row.id });
}

/** Asks for the key of a new row. */
export function askNewKey(draft: MetadataDraft): MetadataDraft {
	const step: MetadataStep = { kind: 'key', row: null, editor: editorOf(''), selected: -1, problem: null };
	return { ...selectLine(draft, 'add'), step };
}

/** Asks for another key for the row under the cursor. */
export function askRename(draft: MetadataDraft): MetadataDraft {
	const row = selectedRow(draft);
	return row === null || row.isRemoved ? draft : perform(draft, { kind: 'key', row: row.id });
}

/** Removes the row under the cursor from the map, or restores it; an added row disappears at once. */
export function toggleRemoved(draft: MetadataDraft): MetadataDraft {
	const row = selectedRow(draft);
	if (row === null) return draft;
	return row.isRemoved ? restore(draft, row) : perform(draft, { kind: 'remove', row: row.id });
}

function restore(draft: MetadataDraft, row: MetadataRow): MetadataDraft {
	return changeRow(draft, row.id, { isRemoved: false });
}

/** Restores the row under the cursor; an added row disappears. */
export function revertRow(draft: MetadataDraft): MetadataDraft {
	const row = selectedRow(draft);
	if (row === null || rowState(row) === 'same') return draft;
	if (row.was === null) return withoutRow(draft, row.id);
	return changeRow(draft, row.id, { ...row.was, isRemoved: false });
}

/** Takes the typed text: a key leads on to its value, any other step ends. */
export function takeTyped(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	switch (step?.kind) {
		case 'name':
			return { ...draft, name: step.editor.text, step: null };
		case 'key':
			return perform(draft, { kind: 'take-key', step });
		case 'value':
			return takeValue(draft, step.of, step.editor.text);
		case 'area':
			return takeValue(draft, step.of, step.area.text);
		default:
			return draft;
	}
}

function takeValue(draft: MetadataDraft, of: ValueOf, text: string): MetadataDraft {
	if ('newKey' in of) {
		const row: MetadataRow = { id: draft.nextId, key: of.newKey, value: text, was: null, isRemoved: false };
		const rows = [...draft.rows, row];
		return selectLine({ ...draft, rows, nextId: row.id + 1, step: null }, lineOf(row));
	}
	const typed = typedValue(draft, of, text);
	return typed.ok ? changeRow({ ...draft, step: null }, of.row, { value: typed.value }) : draft;
}

/** Leaves the step: a new value goes back to its key, any other step to the list of keys. */
export function stepBack(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if ((step?.kind === 'value' || step?.kind === 'area') && 'newKey' in step.of) {
		const editor = editorOf(step.of.newKey);
		return { ...draft, step: { kind: 'key', row: null, editor, selected: -1, problem: null } };
	}
	if (step?.kind === 'guard' && step.next.kind === 'take-key') return { ...draft, step: step.next.step };
	if (step?.kind === 'guard' && step.next.kind === 'send')
		return { ...draft, step: { kind: 'diff', top: 0 } };
	return { ...draft, step: null };
}

/** Allows a change of Telnyx's own keys and continues with it. */
export function allowGuarded(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if (step?.kind !== 'guard') return draft;
	return perform({ ...draft, allowed: new Set([...draft.allowed, ...step.keys]) }, step.next);
}

/** Telnyx's own keys among these that the user has not allowed to change. */
export function guardedOf({ allowed }: MetadataDraft, keys: readonly string[]): readonly string[] {
	return keys.filter((key) => isTelnyxKey(key) && !allowed.has(key));
}

/** Does the change, or asks first if it affects Telnyx's own keys. */
function perform(draft: MetadataDraft, what: Guarded): MetadataDraft {
	const keys = guardedOf(draft, keysOf(draft, what));
	if (keys.length > 0) return { ...draft, step: { kind: 'guard', keys, next: what } };
	const open: MetadataDraft = { ...draft, step: null };
	switch (what.kind) {
		case 'value': {
			const of = { row: what.row };
			const text = valueBefore(draft, of);
			if (isLong(text)) return { ...open, step: { kind: 'area', of, area: areaOf(text), isWarned: false } };
			return { ...open, step: { kind: 'value', of, editor: editorOf(text), selected: -1 } };
		}
		case 'key': {
			const editor = editorOf(rowOf(draft, what.row)?.key ?? '');
			return { ...open, step: { kind: 'key', row: what.row, editor, selected: -1, problem: null } };
		}
		case 'remove':
			return rowOf(draft, what.row)?.was === null
				? withoutRow(open, what.row)
				: changeRow(open, what.row, { isRemoved: true });
		case 'take-key':
			return takeKey(open, what.step);
		case 'send':
			return open;
	}
}

function keysOf(draft: MetadataDraft, what: Guarded): readonly string[] {
	if (what.kind === 'send') return [];
	if (what.kind === 'take-key') {
		const isNew = what.step.editor.text !== rowOf(draft, what.step.row)?.key;
		return isNew && keyProblem(draft, what.step) === null ? [what.step.editor.text] : [];
	}
	const row = rowOf(draft, what.row);
	// A key added in this editor needs no question: taking the key already asked.
	return row?.was == null ? [] : [row.key];
}

function takeKey(draft: MetadataDraft, step: KeyStep): MetadataDraft {
	const problem = keyProblem(draft, step);
	if (problem !== null) return { ...draft, step: { ...step, problem } };
	const key = step.editor.text;
	if (step.row !== null) return changeRow(draft, step.row, { key });
	const removed = draft.rows.find((row) => row.isRemoved && row.key === key);
	// Typing a removed key again restores it with another value.
	if (removed !== undefined)
		return perform(selectLine(restore(draft, removed), lineOf(removed)), { kind: 'value', row: removed.id });
	return { ...draft, step: { kind: 'value', of: { newKey: key }, editor: editorOf(''), selected: -1 } };
}

/** Why a key cannot be taken, as a sentence; null if it can. */
export function keyProblem(draft: MetadataDraft, step: KeyStep): string | null {
	const key = step.editor.text;
	if (key === '') return 'A key needs at least one character.';
	const isTaken = draft.rows.some((row) => row.key === key && row.id !== step.row && !row.isRemoved);
	return isTaken ? 'This key already exists. Press Esc, then Enter on it to change its value.' : null;
}

function rowOf({ rows }: MetadataDraft, id: number | null): MetadataRow | undefined {
	return rows.find((row) => row.id === id);
}

function changeRow(draft: MetadataDraft, id: number, change: Partial<MetadataRow>): MetadataDraft {
	return { ...draft, rows: draft.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) };
}

/** The draft without a row; the cursor goes to the line that takes its place. */
function withoutRow(draft: MetadataDraft, id: number): MetadataDraft {
	const at = draft.rows.findIndex((row) => row.id === id);
	const rows = draft.rows.filter((row) => row.id !== id);
	const next = rows[at];
	return selectLine({ ...draft, rows }, next === undefined ? 'add' : lineOf(next));
}
