import type { Metadata } from '../domain/conversation.ts';
import type { ConfigFile } from '../domain/file-trouble.ts';
import type { AccountChoice } from './account-choice.ts';
import type { CopyDraft } from './copy-menu.ts';
import type { Dialog } from './dialog.ts';
import type { ExportDraft } from './exports.ts';
import type { FilterDraft } from './filter/filter-draft.ts';
import type { QueryTextDraft } from './filter/query-text-draft.ts';
import type { SortDraft } from './filter/sort-draft.ts';
import type { ConflictDraft } from './metadata/conflict-draft.ts';
import type { MetadataDraft } from './metadata/metadata-draft.ts';
import { type Unsaved, withUnsaved } from './metadata/unsaved-base.ts';
import type { SavedViewsDraft } from './saved-view-draft.ts';
import type { LineEditor } from './typing/line-editor.ts';

/** The purpose of a one-line prompt. */
type PromptPurpose =
	| 'tag'
	| 'export-path'
	| 'view-new'
	| 'view-name'
	| 'find'
	| 'narrow'
	| 'open'
	| 'trash-export';

/** The settings and views files, and the one under the cursor. */
export type ConfigDraft = { readonly files: readonly ConfigFile[]; readonly selected: number };

/** A draft of the files with the cursor on the first one that has a problem. */
export function openConfigDraft(files: readonly ConfigFile[]): ConfigDraft {
	const first = files.findIndex(({ trouble }) => trouble !== null);
	return { files, selected: Math.max(0, first) };
}

/** The records on this machine: attempted writes, or deleted conversations. */
export type RecordsKind = 'journal' | 'trash';

/** A list of records, or one record in full. */
export type RecordsDraft = {
	readonly what: RecordsKind;
	/** The key of the record under the cursor; null or an unknown key means the first. */
	readonly selected: string | null;
	/** The first visible row of the open record; null while the list is shown. */
	readonly shownTop: number | null;
};

/** A list of records as it opens. */
export function openRecordsDraft(what: RecordsKind): RecordsDraft {
	return { what, selected: null, shownTop: null };
}

/** The text that help is searched for, and whether it has the keyboard. */
type HelpSearch = { readonly editor: LineEditor; readonly isTyping: boolean };

/** An overlay that lies over the panes and takes the keys. */
export type Overlay =
	/** Help, with `top` its first visible row. */
	| { readonly kind: 'help'; readonly top: number; readonly search?: HelpSearch }
	| { readonly kind: 'sort'; readonly draft: SortDraft }
	| { readonly kind: 'copy'; readonly draft: CopyDraft }
	| { readonly kind: 'filter'; readonly draft: FilterDraft }
	/** `viewId` names the saved view of the query text; without it, the text is the list's own. */
	| {
			readonly kind: 'query';
			readonly draft: QueryTextDraft;
			/** The saved view whose text this is; absent for the filter of the list. */
			readonly viewId?: string;
			/** The draft of the filter modal that the text was made of, if it was. */
			readonly rows?: FilterDraft;
	  }
	| { readonly kind: 'views'; readonly draft: SavedViewsDraft }
	| { readonly kind: 'palette'; readonly editor: LineEditor; readonly selected: number }
	/** A message to the conversation `id`; its draft is in `UiState.messages`. */
	| { readonly kind: 'message'; readonly id: string }
	/** A conversation's metadata, or a new conversation. */
	| { readonly kind: 'metadata'; readonly draft: MetadataDraft }
	/** The journal or the trash. */
	| { readonly kind: 'records'; readonly draft: RecordsDraft }
	/** A batch, with `selected` the conversation under the cursor; and the list of batches. */
	| { readonly kind: 'batch'; readonly batchId: string; readonly selected: string | null }
	| { readonly kind: 'batches'; readonly selected: string | null }
	| { readonly kind: 'dialog'; readonly dialog: Dialog }
	/** The settings and views files with their problems. */
	| { readonly kind: 'config'; readonly draft: ConfigDraft }
	/** The accounts to change to. */
	| { readonly kind: 'accounts'; readonly draft: AccountChoice }
	/** Keys that someone else also changed; the user chooses a side for each. */
	| { readonly kind: 'conflict'; readonly draft: ConflictDraft }
	/** The choices for invalid JSON, which is in `UiState.jsonEdits`. */
	| { readonly kind: 'json'; readonly id: string }
	/** An export before it begins. */
	| { readonly kind: 'export'; readonly draft: ExportDraft }
	/** The findings of the export in `UiState.exports`; `selected` is the key of the one under the cursor. */
	| { readonly kind: 'redaction'; readonly selected: string | null }
	/** `about` is the conversation to set a key on; later moves do not change it. */
	| {
			readonly kind: 'prompt';
			readonly purpose: PromptPurpose;
			readonly editor: LineEditor;
			readonly about?: PromptAbout;
	  };

/** The conversations of a prompt, and the words for them. */
export type PromptAbout = { readonly ids: readonly string[]; readonly words: string };

/** The key under which the text of a prompt for a key to set is kept: its conversation, or the marks. */
export function tagKey(about: PromptAbout | undefined): string {
	return about === undefined ? 'marks' : `of ${about.ids.join(' ')}`;
}

/** The kept texts with this one; an empty text is dropped. */
export function withTag(
	left: ReadonlyMap<string, string>,
	about: PromptAbout | undefined,
	text: string,
): ReadonlyMap<string, string> {
	const next = new Map(left);
	next.delete(tagKey(about));
	return text.trim() === '' ? next : next.set(tagKey(about), text);
}

/**
 * True for overlays that are about the current conversation or take typed text: while one is open, no other
 * conversation opens below it.
 */
export function isAboutConversation({ kind }: Overlay): boolean {
	return kind !== 'help' && kind !== 'records' && kind !== 'batch' && kind !== 'batches' && kind !== 'views';
}

/** True for overlays about rows of the list, which should stay in sight. */
export function isAboutRows(overlay: Overlay): boolean {
	if (overlay.kind === 'metadata') return overlay.draft.target.kind === 'edit';
	return ['conflict', 'json', 'dialog'].includes(overlay.kind);
}

/** A conversation's metadata as invalid JSON, kept until it is valid. */
export type JsonEdit = {
	readonly id: string;
	readonly name: string | null;
	/** The map when the edit began. */
	readonly base: Metadata;
	readonly text: string;
	/** The 1-based line with the problem, and the problem. */
	readonly line: number;
	readonly problem: string;
};

/** An overlay after a save failed: a draft begun from its values begins from the values before. */
export function overlayWithUnsaved(overlay: Overlay, unsaved: Unsaved): Overlay {
	return overlay.kind === 'metadata' ? { ...overlay, draft: withUnsaved(overlay.draft, unsaved) } : overlay;
}

/**
 * In the palette, `filter …` opens the query text and `open …` the prompt for an id, with the rest as their text; null
 * for other text.
 */
export function overlayOfCommand({ text, caret }: LineEditor): Overlay | null {
	const word = /^(filter|open)\s/.exec(text)?.[0];
	if (word === undefined) return null;
	const editor = { text: text.slice(word.length), caret: Math.max(0, caret - word.length) };
	if (word.startsWith('filter')) return { kind: 'query', draft: { editor, selected: -1 } };
	return { kind: 'prompt', purpose: 'open', editor };
}
