import { expect, test } from 'vitest';
import type { SavedView } from '../../src/filter/saved-views.ts';
import { withViews } from '../../src/state/keep-chosen-saved-view.ts';
import type { Overlay } from '../../src/state/overlay.ts';

const view = (id: string, name = id, queryText = `name:${name}`): SavedView => ({
	id,
	name,
	queryText,
	order: '',
	alert: null,
});
const saved = (...views: readonly SavedView[]) => ({ views, startId: null });
const [a, b, c] = [view('a'), view('b'), view('c')];

test.each<[string, readonly SavedView[], number, readonly SavedView[], number, boolean]>([
	['stays on its view when one above it goes', [a, b, c], 1, [b, c], 0, true],
	['stays on its view when one is added above', [a, b], 1, [c, a, b], 2, true],
	['stays on a view that was renamed', [a, b], 1, [c, a, view('b', 'other')], 2, true],
	['stays on a view that was changed', [a, b], 1, [c, view('b', 'b', 'after:1h')], 1, true],
	['finds its view under the id of another program', [a, b], 1, [view('b', 'a'), view('x', 'b')], 1, true],
	[
		'prefers its own among views of the same name',
		[view('x', 'n'), view('y', 'n')],
		1,
		[view('z', 'n'), view('y', 'n')],
		1,
		true,
	],
	[
		'knows its view by more than its id and name',
		[a, b],
		1,
		[view('b', 'b', 'id:x'), view('x', 'b')],
		1,
		true,
	],
	[
		'knows its view by more than its id and filter',
		[a, b],
		1,
		[view('b', 'c', 'name:b'), view('x', 'b')],
		1,
		true,
	],
	['stays at its place when its view is gone, and asks nothing', [a, b, c], 1, [a, c], 1, false],
	['moves up from the end, and asks nothing', [a, b], 1, [a], 0, false],
	['is on nothing without views, and asks nothing', [a], 0, [], 0, false],
	['that was on nothing stays in the list, and asks nothing', [], 3, [a, b], 1, false],
])('the cursor of the saved views %s', (_, before, selected, after, to, isDeleting) => {
	const help: Overlay = { kind: 'help', top: 3 };
	const open: Overlay = { kind: 'views', draft: { selected, isDeleting: true } };
	expect(withViews({ saved: saved(...before), overlays: [help, open] }, saved(...after))).toEqual({
		saved: saved(...after),
		overlays: [help, { kind: 'views', draft: { selected: to, isDeleting } }],
	});
});
