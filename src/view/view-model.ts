import type { Bindings } from '../actions/keys/bindings.ts';
import type { Badges, ListRow } from '../data/list-row.ts';
import type { ListData, ScreenData } from '../data/screen-data.ts';
import { mediumOf, turnsOf } from '../data/transcript-cache.ts';
import type { Conversation } from '../domain/conversation.ts';
import { jsonEntries } from '../domain/json.ts';
import type { Signal, SignalSettings } from '../domain/signals/signal.ts';
import { isAboutRows } from '../state/overlay.ts';
import type { DetailTab } from '../state/panes.ts';
import { topOverlay, type UiState } from '../state/ui-state.ts';
import type { DetailView, Hit, View } from '../state/view.ts';
import type { Line } from '../text/line.ts';
import { createBodies } from './conversation/bodies.ts';
import type { DetailBody } from './conversation/detail-body.ts';
import { hitsInBlocks, lineOfHitIn } from './conversation/hits.ts';
import { createOpenSignals } from './conversation/open-signals.ts';
import { refusalsOf } from './error-lines.ts';
import {
	type Geometry,
	inside,
	layOut,
	type PaneBox,
	type Room,
	roomBesideList,
	type Size,
	wantedOf,
} from './geometry.ts';
import { inRankOrder, visibleIds } from './list/fresh-rows.ts';
import { createListSearch, type Narrowed } from './list/list-search.ts';
import { createOverList, type OverList } from './list/over-list.ts';
import { memoLast } from './memo.ts';
import { areaSizeOf, conflictScroll, messageRows } from './overlays/area-layouts.ts';
import { type CopyOptions, createCopyMenu } from './overlays/copy-menu.ts';
import { createHelpView } from './overlays/help-view.ts';
import { editorScroll } from './overlays/metadata-layout.ts';
import { createRecordsView, type RecordsScreen } from './overlays/records-view.ts';
import type { Glyphs } from './theme.ts';

/** A view with everything that the panes draw. */
export type ScreenView = View & {
	readonly geometry: Geometry;
	/** The room for the overlay on top. */
	readonly room: Room;
	/** The list as shown: all loaded rows, or those that match a search. */
	readonly list: ListData;
	readonly overList: OverList;
	readonly body: (tab: DetailTab) => DetailBody | null;
	/** True while a pane on the screen is laid out in part; `nextRound` has the next view lay out more. */
	readonly isLayingOut: boolean;
	readonly nextRound: () => void;
	readonly helpLines: readonly Line[];
	readonly records: RecordsScreen | null;
};

/** Options that stay the same while the program runs. */
type ViewModelOptions = CopyOptions & {
	readonly glyphs: Glyphs;
	readonly bindings: () => Bindings;
	readonly hasBanner: boolean;
	/** True if headings stand over the columns of the list. */
	readonly hasHeadings: boolean;
	readonly signals: SignalSettings;
	/** The badges of the rows that were looked up, by id. */
	readonly knownBadges: (rows: readonly ListRow[]) => ReadonlyMap<string, Badges>;
};

/**
 * Derives the screen from UI state, server data and size. Each part is cached until its inputs change, so frequent
 * reads are cheap: actions read before every event, drawing after it.
 */
