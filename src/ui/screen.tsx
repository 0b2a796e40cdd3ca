import { Box, Text } from 'ink';
import {
	type ReactElement,
	useEffect,
	useInsertionEffect,
	useMemo,
	useReducer,
	useSyncExternalStore,
} from 'react';
import { isSearchAway } from '../actions/find-actions.ts';
import { tagOffer } from '../actions/mark-actions.ts';
import { createKnownBadges, type KnownBadges } from '../data/badge-query.ts';
import type { ScreenData } from '../data/screen-data.ts';
import { actedOn } from '../state/acted-on.ts';
import type { UiStore } from '../state/store.ts';
import { type Notice, topOverlay, type UiState } from '../state/ui-state.ts';
import type { Keyboard } from '../terminal/keyboard.ts';
import type { Seen } from '../terminal/seen.ts';
import { fitLine, span } from '../text/line.ts';
import { t } from '../text/safe.ts';
import { nothing } from '../text/safe-text.ts';
import { localZone } from '../text/time.ts';
import { footerLine, noticeLines } from '../view/footer-line.ts';
import { breakpoints, isWriting, type Size, smallest } from '../view/geometry.ts';
import { bannerLine, headerLine } from '../view/header-line.ts';
import { prepareSearch } from '../view/list/list-search.ts';
import type { Theme } from '../view/theme.ts';
import { createViewModel, type ScreenView } from '../view/view-model.ts';
import { waitWords } from '../view/wait-words.ts';
import { writeWords } from '../view/write-words.ts';
import { useActionContext } from './hooks/use-action-context.ts';
import { useAttention } from './hooks/use-attention.ts';
import {
	useCutOffNotice,
	useGone,
	useListEffects,
	useMarks,
	useRecordsData,
} from './hooks/use-list-effects.ts';
import { useLive, useSecond } from './hooks/use-live.ts';
import { useScreenData } from './hooks/use-screen-data.ts';
import { useTakeovers } from './hooks/use-takeovers.ts';
import { KeyRouter } from './key-router.tsx';
import { Overlays } from './modals/overlays.tsx';
import { PromptBar } from './modals/prompt-bar.tsx';
import { DetailPane } from './panes/detail-pane.tsx';
import { ListPane } from './panes/list-pane.tsx';
import type { Program } from './program.ts';
import { PaintedBlock, PaintedRow } from './widgets/painted-block.tsx';

type Props = {
	readonly program: Program;
	readonly size: Size;
	readonly keyboard: Keyboard;
	readonly seen: Seen;
};

/**
 * The whole screen: header, panes, footer, and overlays. Its rows add up exactly to the terminal's: `overflow` would
 * have Ink measure and cut every row of every frame.
 */
