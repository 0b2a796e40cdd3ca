import type { Conversation } from '../domain/conversation.ts';
import type { JsonValue } from '../domain/json.ts';
import type { TrashEntry } from '../domain/records.ts';
import type { Signal } from '../domain/signals/signal.ts';
import type { Line } from '../text/line.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { CopyEntry } from './copy-menu.ts';
import type { Refusal } from './filter/filter-problems.ts';
import type { DetailTab, PaneId } from './panes.ts';
import type { Layout } from './scroll.ts';
import type { AreaSize } from './typing/text-area.ts';

/**
 * One unit of a pane: a turn, a line of an insight, a metadata key. `lines` is its present drawing; `search` is all of
 * its text, including folded parts.
 */
export type Block = {
	readonly key: string;
	readonly lines: readonly Line[];
	readonly search: SafeText;
	/** The effect of `Enter`: folding or unfolding; null for none. */
	readonly fold: 'folded' | 'unfolded' | null;
	/** The place of the searched text in its lines; absent if the lines are text from edge to edge. */
	readonly text?: TextPlace;
	/** What the block shows, for copying; absent for headings, and for turns, which their keys name. */
	readonly source?: BlockSource;
};

/** What a block shows: its name in a few words, and its text or JSON as it came. Raw text. */
export type BlockSource = { readonly name: string; readonly raw: JsonValue };

/** The lines from `line` on, and in them the cells from `from` to `to`; clocks and speakers are not searched. */
type TextPlace = { readonly line: number; readonly from: number; readonly to: number };

/** One pane of a conversation in its present layout. */
export type DetailView = {
	readonly tab: DetailTab;
	readonly blocks: readonly Block[];
	readonly layout: Layout;
	/** Rows for blocks, without heads and messages. */
	readonly height: number;
	/** True if the cursor is a block (transcript); false if keys only scroll. */
	readonly hasCursor: boolean;
};

/** One hit of a search: the block, and the 0-based index of the hit within it. */
export type Hit = { readonly key: string; readonly nth: number };

/** Scroll limits: the last first row, and the rows of a page. */
export type EditorScroll = { readonly last: number; readonly page: number };

/** The journal or the trash in its present layout. */
export type RecordsView = {
	/** Keys of the records in display order, and the index of the cursor. */
	readonly keys: readonly string[];
	readonly index: number;
	/** Number of visible rows, and the last first row of the open record. */
	readonly page: number;
	readonly lastTop: number;
	/** The trashed conversation under the cursor, and whether it is being restored. */
	readonly trash: TrashEntry | null;
	readonly isRestoring: boolean;
	/** The conversation of the record under the cursor. */
	readonly conversationId: string | null;
};

/** Of `of` loaded rows, the signals of `rows` are known. */
export type SignalsRead = { readonly rows: number; readonly of: number };

/** The current screen, derived from UI state and server data: the facts that actions need. */
export type View = {
	readonly shown: readonly PaneId[];
	readonly listIds: readonly string[];
	/** Of how many loaded rows the signals are known, and of how many they can be. */
	readonly signalsRead: SignalsRead;
	readonly listHeight: number;
	/** Metadata keys of the loaded rows, by name. */
	readonly metadataKeys: readonly string[];
	/** The server's objections to the list's query, by the parameters they name. */
	readonly refusals: readonly Refusal[];
	/** The current conversation, shown in the panes beside the list. */
	readonly openId: string | null;
	/** The conversation that keys act on: the current one, if a pane on screen shows it; else null. */
	readonly targetId: string | null;
	/** Ids of the list's rows on screen. */
	readonly inSight: readonly string[];
	/** The signals of the open conversation; null while they are unknown. */
	readonly signals: readonly Signal[] | null;
	/** A conversation in the list or open, as shown; null for any other. */
	readonly conversationOf: (id: string) => Conversation | null;
	/** The layout of a pane of the open conversation; null while it is empty. */
	readonly detail: (tab: DetailTab) => DetailView | null;
	/** The turns of the open conversation that fold, by key, also those that are not laid out yet. */
	readonly foldable: readonly string[];
	/** The hits of the current search, in reading order. */
	readonly hits: readonly Hit[];
	/** The line of a hit within its drawn block; null while it is folded. */
	readonly lineOfHit: (hit: Hit) => number | null;
	/** The size of the text area that has the keyboard; null without one. */
	readonly area: AreaSize | null;
	/** Scroll limits of the metadata editor or the conflict on top; null without one. */
	readonly editor: EditorScroll | null;
	/** The list of records, on top or below its question; null if it is closed. */
	readonly records: RecordsView | null;
	/** The entries of the copy menu; none while it is closed. */
	readonly copy: readonly CopyEntry[];
	/** Number of lines of help, and of its visible rows; and the first line of each of its parts. */
	readonly help: { readonly lineCount: number; readonly height: number; readonly parts: readonly number[] };
};
