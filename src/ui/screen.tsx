import { Box, Text } from 'ink';
import { type ReactElement, useMemo } from 'react';
import { isSearchAway } from '../actions/find-actions.ts';
import { tagOffer } from '../actions/tag-offer.ts';
import { type Notice, topOverlay } from '../state/ui-state.ts';
import { fitLine, span } from '../text/line.ts';
import { t } from '../text/safe.ts';
import { nothing } from '../text/safe-text.ts';
import { localZone } from '../text/zone.ts';
import type { Size } from './geometry.ts';
import { breakpoints, smallest } from './geometry.ts';
import { useActionContext } from './hooks/use-action-context.ts';
import { useAttention } from './hooks/use-attention.ts';
import { useCutOffNotice } from './hooks/use-cut-off-notice.ts';
import { useHeld } from './hooks/use-held.ts';
import { useListEffects } from './hooks/use-list-effects.ts';
import { useMarks } from './hooks/use-marks.ts';
import { useRecordsData } from './hooks/use-records-data.ts';
import { useSearchTexts } from './hooks/use-search-texts.ts';
import { useUiState } from './hooks/use-ui-state.ts';
import { KeyRouter } from './key-router.tsx';
import { bannerLine, footerLine, headerLine, noticeLines } from './lines/bar-lines.ts';
import { useLive } from './live/use-live.ts';
import { Overlays } from './modals/overlays.tsx';
import { PromptBar } from './modals/prompt-bar.tsx';
import { createViewModel } from './model/view-model.ts';
import { DetailPane } from './panes/detail-pane.tsx';
import { ListPane } from './panes/list-pane.tsx';
import type { Program } from './program.ts';
import { useScreenData } from './queries/use-screen-data.ts';
import type { Theme } from './theme.ts';
import { PaintedBlock } from './widgets/painted-block.tsx';

type Props = { readonly program: Program; readonly size: Size };

/**
 * The whole screen: header, panes, footer, and what lies over them. Exactly as many rows as the terminal has, by sum:
 * `overflow` would have Ink measure and cut every row of every frame.
 */
export function Screen({ program, size }: Props): ReactElement {
	const { theme, store, bindings } = program;
	const { data: loaded, state, loadMore } = useScreenData(program.api, useUiState(store), program.now);
	const records = useRecordsData(program, state);
	const data = useMemo(() => ({ ...loaded, records }), [loaded, records]);
	const derive = useMemo(
		() =>
			createViewModel({
				glyphs: theme.glyphs,
				bindings: () => bindings,
				hasBanner: program.banner !== null,
				signals: program.signals,
				now: program.now,
			}),
		[theme, bindings, program],
	);
	const view = derive(state, data, size);
	const context = useActionContext(program, derive, data, size);
	useListEffects(program, state, data.list, view, loadMore);
	useAttention(program, state, data.list);
	useHeld(program, state, data);
	useMarks(program, state, data.list);
	useCutOffNotice(program, data.list.isLoaded);
	useSearchTexts(data);
	const { words: live, note } = useLive(program, state, data, view, size.columns);

	const overlay = topOverlay(state);
	const found = view.hits;
	const inList = state.focus === 'list' && state.narrowedTo !== null;
	// Hits can become fewer while a search is on: rows leave the list, a transcript is read anew.
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
	// A search of a tab that is turned away finds nothing now, which is not to say that nothing is there.
	const footed = isSearchAway(state, view.shown) ? { ...state, find: null } : state;
	const currentHit = inList ? null : (found[hits.current] ?? null);
	const router = <KeyRouter context={context} bindings={bindings} />;
	if (view.geometry.kind === 'too-small') {
		return (
			<Box width={size.columns} height={size.rows}>
				{router}
				<Text>{tooSmall(size)}</Text>
			</Box>
		);
	}
	const isWide = size.columns >= breakpoints.three && !state.zoomed;
	const words = { zone: localZone, assistants: data.assistantNames };
	const isReadOnly = program.readOnly !== null;
	const minute = Math.floor(program.now() / 60_000);
	return (
		<Box width={size.columns} height={size.rows} flexDirection="column">
			{router}
			<Text wrap="truncate">
				{theme.paint(
					headerLine(program.account, state, view.list, size.columns, theme.glyphs, words, {
						isReadOnly,
						live,
					}),
				)}
			</Text>
			{program.banner === null ? null : (
				<Text wrap="truncate">{theme.paint(bannerLine(program.banner, size.columns))}</Text>
			)}
			<Box flexShrink={0}>
				{view.geometry.panes.map((box) =>
					box.pane === 'list' ? (
						<ListPane key="list" program={program} box={box} state={state} view={view} minute={minute} />
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
							note={box.pane === 'transcript' ? note : nothing}
						/>
					),
				)}
			</Box>
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
				<Text wrap="truncate">{theme.paint(footerLine(footed, hits, bindings, size.columns))}</Text>
			)}
			<Overlays program={program} size={size} state={state} view={view} context={context} />
			{state.notice === null || overlay?.kind === 'prompt' ? null : (
				<LongNotice theme={theme} size={size} notice={state.notice} />
			)}
		</Box>
	);
}

type NoticeProps = { readonly theme: Theme; readonly size: Size; readonly notice: Notice };

/** A notice that is too long for the last row takes the rows above it, too: what is to be done stands at its end. */
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
