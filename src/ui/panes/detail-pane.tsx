import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { editKey } from '../../state/edits.ts';
import { type DetailTab, detailTabs } from '../../state/panes.ts';
import { jumpTo } from '../../state/scroll.ts';
import { positionKey, type UiState } from '../../state/ui-state.ts';
import type { Hit } from '../../state/view.ts';
import type { Line } from '../../text/line.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { type DetailBody, withMargin } from '../../view/conversation/detail-body.ts';
import { visibleLines } from '../../view/conversation/detail-rows.ts';
import { inside, type PaneBox } from '../../view/geometry.ts';
import { centred, paintFrame, type Tab } from '../../view/pane-frame.ts';
import type { Theme } from '../../view/theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';

type Props = {
	readonly theme: Theme;
	readonly box: PaneBox;
	readonly tab: DetailTab;
	readonly state: UiState;
	readonly body: DetailBody | null;
	readonly currentHit: Hit | null;
	/** True if insights have their own column, and so no tab in this pane. */
	readonly isWide: boolean;
	/** True if the pane shows its end instead of the reader's position. */
	readonly isAtEnd: boolean;
	/** Live news of the conversation, for the top border. */
	readonly note: SafeText;
};

const titles: Readonly<Record<DetailTab, SafeText>> = {
	transcript: t`Transcript`,
	insights: t`Insights`,
	metadata: t`Metadata`,
	raw: t`Raw`,
	waits: t`Waits`,
};

/** A pane of the open conversation: transcript, insights, metadata, raw JSON or waits. */
export function DetailPane(props: Props): ReactElement {
	const { theme, box, tab, state, body, currentHit, isWide, isAtEnd, note } = props;
	const { width, height } = inside(box);
	const isFocused = state.focus === tab;
	const last = useRef<{ readonly rows: readonly Line[]; readonly width: number; readonly height: number }>(
		null,
	);
	const rows = rowsOf();
	useLayoutEffect(() => {
		if (body?.isOpening !== true) last.current = { rows, width, height };
	});
	const painted = paintFrame(
		{
			width: box.width,
			height: box.height,
			isBare: box.isBare,
			tabs: tabsOf(tab, isWide, metadataTitle(state)),
			note,
			isFocused,
			rows,
			selectedRow: -1,
		},
		theme,
	);
	return <PaintedBlock width={box.width} height={box.height} rows={painted} />;

	function rowsOf(): readonly Line[] {
		if (body === null) return centred(['No conversation is open.'], width, height);
		// Clearing and refilling the pane for every row would write it twice. Below a question, old content is never
		// kept.
		const before = last.current;
		const isKept = body.isOpening && before?.width === width && before.height === height;
		if (isKept && state.overlays.length === 0) return [...body.head, ...before.rows.slice(body.head.length)];
		if (body.view === null)
			return [...body.head, ...centred(body.placeholder, width, height - body.head.length)];
		const { find, selectedId, positions } = state;
		const marked = find?.pane === tab ? { needle: find.text, current: currentHit } : null;
		const kept = selectedId === null ? undefined : positions.get(positionKey(tab, selectedId));
		const position = isAtEnd ? jumpTo(body.view.layout, 'last', body.view.height) : kept;
		const sign = isFocused ? theme.glyphs.cursor : null;
		const lines = visibleLines(body.view, position, marked, sign);
		return [...body.head, ...(body.view.hasCursor ? lines : lines.map(withMargin))];
	}
}

/** The title of the metadata pane, with the state of an edit. */
function metadataTitle({ selectedId: openId, edits }: UiState): SafeText {
	if (openId === null) return titles.metadata;
	if (edits.saving.has(openId)) return t`Metadata, saving…`;
	return edits.kept.has(editKey({ kind: 'edit', id: openId })) ? t`Metadata, unsaved` : titles.metadata;
}

function tabsOf(tab: DetailTab, isWide: boolean, metadata: SafeText): readonly Tab[] {
	if (isWide && tab === 'insights') return [{ title: titles.insights, isActive: true }];
	return detailTabs
		.filter((candidate) => !isWide || candidate !== 'insights')
		.map((candidate) => ({
			title: candidate === 'metadata' ? metadata : titles[candidate],
			isActive: candidate === tab,
		}));
}
