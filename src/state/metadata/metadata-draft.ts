import type { Conversation, Metadata } from '../../domain/conversation.ts';
import { type JsonValue, jsonText } from '../../domain/json.ts';
import { diffMetadata, isSameJson, type MetadataDifference } from '../../domain/metadata-merge.ts';
import { isTelnyxKey, sortedMetadataKeys } from '../../domain/telnyx-keys.ts';
import type { LineEditor } from '../typing/line-editor.ts';
import type { TextArea } from '../typing/text-area.ts';

/** One key of the edited map. */
export type MetadataRow = {
	readonly id: number;
	readonly key: string;
	/** The value to send: typed text, or the original value of any kind. */
	readonly value: JsonValue;
	/** The row when the editor opened; null for an added one. */
	readonly was: { readonly key: string; readonly value: JsonValue } | null;
	readonly isRemoved: boolean;
};

/** The change of a row since the editor opened. A renamed row can have another value too. */
export type RowState = 'same' | 'changed' | 'added' | 'removed' | 'renamed';

/** The key of a line in the editor: a metadata row by its number, or one of the lines around them. */
export type DraftLine = 'name' | 'add' | 'discard' | 'save' | `row ${number}`;

/** The edited conversation: an existing one, or one to create. */
export type MetadataTarget =
	| { readonly kind: 'edit'; readonly id: string; readonly title: string }
	| { readonly kind: 'create'; readonly name: string; readonly metadata: Metadata };

/** A key being typed: of an existing row, or (null) of a new one. */
type KeyStep = {
	readonly kind: 'key';
	readonly row: number | null;
	readonly editor: LineEditor;
	/** The value typed before the step back to this key; '' for none. */
	readonly value: string;
	/** The suggestion under the cursor, -1 for the typed text. */
	readonly selected: number;
	/** Why the key was refused. */
	readonly problem: string | null;
};

/** The owner of a value: an existing row, or a key still to add. */
export type ValueOf = { readonly row: number } | { readonly newKey: string };

/** A value being typed: of an existing row, or of a new key, whose row is added with the value. */
type ValueStep = {
	readonly kind: 'value';
	readonly of: ValueOf;
	readonly editor: LineEditor;
	readonly selected: number;
};

/** The change that continues once Telnyx's own keys may be changed. */
export type Guarded =
	| { readonly kind: 'value'; readonly row: number }
	| { readonly kind: 'key'; readonly row: number }
	| { readonly kind: 'remove'; readonly row: number }
	| { readonly kind: 'take-key'; readonly step: KeyStep }
	| { readonly kind: 'send' };

/** A step of the metadata editor: a text field or a question. */
export type MetadataStep =
	| KeyStep
	| ValueStep
	| { readonly kind: 'name'; readonly editor: LineEditor }
	/** A multi-line value. */
	| { readonly kind: 'area'; readonly of: ValueOf; readonly area: TextArea }
	/** The comparison of before and after, from line `top` on. */
	| { readonly kind: 'diff'; readonly top: number }
	| { readonly kind: 'guard'; readonly keys: readonly string[]; readonly next: Guarded };

/** A step with a one-line text field. */
export type TypedStep = Extract<MetadataStep, { readonly editor: LineEditor }>;

/** The step if it has a one-line text field; null otherwise. */
export function typedStep(step: MetadataStep | null): TypedStep | null {
	return step !== null && 'editor' in step ? step : null;
}

/** A whole metadata map in the editor. */
export type MetadataDraft = {
	readonly target: MetadataTarget;
	/** The map when the editor opened. */
	readonly base: Metadata;
	/** The name of a new conversation; empty for none. */
	readonly name: string;
	readonly rows: readonly MetadataRow[];
	readonly nextId: number;
	readonly selected: DraftLine;
	/** The first visible line of the value under the cursor. */
	readonly valueTop: number;
	/** Telnyx's own keys that the user allowed to change. */
	readonly allowed: ReadonlySet<string>;
	/** The open question or text field; null in the list of keys. */
	readonly step: MetadataStep | null;
	/** The keys and the name before each change, the latest last. */
	readonly past: readonly DraftPast[];
};

/** A draft's content before a change, and where its cursor was. */
type DraftPast = Pick<MetadataDraft, 'rows' | 'name' | 'selected'>;

/** The editor for a conversation's metadata, with the cursor on the first key that is not Telnyx's own. */
export function editDraft(conversation: Pick<Conversation, 'id' | 'name' | 'metadata'>): MetadataDraft {
	const { id, name, metadata } = conversation;
	const rows = rowsOf(metadata, (key, value) => ({ key, value }));
	const own = rows.find(({ key }) => !isTelnyxKey(key));
	return {
		target: { kind: 'edit', id, title: name ?? id },
		base: metadata,
		name: '',
		rows,
		nextId: rows.length,
		selected: own === undefined ? 'add' : lineOf(own),
		valueTop: 0,
		allowed: new Set(),
		step: null,
		past: [],
	};
}

/** The editor for a new conversation, with its initial values. */
export function createDraft(name: string, metadata: Metadata): MetadataDraft {
	const rows = rowsOf(metadata, () => null);
	return {
		target: { kind: 'create', name, metadata },
		base: {},
		name,
		rows,
		nextId: rows.length,
		selected: 'name',
		valueTop: 0,
		allowed: new Set(Object.keys(metadata).filter(isTelnyxKey)),
		step: null,
		past: [],
	};
}

