import { type ReactElement, useMemo } from 'react';
import type { UiState } from '../../state/ui-state.ts';
import { t } from '../../text/safe.ts';
import { nothing } from '../../text/safe-text.ts';
import { inside, type PaneBox } from '../geometry.ts';
import { useBadgeLookup } from '../hooks/use-badge-lookup.ts';
import { paintFrame, type Tab } from '../lines/pane-frame.ts';
import { freshAbove } from '../model/fresh-rows.ts';
import { listBody } from '../model/list-body.ts';
import type { ListRow } from '../model/list-row.ts';
import { listTime } from '../model/timeline.ts';
import type { ScreenView } from '../model/view-model.ts';
import type { Program } from '../program.ts';
import { createBadges } from '../queries/badge-query.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';

type Props = {
	readonly program: Program;
	readonly box: PaneBox;
	readonly state: UiState;
	readonly view: ScreenView;
	/** Minutes since 1970: what "today" hangs on, and as often as rows need to be drawn anew for it. */
	readonly minute: number;
};

const noRows: readonly ListRow[] = [];

const tabs: readonly Tab[] = [{ title: t`Conversations`, isActive: true }];

/** The list of conversations. */
export function ListPane({ program, box, state, view, minute }: Props): ReactElement {
	const { theme, client } = program;
	const { width } = inside(box);
	const { list, timeline, listHeight } = view;
	const needle = state.narrowedTo;
	const badgesOf = useMemo(() => createBadges(client, program), [client, program]);
	const options = useMemo(
		() => ({
			width,
			timeOf: listTime(state.query.order),
			nowMillis: minute * 60_000,
			glyphs: theme.glyphs,
			needle,
		}),
		[width, state.query.order, minute, theme.glyphs, needle],
	);
	const isFocused = state.focus === 'list';
	const body = listBody(state, list, badgesOf, listHeight, options);
	// Ranked, all that is loaded is looked into already.
	useBadgeLookup(program, state.attention.isOn ? noRows : body.visible);
	const above = freshAbove(state, list.ids, listHeight);
	const painted = paintFrame(
		{
			width: box.width,
			height: box.height,
			tabs,
			note: above > 0 ? t`${above} new ${theme.glyphs.above}` : nothing,
			isFocused,
			rows: [...timeline, ...body.rows],
			selectedRow: isFocused && body.selectedRow >= 0 ? timeline.length + body.selectedRow : -1,
		},
		theme,
	);
	return <PaintedBlock width={box.width} height={box.height} rows={painted} />;
}
