import type { ReactElement } from 'react';
import { editKey } from '../../state/edits.ts';
import { type DetailTab, detailTabs, positionKey, type UiState } from '../../state/ui-state.ts';
import type { Hit } from '../../state/view.ts';
import { t } from '../../text/safe.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { inside, type PaneBox } from '../geometry.ts';
import { centred, paintFrame, type Tab } from '../lines/pane-frame.ts';
import { type DetailBody, withMargin } from '../model/detail-body.ts';
import { visibleLines } from '../model/detail-rows.ts';
import type { Theme } from '../theme.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';

type Props = {
	readonly theme: Theme;
	readonly box: PaneBox;
	readonly tab: DetailTab;
	readonly state: UiState;
	readonly body: DetailBody | null;
	readonly currentHit: Hit | null;
	/** True where insights stand in a column of their own, and so are no tab of this one. */
	readonly isWide: boolean;
	/** What happens in the conversation just now, for the upper border. */
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
export function DetailPane({ theme, box, tab, state, body, currentHit, isWide, note }: Props): ReactElement {
	const { width, height } = inside(box);
	const isFocused = state.focus === tab;
	const painted = paintFrame(
		{
			width: box.width,
			height: box.height,
			tabs: tabsOf(tab, isWide, metadataTitle(state)),
			note,
			isFocused,
			rows: rowsOf(),
			selectedRow: -1,
		},
		theme,
	);
	return <PaintedBlock width={box.width} height={box.height} rows={painted} />;

	function rowsOf() {
		if (body === null) return centred(['No conversation is open.'], width, height);
		if (body.view === null)
			return [...body.head, ...centred(body.placeholder, width, height - body.head.length)];
		const { find, openId, positions } = state;
		const marked = find?.pane === tab ? { needle: find.text, current: currentHit } : null;
		const position = openId === null ? undefined : positions.get(positionKey(tab, openId));
		const sign = isFocused ? theme.glyphs.cursor : null;
		const lines = visibleLines(body.view, position, marked, sign);
		return [...body.head, ...(body.view.hasCursor ? lines : lines.map(withMargin))];
	}
}

/** The title of the metadata, and how an edit of them stands. */
function metadataTitle({ openId, edits }: UiState): SafeText {
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