function rowsOf(
	metadata: Metadata,
	was: (key: string, value: JsonValue) => MetadataRow['was'],
): MetadataRow[] {
	return sortedMetadataKeys(Object.keys(metadata)).map((key, id) => {
		const value = metadata[key] ?? null;
		return { id, key, value, was: was(key, value), isRemoved: false };
	});
}

/** The draft with a map from another editor: missing keys are removed, new ones come last. */
export function withMap(draft: MetadataDraft, map: Metadata): MetadataDraft {
	const known = draft.rows.flatMap((row): MetadataRow[] => {
		const { was } = row;
		if (was === null) return [];
		const isThere = Object.hasOwn(map, was.key);
		const value = isThere ? (map[was.key] ?? null) : was.value;
		return [{ ...row, key: was.key, value, isRemoved: !isThere }];
	});
	const keys = new Set(known.map(({ key }) => key));
	const added = Object.keys(map)
		.filter((key) => !keys.has(key))
		.map((key, index): MetadataRow => {
			const id = draft.nextId + index;
			return { id, key, value: map[key] ?? null, was: null, isRemoved: false };
		});
	return { ...draft, rows: [...known, ...added], nextId: draft.nextId + added.length };
}

/** The map to send. Of a doubled key the last one counts (see `rowProblems`). */
export function toMetadata(draft: MetadataDraft): Metadata {
	return Object.fromEntries(
		draft.rows.filter(({ isRemoved }) => !isRemoved).map(({ key, value }) => [key, value]),
	);
}

/** The changes that sending the draft would make, key by key. */
export function draftChanges(draft: MetadataDraft): readonly MetadataDifference[] {
	return diffMetadata(draft.base, toMetadata(draft));
}

/** True if discarding the draft would lose something. */
export function isChanged(draft: MetadataDraft): boolean {
	const { target, base, name } = draft;
	if (hasTyped(draft)) return true;
	const start = target.kind === 'create' ? target : { name: '', metadata: base };
	if (name !== start.name || rowProblems(draft).size > 0) return true;
	return diffMetadata(start.metadata, toMetadata(draft)).length > 0;
}

/** True if the open field holds text that the draft does not have yet. */
function hasTyped({ step, rows, name }: MetadataDraft): boolean {
	const rowOf = (id: number): MetadataRow | undefined => rows.find((row) => row.id === id);
	switch (step?.kind) {
		case 'name':
			return step.editor.text !== name;
		case 'key':
			return step.value !== '' || step.editor.text !== (step.row === null ? '' : rowOf(step.row)?.key);
		case 'value':
		case 'area': {
			const text = step.kind === 'area' ? step.area.text : step.editor.text;
			if ('newKey' in step.of) return true;
			return text !== valueText(rowOf(step.of.row)?.value ?? '');
		}
		case 'guard':
			return step.next.kind === 'take-key';
		default:
			return false;
	}
}

/** The change of a row. */
export function rowState({ key, value, was, isRemoved }: MetadataRow): RowState {
	if (isRemoved) return 'removed';
	if (was === null) return 'added';
	if (was.key !== key) return 'renamed';
	return isSameJson(was.value, value) ? 'same' : 'changed';
}

/**
 * Why rows cannot be sent, by their numbers: empty or doubled keys. Keys that the server itself sent so are accepted.
 */
export function rowProblems({ rows }: MetadataDraft): ReadonlyMap<number, string> {
	const problems = new Map<number, string>();
	const first = new Map<string, MetadataRow>();
	for (const row of rows) {
		if (row.isRemoved) continue;
		if (row.key === '' && row.was?.key !== '') problems.set(row.id, 'This key is empty.');
		const other = first.get(row.key);
		if (other === undefined) {
			first.set(row.key, row);
			continue;
		}
		const words = `The key “${row.key}” exists twice. r renames it, x removes it.`;
		problems.set(row.id, words);
		problems.set(other.id, words);
	}
	return problems;
}

/** All lines of the editor, from top to bottom. */
export function draftLines(draft: MetadataDraft): readonly DraftLine[] {
	const name: readonly DraftLine[] = draft.target.kind === 'create' ? ['name'] : [];
	const discard: readonly DraftLine[] = isChanged(draft) ? ['discard'] : [];
	return [...name, ...draft.rows.map(lineOf), 'add', ...discard, 'save'];
}

/** The line of a row. */
export function lineOf({ id }: Pick<MetadataRow, 'id'>): DraftLine {
	return `row ${id}`;
}

/** The row under the cursor; null on the lines around the rows. */
export function selectedRow({ rows, selected }: MetadataDraft): MetadataRow | null {
	return rows.find((row) => lineOf(row) === selected) ?? null;
}

/** Puts the cursor on a line and shows its value from the start. */
export function selectLine(draft: MetadataDraft, selected: DraftLine): MetadataDraft {
	return { ...draft, selected, valueTop: 0 };
}

/** Moves the cursor by lines, wrapping around at the ends. */
export function moveLine(draft: MetadataDraft, by: number): MetadataDraft {
	const lines = draftLines(draft);
	const at = Math.max(0, lines.indexOf(draft.selected));
	const line = lines[(at + (by % lines.length) + lines.length) % lines.length];
	return line === undefined ? draft : selectLine(draft, line);
}

/** Puts the cursor on the first line, or on the last. */
export function endLine(draft: MetadataDraft, end: 'first' | 'last'): MetadataDraft {
	return selectLine(draft, draftLines(draft).at(end === 'first' ? 0 : -1) ?? draft.selected);
}

/** A value as typed text: text unchanged, other values as JSON. */
export function valueText(value: JsonValue): string {
	return typeof value === 'string' ? value : jsonText(value);
}
