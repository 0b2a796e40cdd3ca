import { describe, expect, test } from 'vitest';
import { fuzzyScore, paletteActions } from '../../src/actions/palette.ts';
import { actions } from '../../src/actions/table.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';

const typed = (text: string, focus: UiState['focus'] = 'list'): UiState => ({
	...initialState,
	focus,
	overlays: [{ kind: 'palette', editor: { text, caret: text.length }, selected: 0 }],
});
const offered = (text: string, focus?: UiState['focus']) =>
	paletteActions(typed(text, focus), actions).map(({ id }) => id);

describe('the palette', () => {
	test('offers the actions of the panes below it, without moves and itself', () => {
		const ids = offered('');
		expect(ids).toContain('list.sort');
		expect(ids).toContain('program.quit');
		expect(ids).not.toContain('list.next');
		expect(ids).not.toContain('palette.open');
		expect(ids).not.toContain('transcript.fold');
		expect(offered('', 'transcript')).toContain('transcript.fold');
		expect(new Set(ids).size).toBe(ids.length);
	});

	test.each([
		['meta', 'pane.metadata'],
		['quit', 'program.quit'],
		['REFRESH ALL', 'refresh.all'],
		['sort', 'list.sort'],
		['help', 'help.open'],
		['open id', 'open.by-id'],
		['batches', 'batches.open'],
		['runs', 'batches.open'],
	])('“%s” finds %s first', (text, id) => {
		expect(offered(text)[0]).toBe(id);
	});

	test('letters that no title contains find nothing', () => {
		expect(offered('qqqqq')).toEqual([]);
	});
});

describe('the score', () => {
	test('needs the letters in their order', () => {
		expect(fuzzyScore('abc', 'ac')).toBeGreaterThan(0);
		expect(fuzzyScore('abc', 'ca')).toBe(0);
	});

	test('is higher for whole words and for starts of words', () => {
		expect(fuzzyScore('find next', 'next')).toBeGreaterThan(fuzzyScore('new extra text', 'next'));
		expect(fuzzyScore('go to', 'gt')).toBeGreaterThan(fuzzyScore('agent', 'gt'));
	});
});
