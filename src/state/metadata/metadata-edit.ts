import { isSameJson } from '../../domain/metadata-merge.ts';
import { isTelnyxKey } from '../../domain/telnyx-keys.ts';
import { editorOf } from '../typing/line-editor.ts';
import { areaOf } from '../typing/text-area.ts';
import {
	type Guarded,
	lineOf,
	type MetadataDraft,
	type MetadataRow,
	type MetadataStep,
	selectedRow,
	selectLine,
	type ValueOf,
} from './metadata-draft.ts';
import { caretAt, isLong, typedValue, valueBefore } from './metadata-typing.ts';

const noKey = { kind: 'key', row: null, value: '', selected: -1, problem: null } as const;

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
	const step: MetadataStep = { ...noKey, editor: editorOf('') };
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

/** Most changes of one draft that can be taken back. */
const mostPast = 100;

/** The draft after a change, which `takeBack` undoes; other steps are not remembered. */
export function remembering(before: MetadataDraft, after: MetadataDraft): MetadataDraft {
	if (after.past !== before.past) return after;
	if (after.rows === before.rows && after.name === before.name) return after;
	const { rows, name, selected } = before;
	return { ...after, past: [...before.past, { rows, name, selected }].slice(-mostPast) };
}

/** Takes back the last change of the draft. */
export function takeBack(draft: MetadataDraft): MetadataDraft {
	const last = draft.past.at(-1);
	if (last === undefined) return draft;
	return { ...selectLine(draft, last.selected), ...last, past: draft.past.slice(0, -1), step: null };
}

/** The draft with a key set to a text, or (null) without the key; itself if that changes nothing. */
export function withKey(draft: MetadataDraft, key: string, value: string | null): MetadataDraft {
	const row = draft.rows.find((one) => one.key === key && !one.isRemoved);
	if (value !== null) {
		const removed = draft.rows.find((one) => one.key === key);
		const set = row ?? removed;
		if (set !== undefined) return remembering(draft, changeRow(draft, set.id, { value, isRemoved: false }));
		const added: MetadataRow = { id: draft.nextId, key, value, was: null, isRemoved: false };
		return remembering(draft, { ...draft, rows: [...draft.rows, added], nextId: added.id + 1 });
	}
	if (row === undefined) return draft;
	if (row.was !== null) return remembering(draft, changeRow(draft, row.id, { isRemoved: true }));
	return remembering(draft, withoutRow(draft, row.id));
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
	return typed.ok
		? changeRow({ ...draft, step: null }, of.row, { value: typed.value })
		: caretAt(draft, typed.at);
}

/** Leaves the step and its text: a new value goes back to its key, any other step to the list of keys. */
export function stepBack(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if ((step?.kind === 'value' || step?.kind === 'area') && 'newKey' in step.of) {
		const value = step.kind === 'area' ? step.area.text : step.editor.text;
		return { ...draft, step: { ...noKey, editor: editorOf(step.of.newKey), value } };
	}
	if (step?.kind === 'guard' && step.next.kind === 'take-key') return { ...draft, step: step.next.step };
	if (step?.kind === 'guard' && step.next.kind === 'send')
		return { ...draft, step: { kind: 'diff', top: 0 } };
	return { ...draft, step: null };
}

/** One step back that keeps what was typed, as leaving a field of a form does. Invalid JSON stays open. */
export function stepOut(draft: MetadataDraft): MetadataDraft {
	const { step } = draft;
	if (step?.kind === 'name') return takeTyped(draft);
	const isOfRow = (step?.kind === 'value' || step?.kind === 'area') && 'row' in step.of;
	return isOfRow ? takeTyped(draft) : stepBack(draft);
}

/** The step in which a draft is reopened: its open field with the text so far; no question. */
export function restingStep(step: MetadataStep | null): MetadataStep | null {
	if (step?.kind === 'guard') return step.next.kind === 'take-key' ? step.next.step : null;
	return step?.kind === 'diff' ? null : step;
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
			if (isLong(text)) return { ...open, step: { kind: 'area', of, area: areaOf(text) } };
			return { ...open, step: { kind: 'value', of, editor: editorOf(text), selected: -1 } };
		}
		case 'key': {
			const editor = editorOf(rowOf(draft, what.row)?.key ?? '');
			return { ...open, step: { ...noKey, row: what.row, editor } };
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
	const of = { newKey: key };
	if (isLong(step.value)) return { ...draft, step: { kind: 'area', of, area: areaOf(step.value) } };
	return { ...draft, step: { kind: 'value', of, editor: editorOf(step.value), selected: -1 } };
}

/** Why a key cannot be taken, as a sentence; null if it can. */
export function keyProblem(draft: MetadataDraft, step: KeyStep): string | null {
	const key = step.editor.text;
	if (key === '') return 'A key needs at least one character.';
	const isTaken = draft.rows.some((row) => row.key === key && row.id !== step.row && !row.isRemoved);
	return isTaken ? 'This key already exists. Press Shift-Tab, then Enter on it to change its value.' : null;
}

function rowOf({ rows }: MetadataDraft, id: number | null): MetadataRow | undefined {
	return rows.find((row) => row.id === id);
}

function changeRow(draft: MetadataDraft, id: number, change: Partial<MetadataRow>): MetadataDraft {
	const row = rowOf(draft, id);
	const next = row === undefined ? undefined : { ...row, ...change };
	if (row === undefined || next === undefined || isSameRow(row, next)) return draft;
	return { ...draft, rows: draft.rows.map((one) => (one === row ? next : one)) };
}

function isSameRow(one: MetadataRow, other: MetadataRow): boolean {
	return one.key === other.key && one.isRemoved === other.isRemoved && isSameJson(one.value, other.value);
}

/** The draft without a row; the cursor goes to the line that takes its place. */
function withoutRow(draft: MetadataDraft, id: number): MetadataDraft {
	const at = draft.rows.findIndex((row) => row.id === id);
	const rows = draft.rows.filter((row) => row.id !== id);
	const next = rows[at];
	return selectLine({ ...draft, rows }, next === undefined ? 'add' : lineOf(next));
}
