import type { OpenData, ScreenData } from '../../data/screen-data.ts';
import type { Metadata } from '../../domain/conversation.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Signal } from '../../domain/signals/signal.ts';
import { type DetailTab, detailTabs } from '../../state/panes.ts';
import type { UiState } from '../../state/ui-state.ts';
import { type UnderWay, underWay } from '../../state/under-way.ts';
import { LayoutRound } from '../layout-round.ts';
import { memoLast } from '../memo.ts';
import type { Glyphs } from '../theme.ts';
import { type DetailBody, detailBody } from './detail-body.ts';

/** The data of the screen while a conversation is open. */
type WithOpen = ScreenData & { readonly open: OpenData };

/** The bodies of the open conversation's tabs, each laid out anew only when something that it shows changes. */
export function createBodies(glyphs: Glyphs) {
	const bodies = new Map(detailTabs.map((tab) => [tab, memoLast(bodyFor(tab, glyphs))] as const));
	let round = 0;
	/** The bodies that were laid out in part: they are asked for anew with each round, others are not. */
	const partial = new Set<DetailTab>();
	return {
		of: (
			tab: DetailTab,
			state: UiState,
			data: WithOpen,
			{ width, height }: { readonly width: number; readonly height: number },
			signals: readonly Signal[],
		): DetailBody | null => {
			const { open, templateNames, templateError, assistantNames, withoutHistory } = data;
			const conversation = open.conversation.data;
			const made = bodies.get(tab)?.(
				partial.has(tab) ? round : 0,
				open,
				templateNames,
				templateError,
				assistantNames,
				withoutHistory,
				state.unfolded,
				width,
				height,
				state.wrapped,
				state.takeovers.get(open.id) ?? null,
				conversation === undefined ? null : underWay(state, conversation),
				state.deletions.get(open.id) === 'deleted',
				state.edits.saving.get(open.id) ?? null,
				state.live.gone.has(open.id),
				signals,
				state.marks.ids.has(open.id),
			);
			if (made === undefined) return null;
			if (made.isPartial) partial.add(tab);
			else partial.delete(tab);
			return made;
		},
		nextRound: (): void => {
			round += 1;
		},
	};
}

function bodyFor(tab: DetailTab, glyphs: Glyphs) {
	return (
		_round: number,
		open: OpenData,
		templateNames: ScreenData['templateNames'],
		templateError: ScreenData['templateError'],
		assistantNames: ScreenData['assistantNames'],
		withoutHistory: ScreenData['withoutHistory'],
		unfolded: UiState['unfolded'],
		width: number,
		height: number,
		wrapped: boolean,
		takenOverSince: Instant | null,
		pending: UnderWay | null,
		isDeleted: boolean,
		saving: Metadata | null,
		isGone: boolean,
		signals: readonly Signal[],
		isMarked: boolean,
	): DetailBody =>
		detailBody(
			tab,
			open,
			{ templateNames, templateError, assistantNames, withoutHistory },
			unfolded,
			{ width, height, wrapped, glyphs, round: new LayoutRound() },
			{ takenOverSince, underWay: pending, isDeleted, isGone, saving, isMarked },
			signals,
		);
}
