import type { Bindings } from '../../actions/bindings.ts';
import type { Conversation } from '../../domain/conversation.ts';
import type { Instant } from '../../domain/instant.ts';
import type { SignalSettings } from '../../domain/signals/settings.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { type DetailTab, detailTabs, topOverlay, type UiState } from '../../state/ui-state.ts';
import type { DetailView, Hit, View } from '../../state/view.ts';
import type { Line } from '../../text/line.ts';
import { type Geometry, inside, layOut, type Size } from '../geometry.ts';
import { helpLines } from '../lines/help-lines.ts';
import { conflictScroll } from '../modals/conflict-modal.tsx';
import { editorScroll } from '../modals/metadata-layout.ts';
import { helpBox } from '../modals/modal-boxes.ts';
import type { Glyphs } from '../theme.ts';
import { areaSizeOf } from './area-size.ts';
import { type DetailBody, detailBody } from './detail-body.ts';
import { hitsInBlocks, lineOfHitIn } from './hits.ts';
import type { ListRow } from './list-row.ts';
import { createListSearch, type Narrowed } from './list-search.ts';
import { memoLast } from './memo.ts';
import { createOpenSignals } from './open-signals.ts';
import { inRankOrder } from './ranked-rows.ts';
import { createRecordsView, type RecordsScreen } from './records-view.ts';
import { refusalsOf } from './refusals.ts';
import type { ListData, ScreenData } from './screen-data.ts';
import { createTimeline } from './timeline.ts';

/** A view with what the panes are drawn from. */
export type ScreenView = View & {
	readonly geometry: Geometry;
	/** The list as it is shown: all that is loaded, or what a search leaves of it. */
	readonly list: ListData;
	/** What stands over the list's rows, within its pane. */
	readonly timeline: readonly Line[];
	readonly body: (tab: DetailTab) => DetailBody | null;
	readonly helpLines: readonly Line[];
	readonly records: RecordsScreen | null;
};

/** What a view model is made for: none of it changes while the program runs. */
type ViewModelOptions = {
	readonly glyphs: Glyphs;
	readonly bindings: () => Bindings;
	readonly hasBanner: boolean;
	readonly signals: SignalSettings;
	/** Milliseconds since 1970. */
	readonly now: () => number;
};

/**
 * Derives what is on the screen from UI state, server data and size. Every part is remembered for as long as what it
 * hangs on stays the same, so asking often costs nothing: actions ask before, and drawing asks after, every event.
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
		) => layOut({ columns, rows }, { focus, tab, mainTab, zoomed }, options.hasBanner),
	);
	const help = memoLast((bindings: Bindings, width: number) => helpLines(bindings, width));
	const bodies = new Map(detailTabs.map((tab) => [tab, memoLast(bodyFor(tab, options.glyphs))] as const));
	const blockHits = memoLast(hitsInBlocks);
	const searched = createListSearch();
	const narrowedList = memoLast((list: ListData, narrowed: Narrowed): ListData => ({ ...list, ...narrowed }));
	const rankedList = memoLast(inRankOrder);
	const keysOf = memoLast(seenMetadataKeys);
	const openSignals = createOpenSignals(options.signals, options.now);
	const records = createRecordsView(options.glyphs);
	const timelineOf = createTimeline(options.glyphs);

	return (state: UiState, data: ScreenData, size: Size): ScreenView => {
		const geometry = geometryOf(size.columns, size.rows, state.focus, state.tab, state.mainTab, state.zoomed);
		const panes = geometry.kind === 'panes' ? geometry.panes : [];
		const body = (tab: DetailTab): DetailBody | null => {
			const box = panes.find(({ pane }) => pane === tab);
			const make = bodies.get(tab);
			if (box === undefined || make === undefined) return null;
			// Between an event and the next drawing the data are still of the conversation before.
			if (data.open === null || data.open.id !== state.openId) return null;
			const { width, height } = inside(box);
			return make(
				data.open,
				data.templateNames,
				data.assistantNames,
				state.unfolded,
				width,
				height,
				state.wrapped,
				state.held.get(data.open.id) ?? null,
				state.deletions.get(data.open.id) ?? null,
				state.live.gone.has(data.open.id),
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
				: narrowedList(data.list, searched(data.list.rows, data.assistantNames, narrowedTo));
		const list = rankedList(found, state.attention.ids);
		const box = helpBox(size);
		const allHelp = help(options.bindings(), box.width - 4);
		// A list that is not on screen still moves, by pages of the height that it would have.
		const listBox = panes.find(({ pane }) => pane === 'list') ?? panes[0];
		const listCells = listBox === undefined ? { width: size.columns, height: size.rows } : inside(listBox);
		const timeline = timelineOf(state, list, listCells);
		return {
			geometry,
			body,
			detail,
			shown: panes.map(({ pane }) => pane),
			list,
			listIds: list.ids,
			timeline,
			listHeight: listCells.height - timeline.length,
			get metadataKeys() {
				return keysOf(data.list.rows);
			},
			get refusals() {
				return refusalsOf(data.list.error);
			},
			openId: state.openId,
			get signals() {
				return data.open?.id === state.openId ? openSignals(data.open) : null;
			},
			conversationOf: (id) => conversationOf(data, id),
			get area() {
				return areaSizeOf(state, size, (id) => conversationOf(data, id));
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
				if (overlay?.kind === 'conflict') return conflictScroll(overlay.draft, size);
				return overlay?.kind === 'metadata' ? editorScroll(overlay.draft, size) : null;
			},
			get records() {
				const overlay = state.overlays.findLast(({ kind }) => kind === 'records');
				return overlay?.kind === 'records' ? records(overlay.draft, data, size) : null;
			},
			helpLines: allHelp,
			help: { lineCount: allHelp.length, height: box.height - 2 },
		};
	};
}

const noSignals: readonly Signal[] = [];
const noBlocks: DetailView['blocks'] = [];

function bodyFor(tab: DetailTab, glyphs: Glyphs) {
	return (
		open: NonNullable<ScreenData['open']>,
		templateNames: ScreenData['templateNames'],
		assistantNames: ScreenData['assistantNames'],
		unfolded: UiState['unfolded'],
		width: number,
		height: number,
		wrapped: boolean,
		heldSince: Instant | null,
		deletion: 'deleting' | 'deleted' | null,
		isGone: boolean,
		signals: readonly Signal[],
	): DetailBody =>
		detailBody(
			tab,
			open,
			{ templateNames, assistantNames },
			unfolded,
			{ width, height, wrapped, glyphs },
			{ heldSince, deletion, isGone },
			signals,
		);
}

function conversationOf({ list, open }: ScreenData, id: string): Conversation | null {
	if (open?.id === id && open.conversation.data !== undefined) return open.conversation.data;
	const row = list.rows.find((candidate) => candidate.id === id);
	return row?.kind === 'conversation' ? row.conversation : null;
}

function seenMetadataKeys(rows: readonly ListRow[]): readonly string[] {
	const keys = new Set<string>();
	for (const row of rows) {
		if (row.kind === 'conversation') for (const key of Object.keys(row.conversation.metadata)) keys.add(key);
	}
	return [...keys].sort();
}