export function createViewModel(options: ViewModelOptions) {
	const geometryOf = memoLast(
		(
			columns: number,
			rows: number,
			focus: UiState['focus'],
			tab: DetailTab,
			mainTab: UiState['mainTab'],
			zoomed: boolean,
			bare: boolean,
			below: number,
		) => layOut({ columns, rows }, { focus, tab, mainTab, zoomed, bare }, options.hasBanner, below),
	);
	const helpOf = createHelpView(options.glyphs);
	const bodies = createBodies(options.glyphs);
	const blockHits = memoLast(hitsInBlocks);
	const searched = createListSearch();
	const narrowedList = memoLast((list: ListData, narrowed: Narrowed): ListData => ({ ...list, ...narrowed }));
	const rankedList = memoLast(inRankOrder);
	const keysOf = memoLast(seenMetadataKeys);
	const openSignals = createOpenSignals(options.signals, options.now);
	const records = createRecordsView(options.glyphs);
	const copyMenu = createCopyMenu(options);
	const overListOf = createOverList(options.glyphs, options.hasHeadings);

	return (state: UiState, data: ScreenData, size: Size): ScreenView => {
		const { focus, tab, mainTab, zoomed, bare } = wantedOf(state);
		const below = messageRows(state, size, (id) => conversationOf(data, id));
		const geometry = geometryOf(size.columns, size.rows, focus, tab, mainTab, zoomed, bare, below);
		const panes = geometry.kind === 'panes' ? geometry.panes : [];
		const body = (tab: DetailTab): DetailBody | null => {
			const box = panes.find(({ pane }) => pane === tab);
			// Between an event and the next drawing, the data are still those of the previous conversation.
			if (box === undefined || data.open === null || data.open.id !== state.selectedId) return null;
			return bodies.of(
				tab,
				state,
				{ ...data, open: data.open },
				inside(box),
				openSignals(data.open) ?? noSignals,
			);
		};
		const detail = (tab: DetailTab): DetailView | null => body(tab)?.view ?? null;
		const hits = (): readonly Hit[] => {
			const { find } = state;
			if (find === null) return [];
			return blockHits(detail(find.pane)?.blocks ?? noBlocks, find.text);
		};
		const { narrowedTo } = state;
		const found =
			narrowedTo === null
				? data.list
				: narrowedList(
						data.list,
						searched(data.list.rows, data.assistantNames, options.knownBadges(data.list.rows), narrowedTo),
					);
		const list = rankedList(found, state.attention.ids);
		// A list off screen still moves, by pages of the height it would have.
		const listBox = panes.find(({ pane }) => pane === 'list') ?? panes[0];
		const listCells = listBox === undefined ? { width: size.columns, height: size.rows } : inside(listBox);
		const overList = overListOf(state, list, listCells);
		const shownRows = listCells.height - overList.lines.length;
		const room = (): Room => {
			const overlay = topOverlay(state);
			return overlay !== null && isAboutRows(overlay) ? roomBesideList(size, panes) : size;
		};
		return {
			geometry,
			get room() {
				return room();
			},
			body,
			detail,
			get isLayingOut() {
				return panes.some(({ pane }) => pane !== 'list' && body(pane)?.isPartial === true);
			},
			nextRound: bodies.nextRound,
			shown: panes.map(({ pane }) => pane),
			list,
			listIds: list.ids,
			get signalsRead() {
				return { rows: options.knownBadges(data.list.rows).size, of: data.list.loaded };
			},
			overList,
			// A message below the panes does not move the list.
			listHeight: shownRows + below,
			get metadataKeys() {
				return keysOf(data.list.rows);
			},
			get refusals() {
				return refusalsOf(data.list.error);
			},
			openId: state.selectedId,
			get targetId() {
				return targetOf(state.selectedId, panes, list.ids);
			},
			get inSight() {
				const isShown = panes.some(({ pane }) => pane === 'list');
				return isShown ? visibleIds(state, list.ids, shownRows) : noIds;
			},
			get signals() {
				return data.open?.id === state.selectedId ? openSignals(data.open) : null;
			},
			conversationOf: (id) => conversationOf(data, id),
			get area() {
				return areaSizeOf(state, room(), (id) => conversationOf(data, id));
			},
			get foldable() {
				return data.open?.id === state.selectedId ? foldableOf(data.open) : [];
			},
			get hits() {
				return hits();
			},
			lineOfHit: (hit) => {
				const { find } = state;
				if (find === null) return null;
				const view = detail(find.pane);
				const block = view?.blocks[view.layout.indexOf.get(hit.key) ?? -1];
				return block === undefined ? null : lineOfHitIn(block, find.text, hit.nth);
			},
			get editor() {
				const overlay = topOverlay(state);
				if (overlay?.kind === 'conflict') return conflictScroll(overlay.draft, room());
				return overlay?.kind === 'metadata' ? editorScroll(overlay.draft, room()) : null;
			},
			get records() {
				const overlay = state.overlays.findLast(({ kind }) => kind === 'records');
				return overlay?.kind === 'records' ? records(overlay.draft, data, size) : null;
			},
			get copy() {
				const signals = () => (data.open === null ? null : openSignals(data.open));
				return copyMenu(state, data, { conversationOf: (id) => conversationOf(data, id), detail, signals });
			},
			get helpLines() {
				return helpOf(state, options.bindings(), size).lines;
			},
			get help() {
				const { lines, height, parts } = helpOf(state, options.bindings(), size);
				return { lineCount: lines.length, height, parts };
			},
		};
	};
}

function foldableOf({ messages, conversation }: NonNullable<ScreenData['open']>): readonly string[] {
	if (messages.data === undefined) return [];
	const { turns } = turnsOf(messages.data, mediumOf(conversation.data));
	return turns.filter(({ kind }) => kind !== 'speech' && kind !== 'silence').map(({ key }) => key);
}

/** The current conversation, if a pane shows it: as the row under the cursor, or in its own panes. */
function targetOf(
	selectedId: string | null,
	panes: readonly PaneBox[],
	listIds: readonly string[],
): string | null {
	if (selectedId === null || panes.length === 0) return null;
	const isRead = panes.some(({ pane }) => pane !== 'list');
	return isRead || listIds.includes(selectedId) ? selectedId : null;
}

const noIds: readonly string[] = [];
const noSignals: readonly Signal[] = [];
const noBlocks: DetailView['blocks'] = [];

function conversationOf({ list, open }: ScreenData, id: string): Conversation | null {
	if (open?.id === id && open.conversation.data !== undefined) return open.conversation.data;
	const row = list.rows.find((candidate) => candidate.id === id);
	return row?.kind === 'conversation' ? row.conversation : null;
}

/** The keys of one row that are offered when typing. */
const mostKeysOfRow = 1000;

function seenMetadataKeys(rows: readonly ListRow[]): readonly string[] {
	const keys = new Set<string>();
	for (const row of rows) {
		if (row.kind !== 'conversation') continue;
		for (const [key] of jsonEntries(row.conversation.metadata).slice(0, mostKeysOfRow)) keys.add(key);
	}
	return [...keys].sort();
}
