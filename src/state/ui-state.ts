import { builtInViews, type SavedViews } from '../filter/saved-views.ts';
import { emptyQuery, type ListQuery, plainColumn } from '../filter/tree.ts';
import { type Attention, noAttention } from './attention.ts';
import { type Done, nothingDone } from './done.ts';
import { type Edits, noEdits } from './edits.ts';
import type { DraftGroup } from './filter-draft.ts';
import { type Holding, holdsNothing } from './holding.ts';
import type { JsonEdit } from './json-edit.ts';
import { type Live, notLive } from './live.ts';
import { type Marks, noMarks } from './marks.ts';
import type { MessageDraft } from './message-draft.ts';
import type { Overlay } from './overlay.ts';
import type { RecentFilter } from './recent-filters.ts';
import { noRuns, type Runs } from './runs.ts';
import type { Position } from './scroll.ts';

/** The panes that speak of one conversation. */
export const detailTabs = ['transcript', 'insights', 'metadata', 'raw', 'waits'] as const;
export type DetailTab = (typeof detailTabs)[number];

/** Every pane that can have the focus. */
export type PaneId = 'list' | DetailTab;

/** A search within one pane of a conversation. `current` is the number of the match the reader is on. */
export type Find = { readonly pane: DetailTab; readonly text: string; readonly current: number };

/** One line for the user, shown until the next key. */
export type Notice = {
	readonly tone: 'plain' | 'good' | 'warn' | 'bad';
	readonly text: string;
	/** True for one that must not be overlooked: another that comes before the next key stands in front of it. */
	readonly stays?: boolean;
};

/** Everything the screen depends on that is not server data. Server data is named by id, never copied. */
export type UiState = {
	readonly focus: PaneId;
	/** The pane of the conversation that was used last, shown where there is room for one. */
	readonly tab: DetailTab;
	/** The same, insights left out: they have a column of their own on a wide screen. */
	readonly mainTab: Exclude<DetailTab, 'insights'>;
	readonly zoomed: boolean;
	readonly wrapped: boolean;
	/** True while conversations by the hour stand over the list. */
	readonly timeline: boolean;
	/** What is asked of the server for the list: filter, order, limit. */
	readonly query: ListQuery;
	/** The queries before it, the last one at the end. */
	readonly queryHistory: readonly ListQuery[];
	/** The filters asked for lately, the last one first. */
	readonly recents: readonly RecentFilter[];
	readonly saved: SavedViews;
	/** The filter as it was put together last: it may hold rows that are switched off. */
	readonly filterKept: DraftGroup | null;
	/** The row under the list's cursor, and on which row of the pane that is. */
	readonly selectedId: string | null;
	readonly cursorRow: number;
	/** The conversation on the right. */
	readonly openId: string | null;
	/** The one that a move of the cursor asked for: it is opened once the cursor rests. */
	readonly wantedId: string | null;
	/** Where the reader is, by pane and conversation (see `positionKey`). */
	readonly positions: ReadonlyMap<string, Position>;
	/** Keys of the unfolded turns, by conversation. */
	readonly unfolded: ReadonlyMap<string, ReadonlySet<string>>;
	readonly find: Find | null;
	/** What the list's rows are searched for: only those found are in it then. Null: all of them are. */
	readonly narrowedTo: string | null;
	/** What is being written to conversations and has not arrived, by their ids. */
	readonly messages: ReadonlyMap<string, MessageDraft>;
	/** Metadata edited as JSON that could not be read yet, by the ids of their conversations. */
	readonly jsonEdits: ReadonlyMap<string, JsonEdit>;
	readonly edits: Edits;
	readonly attention: Attention;
	readonly live: Live;
	readonly held: Holding['held'];
	readonly deletions: Holding['deletions'];
	readonly done: Done;
	readonly marks: Marks;
	readonly runs: Runs;
	readonly overlays: readonly Overlay[];
	readonly notice: Notice | null;
	/** The first stroke of a key of two, while the second is waited for. */
	readonly prefix: string | null;
	/** True after one Ctrl-c: the next one quits. */
	readonly quitArmed: boolean;
};

/** Everything, the newest message first. */
export const newestFirst: ListQuery = {
	...emptyQuery,
	order: [{ column: plainColumn('last_message_at'), direction: 'desc', nulls: 'last' }],
};

/** The state at start. */
export const initialState: UiState = {
	focus: 'list',
	tab: 'transcript',
	mainTab: 'transcript',
	zoomed: false,
	wrapped: true,
	timeline: false,
	query: newestFirst,
	queryHistory: [],
	recents: [],
	saved: builtInViews,
	filterKept: null,
	selectedId: null,
	cursorRow: 0,
	openId: null,
	wantedId: null,
	positions: new Map(),
	unfolded: new Map(),
	find: null,
	narrowedTo: null,
	messages: new Map(),
	jsonEdits: new Map(),
	edits: noEdits,
	attention: noAttention,
	live: notLive,
	...holdsNothing,
	done: nothingDone,
	marks: noMarks,
	runs: noRuns,
	overlays: [],
	notice: null,
	prefix: null,
	quitArmed: false,
};

/**
 * The state as it will be once the list is there: with the first row chosen and opened where nothing is yet. Drawn so at
 * once, the first rows appear in one frame, not in three.
 */
export function withFirstRow(state: UiState, ids: readonly string[]): UiState {
	const [first] = ids;
	if (state.selectedId !== null || first === undefined) return state;
	return { ...state, selectedId: first, openId: state.openId ?? first };
}

/** The name under which a pane's position is kept. */
export function positionKey(tab: DetailTab, conversationId: string): string {
	return `${tab} ${conversationId}`;
}

/** The overlay that takes the keys, or null. */
export function topOverlay(state: UiState): Overlay | null {
	return state.overlays.at(-1) ?? null;
}
