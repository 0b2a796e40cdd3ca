import type { SavedViews } from '../filter/saved-views.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { AttentionEvent } from './attention.ts';
import type { DoneEvent } from './done.ts';
import type { EditEvent } from './edits.ts';
import type { DraftGroup } from './filter-draft.ts';
import type { HoldingEvent } from './holding.ts';
import type { JsonEdit } from './json-edit.ts';
import type { EditCommand } from './line-editor.ts';
import type { LiveEvent } from './live.ts';
import type { MarkEvent } from './marks.ts';
import type { MessageDraft } from './message-draft.ts';
import type { Overlay } from './overlay.ts';
import type { RunEvent } from './runs.ts';
import type { Position } from './scroll.ts';
import type { AreaSize } from './text-area.ts';
import type { DetailTab, Find, Notice, PaneId } from './ui-state.ts';

/** Everything that can happen to the UI state. */
export type UiEvent =
	| AttentionEvent
	| DoneEvent
	| EditEvent
	| HoldingEvent
	| MarkEvent
	| RunEvent
	| { readonly type: 'focus'; readonly pane: PaneId }
	| { readonly type: 'zoom' }
	| { readonly type: 'wrap' }
	| { readonly type: 'timeline' }
	/**
	 * Asks the server for something else. `line` is the text that the filter was typed as, where it was typed; `instead`
	 * takes the place of what is asked now, which then is nothing to go back to.
	 */
	| { readonly type: 'query'; readonly query: ListQuery; readonly line?: string; readonly instead?: boolean }
	/** Asks for what was asked before. */
	| { readonly type: 'query-back' }
	/** Moves the list's cursor: `ids` are the rows as they are now, `height` the rows of the pane. */
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
	/** The rows changed under the cursor. `before` are the rows as they were. */
	| {
			readonly type: 'list-changed';
			readonly before: readonly string[];
			readonly ids: readonly string[];
			readonly height: number;
	  }
	| { readonly type: 'open'; readonly id: string | null }
	| { readonly type: 'position'; readonly tab: DetailTab; readonly id: string; readonly position: Position }
	| { readonly type: 'fold'; readonly id: string; readonly turn: string; readonly unfolded: boolean }
	| { readonly type: 'find'; readonly find: Find | null }
	/** Leaves only the rows of the list that answer to the text; null brings all back. */
	| { readonly type: 'narrow'; readonly text: string | null }
	| { readonly type: 'overlay-open'; readonly overlay: Overlay }
	| { readonly type: 'overlay-close' }
	| { readonly type: 'views'; readonly saved: SavedViews }
	/** The overlay on top, changed; nothing happens where another kind is on top by now. */
	| { readonly type: 'overlay-change'; readonly overlay: Overlay }
	/** Remembers the rows that a filter was made of. */
	| { readonly type: 'filter-keep'; readonly root: DraftGroup }
	| { readonly type: 'field-insert'; readonly text: string }
	| { readonly type: 'field-edit'; readonly command: EditCommand }
	/** Moves the caret of an area by rows, as they are drawn in `size`. */
	| { readonly type: 'field-move'; readonly by: number; readonly size: AreaSize }
	/** Other text takes the place of all that is in the field. */
	| { readonly type: 'field-replace'; readonly text: string }
	/** What is being written to a conversation; null lets go of it, and closes it where it is open. */
	| { readonly type: 'message'; readonly id: string; readonly draft: MessageDraft | null }
	| LiveEvent
	/** JSON of a conversation's metadata that could not be read is kept, and asked about; null lets go of it. */
	| { readonly type: 'json'; readonly id: string; readonly edit: JsonEdit | null }
	| { readonly type: 'notice'; readonly notice: Notice | null }
	/** The first stroke of a key of two was pressed; null: it was followed, or dropped. */
	| { readonly type: 'prefix'; readonly prefix: string | null }
	| { readonly type: 'quit-armed'; readonly armed: boolean };