export function Screen({ program, size, keyboard, seen }: Props): ReactElement {
	const { theme, store, bindings } = program;
	const { api, now, restMillis } = program;
	const { data: loaded, state, loadMore } = useScreenData(api, useUiState(store), now, restMillis);
	const records = useRecordsData(program, state);
	const data = useMemo(() => ({ ...loaded, records }), [loaded, records]);
	const known = useMemo(() => createKnownBadges(program.client, program), [program]);
	const derive = useMemo(
		() =>
			createViewModel({
				glyphs: theme.glyphs,
				bindings: () => bindings,
				hasBanner: program.banner !== null,
				hasHeadings: program.hasHeadings,
				signals: program.signals,
				address: program.address,
				portalUrl: program.portalUrl,
				now: program.now,
				knownBadges: known.of,
			}),
		[theme, bindings, program, known],
	);
	const view = derive(state, data, size);
	// Before the frame is written: layout effects run after Ink has drawn.
	useInsertionEffect(() => seen.drawing(actedOn(state)), [seen, state]);
	const context = useActionContext(program, derive, data, size);
	useListEffects(program, state, data.list, view, loadMore);
	useAttention(program, state, data.list);
	useTakeovers(program, state, data);
	useGone(program, state, data);
	useMarks(program, state, data.list);
	useCutOffNotice(program, data.list.isLoaded);
	useSearchTexts(data);
	useFoundSignals(known, state.narrowedTo !== null);
	useLayoutRounds(view);
	const { note, ...live } = useLive(program, state, data, view, size.columns);

	const waits = useSyncExternalStore(program.waits.subscribe, program.waits.getState);
	const wait = waitWords(waits, useSecond(program.ticker, waits.length > 0), size.columns);

	const overlay = topOverlay(state);
	const found = view.hits;
	const inList = state.focus === 'list' && state.narrowedTo !== null;
	// A running search can lose hits: rows leave the list, or a transcript is read again.
	const hits = inList
		? {
				count: view.listIds.length,
				current: view.listIds.indexOf(state.selectedId ?? ''),
				loaded: data.list.loaded,
			}
		: {
				count: found.length,
				current: Math.min(state.find?.current ?? 0, Math.max(0, found.length - 1)),
				loaded: null,
			};
	// A search in a hidden tab has no hits now, which does not mean that the text is missing.
	const footed = isSearchAway(state, view.shown) ? { ...state, find: null } : state;
	const currentHit = inList ? null : (found[hits.current] ?? null);
	const router = <KeyRouter context={context} bindings={bindings} keyboard={keyboard} seen={seen} />;
	if (view.geometry.kind === 'too-small') {
		return (
			<Box width={size.columns} height={size.rows}>
				{router}
				<Text>{tooSmall(size)}</Text>
			</Box>
		);
	}
	const isWide = size.columns >= breakpoints.three && !state.zoomed && !state.bare;
	const words = { zone: localZone, assistants: data.assistantNames };
	const isReadOnly = program.readOnly !== null;
	const writes = writeWords(state, view.conversationOf);
	const minute = Math.floor(program.now() / 60_000);
	return (
		<Box width={size.columns} height={size.rows} flexDirection="column">
			{router}
			<PaintedRow
				painted={theme.paint(
					headerLine(program.account, state, view.list, size.columns, theme.glyphs, words, {
						isReadOnly,
						isProduction: program.isProduction,
						hold: program.hold,
						live,
						wait,
					}),
				)}
			/>
			{program.banner === null ? null : (
				<PaintedRow painted={theme.paint(bannerLine(program.banner, size.columns))} />
			)}
			<Box flexShrink={0}>
				{view.geometry.panes.map((box) =>
					box.pane === 'list' ? (
						<ListPane
							key="list"
							program={program}
							box={box}
							state={state}
							view={view}
							minute={minute}
							words={words}
						/>
					) : (
						<DetailPane
							key={box.pane}
							theme={theme}
							box={box}
							tab={box.pane}
							state={state}
							body={view.body(box.pane)}
							currentHit={currentHit}
							isWide={isWide}
							isAtEnd={box.pane === 'transcript' && isWriting(state)}
							note={box.pane === 'transcript' ? note : nothing}
						/>
					),
				)}
			</Box>
			{view.geometry.below === 0 ? null : <Box height={view.geometry.below} flexShrink={0} />}
			{overlay?.kind === 'prompt' ? (
				<PromptBar
					theme={theme}
					size={size}
					overlay={overlay}
					hits={hits}
					notice={state.notice}
					offer={
						overlay.purpose === 'tag' && overlay.editor.text !== ''
							? tagOffer(overlay.editor.text, context.language().known)
							: null
					}
				/>
			) : (
				<PaintedRow
					painted={theme.paint(footerLine(footed, hits, bindings, context.language(), size.columns, writes))}
				/>
			)}
			<Overlays program={program} size={size} state={state} view={view} context={context} />
			{state.notice === null || overlay?.kind === 'prompt' ? null : (
				<LongNotice theme={theme} size={size} notice={state.notice} />
			)}
		</Box>
	);
}

type NoticeProps = { readonly theme: Theme; readonly size: Size; readonly notice: Notice };

/** A notice too long for the last row also takes the rows above it: the advice is at its end. */
function LongNotice({ theme, size, notice }: NoticeProps): ReactElement | null {
	const rows = noticeLines(notice, size.columns).map((line) => theme.paint(line));
	if (rows.length === 0) return null;
	return (
		<Box position="absolute" marginTop={size.rows - rows.length} width={size.columns} height={rows.length}>
			<PaintedBlock width={size.columns} height={rows.length} rows={rows} />
		</Box>
	);
}

function tooSmall(size: Size): string {
	const words = t`tconv needs ${smallest.columns}x${smallest.rows}; this terminal is ${size.columns}x${size.rows}.`;
	return fitLine([span('plain', words)], size.columns)
		.map((part) => part.text)
		.join('');
}

/** The current UI state; redraws when it changes. */
function useUiState(store: UiStore): UiState {
	return useSyncExternalStore(store.subscribe, store.getState);
}

/** Builds the search texts of new rows after they are drawn, so that a search finds them ready. */
function useSearchTexts({ list, assistantNames }: ScreenData): void {
	const { rows } = list;
	useEffect(() => prepareSearch(rows, assistantNames), [rows, assistantNames]);
}

/** Fewest milliseconds between two redraws while signals arrive. */
const redrawMillis = 500;

/** While the list is searched, draws again when signals arrive: a row can match now that did not before. */
function useFoundSignals(known: KnownBadges, isSearching: boolean): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (!isSearching) return;
		let timer: NodeJS.Timeout | null = null;
		const unsubscribe = known.subscribe(() => {
			timer ??= setTimeout(() => {
				timer = null;
				draw();
			}, redrawMillis);
		});
		return () => {
			unsubscribe();
			if (timer !== null) clearTimeout(timer);
		};
	}, [known, isSearching]);
}

/** While a pane is only partly laid out, draws again with more of it; keys that wait are answered in between. */
function useLayoutRounds(view: ScreenView): void {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	useEffect(() => {
		if (!view.isLayingOut) return;
		const timer = setTimeout(() => {
			view.nextRound();
			draw();
		}, 0);
		return () => clearTimeout(timer);
	});
}
