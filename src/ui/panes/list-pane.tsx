import { type ReactElement, useMemo } from 'react';
import { createBadges } from '../../data/badge-query.ts';
import type { ListRow } from '../../data/list-row.ts';
import { isAiDisabled } from '../../domain/conversation.ts';
import type { DescribeContext } from '../../filter/describe-query.ts';
import type { UiState } from '../../state/ui-state.ts';
import { t } from '../../text/safe.ts';
import { nothing, type SafeText } from '../../text/safe-text.ts';
import { inside, type PaneBox } from '../../view/geometry.ts';
import { badgeWords } from '../../view/list/badge-spans.ts';
import { freshAbove } from '../../view/list/fresh-rows.ts';
import { listBody } from '../../view/list/list-body.ts';
import { paintFrame, type Tab } from '../../view/pane-frame.ts';
import type { Glyphs } from '../../view/theme.ts';
import type { ScreenView } from '../../view/view-model.ts';
import { useBadgeLookup } from '../hooks/use-badge-lookup.ts';
import type { Program } from '../program.ts';
import { PaintedBlock } from '../widgets/painted-block.tsx';

type Props = {
	readonly program: Program;
	readonly box: PaneBox;
	readonly state: UiState;
	readonly view: ScreenView;
	/** Minutes since 1970: "today" depends on it, and rows are redrawn when it changes. */
	readonly minute: number;
	/** The zone and the names for words about the filter. */
	readonly words: DescribeContext;
};

const noRows: readonly ListRow[] = [];

const tabs: readonly Tab[] = [{ title: t`Conversations`, isActive: true }];

/** The signs of the cursor's row in words, and whether it is out of its rank: at the top it looks like the worst one. */
function footWords(signs: SafeText, isHeld: boolean, glyphs: Glyphs): SafeText {
	if (!isHeld) return signs;
	const held = t`out of its rank until the cursor leaves it`;
	return signs === '' ? held : t`${signs} ${glyphs.dot} ${held}`;
}

/** The list of conversations. */
export function ListPane({ program, box, state, view, minute, words }: Props): ReactElement {
	const { theme, client } = program;
	const { width, height: rows } = inside(box);
	const { list } = view;
	const { lines: over, columns, timeOf } = view.overList;
	const height = rows - over.length;
	const needle = state.narrowedTo;
	const badgesOf = useMemo(() => createBadges(client, program), [client, program]);
	const options = useMemo(
		() => ({
			width,
			columns,
			timeOf,
			nowMillis: minute * 60_000,
			glyphs: theme.glyphs,
			needle,
		}),
		[width, columns, timeOf, minute, theme.glyphs, needle],
	);
	const isFocused = state.focus === 'list';
	const body = listBody(state, list, badgesOf, () => view.signalsRead, height, options, words);
	// In attention order, all loaded rows are checked already.
	useBadgeLookup(program, state.attention.isOn ? noRows : body.visible);
	const above = freshAbove(state, list.ids, height);
	const here = body.visible[body.selectedRow];
	const painted = paintFrame(
		{
			width: box.width,
			height: box.height,
			isBare: box.isBare,
			tabs,
			note: above > 0 ? t`${above} new ${theme.glyphs.above}` : nothing,
			isFocused,
			rows: [...over, ...body.rows],
			foot:
				here?.kind === 'conversation'
					? footWords(
							badgeWords({ isAiOff: isAiDisabled(here.conversation), badges: badgesOf(here) }, theme.glyphs),
							state.attention.heldId === here.id,
							theme.glyphs,
						)
					: nothing,
			selectedRow: isFocused && body.selectedRow >= 0 ? over.length + body.selectedRow : -1,
		},
		theme,
	);
	return <PaintedBlock width={box.width} height={box.height} rows={painted} />;
}
