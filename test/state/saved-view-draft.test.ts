import { expect, test } from 'vitest';
import { type Order, plainColumn } from '../../src/filter/tree.ts';
import { readSavedView } from '../../src/state/saved-view-draft.ts';
import { context } from '../filter/query-text/context.ts';

const current: readonly Order[] = [{ column: plainColumn('id'), direction: 'asc', nulls: null }];
const own: readonly Order[] = [{ column: plainColumn('name'), direction: 'desc', nulls: 'last' }];

test.each<[string, string, readonly Order[]]>([
	['its own order', 'name.desc.nullslast', own],
	['the order of the list if it has none', '', current],
	['the order of the list if its own cannot be read', 'name.sideways', current],
])('a saved view opens in %s', (_, order, expected) => {
	const read = readSavedView(
		{ id: 'v', name: 'V', queryText: 'name:x', order, alert: null },
		context,
		current,
	);
	expect(read).toMatchObject({ ok: true, query: { order: expected } });
});

test('a saved view that cannot be read says where', () => {
	const view = { id: 'v', name: 'V', queryText: 'name:x nothing:y', order: '', alert: null };
	expect(readSavedView(view, context, current)).toMatchObject({ ok: false, position: 7 });
});
