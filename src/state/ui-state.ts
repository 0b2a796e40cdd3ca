import { builtInSavedViews, type SavedViews } from '../filter/saved-views.ts';
import { emptyQuery, type ListQuery, plainColumn, type SaidQuery } from '../filter/tree.ts';
import { type Attention, noAttention } from './attention.ts';
import { type Batches, noBatches } from './batches.ts';
import { type Done, nothingDone } from './done.ts';
import { type Edits, noEdits } from './edits.ts';
import { type Exports, noExports } from './exports.ts';
import type { DraftGroup, FilterDraft } from './filter/filter-draft.ts';
import type { RecentFilter } from './filter/recent-filters.ts';
import type { SearchedFrom } from './list-cursor.ts';
import { type Live, notLive } from './live.ts';
import { type Marks, noMarks } from './marks.ts';
import type { JsonEdit, Overlay } from './overlay.ts';
import type { DetailTab, PaneId } from './panes.ts';
import type { Position } from './scroll.ts';
import { noTakeovers, type TakeoverState } from './takeovers.ts';
import type { MessageDraft } from './typing/message-draft.ts';

/** A search within one pane of a conversation. `current` is the index of the current match, -1 before the first. */
export type Find = { readonly pane: DetailTab; readonly text: string; readonly current: number };

/** One line for the user, shown until the next key. */
export type Notice = {
	readonly tone: 'plain' | 'good' | 'warn' | 'bad';
	readonly text: string;
	/** True for an important notice: a later one does not replace it but goes in front of it. */
	readonly stays?: boolean;
};

/** One step of the history: a filter and order, and the conversation that was open, as they were left. */
export type Place = {
	readonly query: SaidQuery;
	/** With its ranking, so that the rows stand as they were left. */
	readonly attention: Attention;
	readonly selectedId: string | null;
	readonly cursorRow: number;
	readonly pane: PaneId;
	readonly openedId: string | null;
	readonly pinned: Edits['pinned'];
};

/** Where the user was before (the latest last), and, after going back, where from (the nearest first). */
export type History = {
	readonly past: readonly Place[];
	readonly future: readonly Place[];
	/** The conversation opened last; null if none was since the filter was chosen. */
	readonly openedId: string | null;
};

const noHistory: History = { past: [], future: [], openedId: null };

/** All screen state except server data. Server data is named by id, never copied. */
export type UiState = {
	readonly focus: PaneId;
	/** The pane of the conversation used last, shown if there is room for only one. */
	readonly tab: DetailTab;
	/** The same without insights, which have their own column on a wide screen. */
	readonly mainTab: Exclude<DetailTab, 'insights'>;
	readonly zoomed: boolean;
	/** True while one pane is shown without its borders, for the selection of the terminal. */
	readonly bare: boolean;
	readonly wrapped: boolean;
	/** True while the hourly activity is shown above the list. */
	readonly activity: boolean;
	/** The list's query: filter, order, limit. */
	readonly query: SaidQuery;
	/** The filters, orders and open conversations before, to go back to. */
	readonly history: History;
	/** The recent filters, the latest first. */
	readonly recents: readonly RecentFilter[];
	readonly saved: SavedViews;
	/** The rows of the filter modal as left last; some may be switched off. */
	readonly filterKept: DraftGroup | null;
	/** A changed draft of the filter modal that was left without applying it. */
	readonly filterLeft: FilterDraft | null;
	/** Keys to set that were typed but not carried out, by `tagKey`. */
	readonly tagsLeft: ReadonlyMap<string, string>;
	/**
	 * The current conversation: under the list's cursor, in the panes beside it, and the target of keys. There is only
	 * one.
	 */
	readonly selectedId: string | null;
	/** The cursor's row within the list's pane. */
	readonly cursorRow: number;
	/** The conversation whose parts are fetched: the current one, once the cursor rests on it. */
	readonly openId: string | null;
	/** Reading positions by pane and conversation (see `positionKey`). */
	readonly positions: ReadonlyMap<string, Position>;
	/** Keys of the unfolded turns, by conversation. */
	readonly unfolded: ReadonlyMap<string, ReadonlySet<string>>;
	readonly find: Find | null;
	/** The search text of the list: only matching rows are shown. Null without a search. */
	readonly narrowedTo: string | null;
	/** Where that search began; null once it is kept. */
	readonly searchedFrom: SearchedFrom | null;
	/** Message drafts by conversation id. */
	readonly messages: ReadonlyMap<string, MessageDraft>;
	/** Metadata edited as JSON that is still invalid, by conversation id. */
	readonly jsonEdits: ReadonlyMap<string, JsonEdit>;
	readonly edits: Edits;
	readonly attention: Attention;
	readonly live: Live;
	readonly takeovers: TakeoverState['takeovers'];
	readonly deletions: TakeoverState['deletions'];
	readonly done: Done;
	readonly marks: Marks;
	readonly batches: Batches;
	readonly exports: Exports;
	readonly overlays: readonly Overlay[];
	readonly notice: Notice | null;
	/** The first stroke of a two-stroke key, until the second arrives. */
	readonly prefix: string | null;
	/** True after one Ctrl-c: the next one quits. */
	readonly quitArmed: boolean;
};

/** All conversations, the newest message first. */
export const newestFirst: ListQuery = {
	...emptyQuery,
	order: [{ column: plainColumn('last_message_at'), direction: 'desc', nulls: 'last' }],
};

/** The state at the start. */
export const initialState: UiState = {
	focus: 'list',
	tab: 'transcript',
	mainTab: 'transcript',
	zoomed: false,
	bare: false,
	wrapped: true,
	activity: false,
	query: newestFirst,
	history: noHistory,
	recents: [],
	saved: builtInSavedViews,
	filterKept: null,
	filterLeft: null,
	tagsLeft: new Map(),
	selectedId: null,
	cursorRow: 0,
	openId: null,
	positions: new Map(),
	unfolded: new Map(),
	find: null,
	narrowedTo: null,
	searchedFrom: null,
	messages: new Map(),
	jsonEdits: new Map(),
	edits: noEdits,
	attention: noAttention,
	live: notLive,
	...noTakeovers,
	done: nothingDone,
	marks: noMarks,
	batches: noBatches,
	exports: noExports,
	overlays: [],
	notice: null,
	prefix: null,
	quitArmed: false,
};

/**
 * The state once the list has loaded: selects and opens the first row if none is selected. Drawn at once, the first
 * rows take one frame instead of three.
 */
export function withFirstRow(state: UiState, ids: readonly string[]): UiState {
	const [first] = ids;
	if (state.selectedId !== null || first === undefined) return state;
	return { ...state, selectedId: first, openId: state.openId ?? first };
}

/** Gives a pane the focus; a pane of a conversation is then its tab. */
export function focusPane(state: UiState, pane: PaneId): UiState {
	if (pane === 'list') return { ...state, focus: pane };
	return { ...state, focus: pane, tab: pane, mainTab: pane === 'insights' ? state.mainTab : pane };
}

/** The key under which a pane's position is stored. */
export function positionKey(tab: DetailTab, conversationId: string): string {
	return `${tab} ${conversationId}`;
}

/** The overlay that takes the keys, or null. */
export function topOverlay(state: UiState): Overlay | null {
	return state.overlays.at(-1) ?? null;
}
