import type { Conversation } from '../domain/conversation.ts';
import type { TrashEntry } from '../domain/records.ts';
import type { Signal } from '../domain/signals/signal.ts';
import type { Line } from '../text/line.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { Refusal } from './filter-problems.ts';
import type { Layout } from './scroll.ts';
import type { AreaSize } from './text-area.ts';
import type { DetailTab, PaneId } from './ui-state.ts';

/**
 * A piece of a pane that belongs together: a turn, an insight's line, a metadata key. `lines` is how it is drawn now;
 * `search` is all of its text, what is folded away included.
 */
export type Block = {
	readonly key: string;
	readonly lines: readonly Line[];
	readonly search: SafeText;
	/** What `Enter` does to it: fold or unfold; null where it does nothing. */
	readonly fold: 'folded' | 'unfolded' | null;
	/** Where in its lines the searched text stands; absent where lines are text from edge to edge. */
	readonly text?: TextPlace;
};

/** The lines from `line` on, and of these the cells from `from` up to `to`: clocks and speakers are no text. */
type TextPlace = { readonly line: number; readonly from: number; readonly to: number };

/** One pane of a conversation as it is laid out now. */
export type DetailView = {
	readonly tab: DetailTab;
	readonly blocks: readonly Block[];
	readonly layout: Layout;
	/** Rows for blocks, heads and messages left out. */
	readonly height: number;
	/** True where the cursor is a block (transcript); false where the keys only scroll. */
	readonly hasCursor: boolean;
};

/** One hit of a search: the block, and the how-manieth hit within it, from 0. */
export type Hit = { readonly key: string; readonly nth: number };

/** How far something can be scrolled, and by how many rows at a time. */
export type EditorScroll = { readonly last: number; readonly page: number };

/** The journal or the trash as it is laid out now. */
export type RecordsView = {
	/** Keys of the records, in the order in which they are shown, and where among them the cursor is. */
	readonly keys: readonly string[];
	readonly index: number;
	/** Rows that are seen at a time, and the last one at which the record shown whole can begin. */
	readonly page: number;
	readonly lastTop: number;
	/** What is under the cursor, in the trash, and whether it is being restored. */
	readonly trash: TrashEntry | null;
	readonly isRestoring: boolean;
	/** The conversation that the record under the cursor is about. */
	readonly conversationId: string | null;
};

/** What is on the screen now, derived from UI state and server data: what actions need to know to move in it. */
export type View = {
	readonly shown: readonly PaneId[];
	readonly listIds: readonly string[];
	readonly listHeight: number;
	/** Metadata keys seen on the rows that are loaded, by name. */
	readonly metadataKeys: readonly string[];
	/** What the server refused of the list's query, by the parameters that it named. */
	readonly refusals: readonly Refusal[];
	readonly openId: string | null;
	/** What is wrong with the open conversation; null while that is not known. */
	readonly signals: readonly Signal[] | null;
	/** A conversation that is in the list or open, as it is shown; null for any other. */
	readonly conversationOf: (id: string) => Conversation | null;
	/** The layout of a pane of the open conversation; null while it has nothing to show. */
	readonly detail: (tab: DetailTab) => DetailView | null;
	/** The hits of the present search, in reading order. */
	readonly hits: readonly Hit[];
	/** The line of a hit within its block as drawn now; null while it is folded away. */
	readonly lineOfHit: (hit: Hit) => number | null;
	/** The room of the area that is typed in; null where none is. */
	readonly area: AreaSize | null;
	/** How far the metadata editor or the conflict on top can be scrolled; null where there is none. */
	readonly editor: EditorScroll | null;
	/** The list of records on top, or under what is asked of one of them; null where there is none. */
	readonly records: RecordsView | null;
	/** Rows of help, and of the part of it that is seen. */
	readonly help: { readonly lineCount: number; readonly height: number };
};
