import type { SavedViews } from '../filter/saved-views.ts';
import type { SaidQuery } from '../filter/tree.ts';
import type { AttentionEvent } from './attention.ts';
import type { BatchEvent } from './batches.ts';
import type { DoneEvent } from './done.ts';
import type { EditEvent } from './edits.ts';
import type { ExportEvent } from './exports.ts';
import type { DraftGroup, FilterDraft } from './filter/filter-draft.ts';
import type { SearchEvent } from './list-search.ts';
import type { LiveEvent } from './live.ts';
import type { MarkEvent } from './marks.ts';
import type { JsonEdit, Overlay, PromptAbout } from './overlay.ts';
import type { DetailTab, PaneId } from './panes.ts';
import type { Position } from './scroll.ts';
import type { TakeoverEvent } from './takeovers.ts';
import type { EditCommand } from './typing/line-editor.ts';
import type { MessageDraft } from './typing/message-draft.ts';
import type { AreaSize } from './typing/text-area.ts';
import type { Find, Notice } from './ui-state.ts';

/** Everything that can happen to the UI state. */
export type UiEvent =
	| AttentionEvent
	| DoneEvent
	| EditEvent
	| TakeoverEvent
	| MarkEvent
	| BatchEvent
	| ExportEvent
	| { readonly type: 'focus'; readonly pane: PaneId }
	/** Shows one pane alone, or all again; with `bare` without its borders. */
	| { readonly type: 'zoom'; readonly bare?: boolean }
	| { readonly type: 'wrap' }
	| { readonly type: 'activity' }
	/**
	 * Asks the server for another query. `queryText` is its text, if the filter was typed as one; with `instead`, the
	 * current query is replaced and not kept for going back. `isByAttention` false ends that order as well.
	 */
	| {
			readonly type: 'query';
			readonly query: SaidQuery;
			readonly queryText?: string;
			readonly instead?: boolean;
			readonly isByAttention?: false;
	  }
	/** Goes back (-1) or forward (1) through filters, orders and open conversations. */
	| { readonly type: 'travel'; readonly by: -1 | 1 }
	/** Moves the list's cursor: `ids` are the current rows, `height` the rows of the pane. */
	| {
			readonly type: 'list-move';
			readonly ids: readonly string[];
			readonly height: number;
			readonly by: number;
	  }
	| {
			readonly type: 'list-select';
			readonly ids: readonly string[];
			readonly height: number;
			readonly id: string;
	  }
	/** The rows under the cursor changed. `before` are the previous rows. */
	| {
			readonly type: 'list-changed';
			readonly before: readonly string[];
			readonly ids: readonly string[];
			readonly height: number;
	  }
	/** Makes a conversation the current one and has its parts fetched now. */
	| { readonly type: 'open'; readonly id: string | null }
	/**
	 * Opens a conversation that the list may not hold: pins it into the list and ends a search of the list. `list` is the
	 * list as it is drawn, to select the row with the least scrolling.
	 */
	| {
			readonly type: 'show';
			readonly id: string;
			readonly list?: { readonly ids: readonly string[]; readonly height: number };
	  }
	| { readonly type: 'position'; readonly tab: DetailTab; readonly id: string; readonly position: Position }
	| { readonly type: 'fold'; readonly id: string; readonly turn: string; readonly unfolded: boolean }
	/** Unfolds exactly these turns of a conversation and folds the others. */
	| { readonly type: 'fold-all'; readonly id: string; readonly unfolded: readonly string[] }
	| { readonly type: 'find'; readonly find: Find | null }
	/** Keeps only the rows of the list that match the text; null restores all. */
	| SearchEvent
	| { readonly type: 'overlay-open'; readonly overlay: Overlay }
	| { readonly type: 'overlay-close' }
	| { readonly type: 'views'; readonly saved: SavedViews }
	/** Changes the overlay on top; does nothing if another kind is on top by now. */
	| { readonly type: 'overlay-change'; readonly overlay: Overlay }
	/** Remembers the rows of the filter modal. */
	| { readonly type: 'filter-keep'; readonly root: DraftGroup }
	| { readonly type: 'filter-leave'; readonly draft: FilterDraft | null }
	/** Keeps the text of a key to set; `about` is that of its prompt, and an empty text drops what was kept. */
	| { readonly type: 'tag-leave'; readonly text: string; readonly about?: PromptAbout | undefined }
	| { readonly type: 'field-insert'; readonly text: string }
	| { readonly type: 'field-edit'; readonly command: EditCommand }
	/** Moves the caret of a multi-line text by rows, as drawn in `size`. */
	| { readonly type: 'field-move'; readonly by: number; readonly size: AreaSize }
	/** Replaces the whole text of the field. */
	| { readonly type: 'field-replace'; readonly text: string }
	/** The draft of a message to a conversation; null discards it and closes its overlay. */
	| { readonly type: 'message'; readonly id: string; readonly draft: MessageDraft | null }
	| LiveEvent
	/** Invalid JSON of a conversation's metadata, stored and asked about; null discards it. */
	| { readonly type: 'json'; readonly id: string; readonly edit: JsonEdit | null }
	| { readonly type: 'notice'; readonly notice: Notice | null }
	/** The first stroke of a two-stroke key was pressed; null means it was completed or dropped. */
	| { readonly type: 'prefix'; readonly prefix: string | null }
	| { readonly type: 'quit-armed'; readonly armed: boolean };

/** Shows a notice in the footer, in place of the one before. */
export function notify(
	{ dispatch }: { readonly dispatch: (event: UiEvent) => void },
	tone: Notice['tone'],
	text: string,
): void {
	dispatch({ type: 'notice', notice: { tone, text } });
}
