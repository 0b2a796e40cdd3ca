import { expect, test } from 'vitest';
import type { UiState } from '../../src/state/ui-state.ts';
import { inside, layOut, roomBesideList, smallest } from '../../src/view/geometry.ts';

const wanted: Pick<UiState, 'focus' | 'tab' | 'mainTab' | 'zoomed' | 'bare'> = {
	focus: 'list',
	tab: 'transcript',
	mainTab: 'transcript',
	zoomed: false,
	bare: false,
};
const choices = [
	wanted,
	{ ...wanted, zoomed: true },
	{ ...wanted, focus: 'insights', tab: 'insights', mainTab: 'raw' } as const,
	{ ...wanted, focus: 'raw', tab: 'raw', mainTab: 'raw', zoomed: true } as const,
	{ ...wanted, bare: true },
];

test('the panes fill the terminal exactly, at every size', () => {
	const wrong: string[] = [];
	for (let columns = 1; columns <= 250; columns += 1) {
		for (let rows = 1; rows <= 80; rows += 1) {
			for (const choice of choices) {
				for (const hasBanner of [true, false]) {
					const made = layOut({ columns, rows }, choice, hasBanner);
					const isSmall = columns < smallest.columns || rows < smallest.rows;
					const good =
						made.kind === 'too-small'
							? isSmall
							: !isSmall &&
								made.top === (hasBanner ? 2 : 1) &&
								made.panes.reduce((sum, { width }) => sum + width, 0) === columns &&
								made.panes.every(({ height }) => made.top + height + 1 === rows) &&
								made.panes.every((box) => inside(box).width >= 30 && inside(box).height >= 5) &&
								new Set(made.panes.map(({ pane }) => pane)).size === made.panes.length;
					if (!good) wrong.push(`${columns}×${rows} ${JSON.stringify(choice)} ${JSON.stringify(made)}`);
				}
			}
		}
	}
	expect(wrong.slice(0, 5)).toEqual([]);
});

test('the focused pane is always on screen', () => {
	for (const columns of [60, 84, 85, 159, 160, 250]) {
		for (const focus of ['list', 'transcript', 'insights', 'metadata', 'raw'] as const) {
			for (const zoomed of [true, false]) {
				const tab = focus === 'list' ? 'transcript' : focus;
				const mainTab = tab === 'insights' ? 'transcript' : tab;
				const made = layOut({ columns, rows: 40 }, { focus, tab, mainTab, zoomed, bare: false }, false);
				expect(made.kind === 'panes' ? made.panes.map(({ pane }) => pane) : []).toContain(focus);
			}
		}
	}
});

test('a modal about a row lies beside the list where that leaves it 60 columns, else over the whole screen', () => {
	for (let columns = 60; columns <= 250; columns += 1) {
		for (const choice of choices) {
			const size = { columns, rows: 24 };
			const made = layOut(size, choice, false);
			const panes = made.kind === 'panes' ? made.panes : [];
			const room = roomBesideList(size, panes);
			const list = panes.find(({ pane }) => pane === 'list');
			const beside = list === undefined ? 0 : columns - list.width;
			expect(room).toEqual(beside < 60 ? size : { columns: beside, rows: 24, left: list?.width });
		}
	}
	const wide = { columns: 120, rows: 40 };
	const made = layOut(wide, wanted, false);
	expect(made.kind === 'panes' && roomBesideList(wide, made.panes)).toEqual({
		columns: 64,
		rows: 40,
		left: 56,
	});
});
