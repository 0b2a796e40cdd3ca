import type { SavedViews } from '../filter/saved-views.ts';
import type { ListQuery } from '../filter/tree.ts';
import type { DraftGroup, FilterDraft } from './filter-draft.ts';
import type { LineDraft } from './line-draft.ts';
import type { EditCommand } from './line-editor.ts';
import type { Position } from './scroll.ts';
import type { SortDraft } from './sort-draft.ts';
import type { DetailTab, Find, Notice, Overlay, PaneId } from './ui-state.ts';
import type { ViewsDraft } from './view-draft.ts';

/** Everything that can happen to the UI state. */
export type UiEvent =
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
	| { readonly type: 'views-draft'; readonly draft: ViewsDraft }
	| { readonly type: 'line-draft'; readonly draft: LineDraft }
	| { readonly type: 'filter-draft'; readonly draft: FilterDraft }
	/** Remembers the rows that a filter was made of. */
	| { readonly type: 'filter-keep'; readonly root: DraftGroup }
	| { readonly type: 'sort-draft'; readonly draft: SortDraft }
	| { readonly type: 'help-scroll'; readonly top: number }
	| { readonly type: 'palette-select'; readonly selected: number }
	| { readonly type: 'field-insert'; readonly text: string }
	| { readonly type: 'field-edit'; readonly command: EditCommand }
	| { readonly type: 'notice'; readonly notice: Notice | null }
	| { readonly type: 'quit-armed'; readonly armed: boolean };
