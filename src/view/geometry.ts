import type { DetailTab, PaneId } from '../state/panes.ts';
import { clamp } from '../state/scroll.ts';
import type { UiState } from '../state/ui-state.ts';

/** The size of a terminal, in cells. */
export type Size = { readonly columns: number; readonly rows: number };

/** The part of the screen that a modal is centred in: its size, and its first column (by default 0). */
export type Room = Size & { readonly left?: number };

/** The size of one pane, with its borders unless it has none. */
export type PaneBox = {
	readonly pane: PaneId;
	readonly width: number;
	readonly height: number;
	readonly isBare: boolean;
};

/**
 * The layout of the screen: panes side by side, with `top` rows above them; below them `below` rows of a message being
 * written, and one footer row.
 */
export type Geometry =
	| { readonly kind: 'too-small' }
	| {
			readonly kind: 'panes';
			readonly top: number;
			readonly below: number;
			readonly panes: readonly PaneBox[];
	  };

/** The smallest terminal that the program draws in. */
export const smallest: Size = { columns: 60, rows: 15 };

/** Columns from which there are two panes, and three. */
export const breakpoints = { two: 85, three: 160 } as const;

type Wanted = Pick<UiState, 'focus' | 'tab' | 'mainTab' | 'zoomed' | 'bare'>;

/**
 * Gives every pane its exact size. They fill the terminal exactly: a frame one row too tall makes Ink clear the whole
 * screen on every key.
 */
export function layOut(size: Size, wanted: Wanted, hasBanner: boolean, below = 0): Geometry {
	if (size.columns < smallest.columns || size.rows < smallest.rows) return { kind: 'too-small' };
	const top = hasBanner ? 2 : 1;
	const height = size.rows - top - 1 - below;
	const isBare = wanted.bare;
	const box = (pane: PaneId, width: number): PaneBox => ({ pane, width, height, isBare });
	if (wanted.zoomed || isBare || size.columns < breakpoints.two) {
		return { kind: 'panes', top, below, panes: [box(wanted.focus, size.columns)] };
	}
	if (size.columns < breakpoints.three) {
		const list = clamp(Math.round(size.columns * 0.47), 39, 64);
		const panes = [box('list', list), box(wanted.tab, size.columns - list)];
		return { kind: 'panes', top, below, panes };
	}
	// The list takes the cells that its columns can use; prose can be read in fewer.
	const list = clamp(Math.round(size.columns * 0.65) - 54, 50, 80);
	const side = clamp(Math.round(size.columns * 0.22), 44, 70);
	const main: DetailTab = wanted.mainTab;
	return {
		kind: 'panes',
		top,
		below,
		panes: [box('list', list), box(main, size.columns - list - side), box('insights', side)],
	};
}

/** Columns that a modal needs beside the list. */
const leastBeside = 60;

/** The room for a modal about a row of the list: beside the list, which stays in sight, where that is wide enough. */
export function roomBesideList(size: Size, panes: readonly PaneBox[]): Room {
	const [list, ...others] = panes;
	if (list?.pane !== 'list' || others.length === 0 || size.columns - list.width < leastBeside) return size;
	return { columns: size.columns - list.width, rows: size.rows, left: list.width };
}

/** The cells inside a pane's border, if it has one. */
export function inside({ width, height, isBare }: PaneBox): Omit<PaneBox, 'pane' | 'isBare'> {
	return isBare ? { width, height } : { width: width - 2, height: height - 2 };
}

/** True while a message is written: the transcript is then on screen at its end, above the message. */
export function isWriting({ overlays }: Pick<UiState, 'overlays'>): boolean {
	return overlays.some(({ kind }) => kind === 'message');
}

/** The panes to show in a state. */
export function wantedOf(state: UiState): Wanted {
	const { focus, tab, mainTab, zoomed, bare } = state;
	return isWriting(state)
		? { focus: 'transcript', tab: 'transcript', mainTab: 'transcript', zoomed, bare }
		: { focus, tab, mainTab, zoomed, bare };
}
