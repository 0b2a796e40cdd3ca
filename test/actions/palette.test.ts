import { describe, expect, test } from 'vitest';
import { type Action, rowsIn } from '../../src/actions/action.ts';
import { actionsNamed, paletteActions } from '../../src/actions/palette.ts';
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
		expect(ids).toContain('mark.all');
		expect(ids).not.toContain('list.next');
		expect(ids).not.toContain('signal.next');
		expect(ids).not.toContain('palette.open');
		expect(ids).not.toContain('transcript.fold');
		expect(offered('', 'transcript')).toContain('transcript.fold');
		expect(new Set(ids).size).toBe(ids.length);
	});

	test.each([
		['meta', 'pane.metadata'],
		['quit', 'program.quit'],
		['exit', 'program.quit'],
		['REFRESH ALL', 'refresh.all'],
		['refresh', 'refresh.pane'],
		['reload', 'refresh.pane'],
		['sort', 'list.sort'],
		['order', 'list.attention'],
		['help', 'help.open'],
		['open id', 'open.by-id'],
		['batches', 'batches.open'],
		['runs', 'batches.open'],
		['export', 'conversation.export'],
		['delete', 'conversation.delete'],
		['remove', 'conversation.delete'],
		['theme', 'config.show'],
		['settings', 'config.show'],
		['undo', 'metadata.undo'],
		['mark', 'mark.toggle'],
		['mark all', 'mark.all'],
		['mark done', 'conversation.done'],
		['filter', 'filter.open'],
		['search', 'find.start'],
		['save', 'views.open'],
		['tag', 'metadata.edit'],
		['reply', 'message.open'],
		['live', 'live.toggle'],
		['trash', 'trash.open'],
	])('“%s” finds %s first', (text, id) => {
		expect(offered(text)[0]).toBe(id);
	});

	test('“copy” finds an action that copies or exports first', () => {
		expect(offered('copy')[0]).toMatch(/^copy\.|export$/);
	});

	test.each(['qqqqq', 'zzqx', 'xv', 'quit zzqx', '~~~'])('“%s” finds nothing', (text) => {
		expect(offered(text)).toEqual([]);
	});

	test('a word with one wrong letter finds what it was meant for, but never before a word that is there', () => {
		expect(offered('deleet')[0]).toBe('conversation.delete');
		expect(offered('expotr')).toContain('conversation.export');
		expect(offered('pane')).not.toContain('conversation.delete');
	});

	test('other words belong to one action of the panes each, and none repeats its title', () => {
		const all = actions.flatMap(({ words = [] }) => words);
		expect(all.filter((word, at) => all.indexOf(word) !== at)).toEqual([]);
		for (const { title, words = [] } of actions)
			for (const word of words) expect(title.toLowerCase().split(/\W+/)).not.toContain(word);
	});
});

describe('the order of actions by name', () => {
	const action = (id: string, title: string, words?: readonly string[]): Action => ({
		...rowsIn('a', 'Program', 'app')(id, title, [], () => undefined),
		...(words === undefined ? {} : { words }),
	});
	const named = (text: string, ...all: readonly Action[]) =>
		actionsNamed(text, all).map(({ id }) => id.slice(2));

	test('whole words come before starts of words, those before other parts', () => {
		const all = [action('x', 'Renext it'), action('y', 'Nextly'), action('z', 'Find next')];
		expect(named('next', ...all)).toEqual(['z', 'y', 'x']);
	});

	test('beginnings of titles come before other words, those before the rest of a title', () => {
		const all = [action('x', 'Do not quit'), action('y', 'Leave', ['quit']), action('z', 'Quit')];
		expect(named('quit', ...all)).toEqual(['z', 'y', 'x']);
	});

	test('every term must be there, in any order', () => {
		const all = [action('x', 'Open the trash'), action('y', 'Open the journal')];
		expect(named('trash open', ...all)).toEqual(['x']);
	});

	test('without text, it is the order of the table', () => {
		const all = [action('x', 'B'), action('y', 'A')];
		expect(named(' ', ...all)).toEqual(['x', 'y']);
	});
});
