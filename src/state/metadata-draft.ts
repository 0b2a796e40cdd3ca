import type { Conversation, Metadata } from '../domain/conversation.ts';
import { type JsonValue, jsonText } from '../domain/json.ts';
import { diffMetadata, isSameJson, type MetadataDifference } from '../domain/metadata-merge.ts';
import { isTelnyxKey, sortedMetadataKeys } from '../domain/telnyx-keys.ts';
import type { MetadataStep } from './metadata-steps.ts';

/** One key of the map being edited. */
export type MetadataRow = {
	readonly id: number;
	readonly key: string;
	/** As it will be sent: text that was typed, or what was there, of whatever kind. */
	readonly value: JsonValue;
	/** How it was when the editor opened; null for one that was added. */
	readonly was: { readonly key: string; readonly value: JsonValue } | null;
	readonly isRemoved: boolean;
};

/** What became of a row since the editor opened. A renamed one can have another value too. */
export type RowState = 'same' | 'changed' | 'added' | 'removed' | 'renamed';

/** What identifies a line of the editor: a metadata row by its number, or one of the lines around them. */
export type DraftLine = 'name' | 'add' | 'save' | `row ${number}`;

/** What is being edited: a conversation that is there, or one that is to be made. */
export type MetadataTarget =
	| { readonly kind: 'edit'; readonly id: string; readonly title: string }
	| { readonly kind: 'create'; readonly name: string; readonly metadata: Metadata };

/** A whole metadata map in the editor. */
export type MetadataDraft = {
	readonly target: MetadataTarget;
	/** The map as it was when the editor opened. */
	readonly base: Metadata;
	/** What a new conversation is to be called; empty for no name. */
	readonly name: string;
	readonly rows: readonly MetadataRow[];
	readonly nextId: number;
	readonly selected: DraftLine;
	/** The first line seen of the value under the cursor. */
	readonly valueTop: number;
	/** Telnyx's own keys that may be changed, because the user said so. */
	readonly allowed: ReadonlySet<string>;
	/** What is being typed or asked; null in the list of keys. */
	readonly step: MetadataStep | null;
};

/** The editor over a conversation's metadata. The cursor is on the first key that is not Telnyx's own. */
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
	};
}

/** The editor over a conversation that is to be made, with what it is to begin with. */
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

/** The draft with another map in it, typed elsewhere: what is missing in it is removed, what is new comes last. */
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

/** The map as it will be sent. Where a key is there twice, the last one counts: see `rowProblems`. */
export function toMetadata(draft: MetadataDraft): Metadata {
	return Object.fromEntries(
		draft.rows.filter(({ isRemoved }) => !isRemoved).map(({ key, value }) => [key, value]),
	);
}

/** What sending the draft would change, key by key. */
export function draftChanges(draft: MetadataDraft): readonly MetadataDifference[] {
	return diffMetadata(draft.base, toMetadata(draft));
}

/** True where there is something that would be lost with the draft. */
export function isChanged(draft: MetadataDraft): boolean {
	const { target, base, name } = draft;
	const start = target.kind === 'create' ? target : { name: '', metadata: base };
	if (name !== start.name || rowProblems(draft).size > 0) return true;
	return diffMetadata(start.metadata, toMetadata(draft)).length > 0;
}

/** What became of a row. */
export function rowState({ key, value, was, isRemoved }: MetadataRow): RowState {
	if (isRemoved) return 'removed';
	if (was === null) return 'added';
	if (was.key !== key) return 'renamed';
	return isSameJson(was.value, value) ? 'same' : 'changed';
}

/** Why rows cannot be sent, by their numbers: keys that are empty or there twice. What the server sent so is no problem. */
export function rowProblems({ rows }: MetadataDraft): ReadonlyMap<number, string> {
	const problems = new Map<number, string>();
	const first = new Map<string, MetadataRow>();
	for (const row of rows) {
		if (row.isRemoved) continue;
		if (row.key === '' && row.was?.key !== '') problems.set(row.id, 'The key is empty.');
		const other = first.get(row.key);
		if (other === undefined) {
			first.set(row.key, row);
			continue;
		}
		const words = `The key “${row.key}” is there twice: r renames one, d removes it.`;
		problems.set(row.id, words);
		problems.set(other.id, words);
	}
	return problems;
}

/** Every line of the editor, from top to bottom. */
export function draftLines(draft: MetadataDraft): readonly DraftLine[] {
	const name: readonly DraftLine[] = draft.target.kind === 'create' ? ['name'] : [];
	return [...name, ...draft.rows.map(lineOf), 'add', 'save'];
}

/** The line of a row. */
export function lineOf({ id }: Pick<MetadataRow, 'id'>): DraftLine {
	return `row ${id}`;
}

/** The row under the cursor; null on the lines around the rows. */
export function selectedRow({ rows, selected }: MetadataDraft): MetadataRow | null {
	return rows.find((row) => lineOf(row) === selected) ?? null;
}

/** Puts the cursor on a line; the value there is seen from its start. */
export function selectLine(draft: MetadataDraft, selected: DraftLine): MetadataDraft {
	return { ...draft, selected, valueTop: 0 };
}

/** Moves the cursor by lines, round at the ends. */
export function moveLine(draft: MetadataDraft, by: number): MetadataDraft {
	const lines = draftLines(draft);
	const at = Math.max(0, lines.indexOf(draft.selected));
	const line = lines[(at + (by % lines.length) + lines.length) % lines.length];
	return line === undefined ? draft : selectLine(draft, line);
}

/** A value as it is typed: text as it is, JSON for anything else. */
export function valueText(value: JsonValue): string {
	return typeof value === 'string' ? value : jsonText(value);
}
