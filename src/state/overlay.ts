import type { ConflictDraft } from './conflict-draft.ts';
import type { Dialog } from './dialog.ts';
import type { FilterDraft } from './filter-draft.ts';
import type { LineDraft } from './line-draft.ts';
import type { LineEditor } from './line-editor.ts';
import type { MetadataDraft } from './metadata-draft.ts';
import type { RecordsDraft } from './records-draft.ts';
import type { SortDraft } from './sort-draft.ts';
import type { ViewsDraft } from './view-draft.ts';

/** What a one-line prompt asks for. */
type PromptPurpose =
	| 'tag'
	| 'export'
	| 'view-new'
	| 'view-name'
	| 'find'
	| 'narrow'
	| 'open'
	| 'trash-export';

/** Something that lies over the panes and takes the keys. */
export type Overlay =
	| { readonly kind: 'help'; readonly top: number }
	| { readonly kind: 'sort'; readonly draft: SortDraft }
	| { readonly kind: 'filter'; readonly draft: FilterDraft }
	/** `viewId` names the saved view that the line belongs to; without one it is the list's own. */
	| { readonly kind: 'line'; readonly draft: LineDraft; readonly viewId?: string }
	| { readonly kind: 'views'; readonly draft: ViewsDraft }
	| { readonly kind: 'palette'; readonly editor: LineEditor; readonly selected: number }
	/** A message to the conversation `id`, as it is in `UiState.messages`. */
	| { readonly kind: 'message'; readonly id: string }
	/** A conversation's metadata, or a new conversation. */
	| { readonly kind: 'metadata'; readonly draft: MetadataDraft }
	/** The journal, or the trash. */
	| { readonly kind: 'records'; readonly draft: RecordsDraft }
	/** A run over many conversations, `selected` the conversation under the cursor; and the list of runs. */
	| { readonly kind: 'run'; readonly runId: string; readonly selected: string | null }
	| { readonly kind: 'runs'; readonly selected: string | null }
	| { readonly kind: 'dialog'; readonly dialog: Dialog }
	/** Keys that somebody else changed too: one side is to be chosen for each. */
	| { readonly kind: 'conflict'; readonly draft: ConflictDraft }
	/** What to do with JSON that could not be read, as it is in `UiState.jsonEdits`. */
	| { readonly kind: 'json'; readonly id: string }
	| { readonly kind: 'prompt'; readonly purpose: PromptPurpose; readonly editor: LineEditor };
