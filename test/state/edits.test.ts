import { describe, expect, test } from 'vitest';
import { type EditEvent, type Edits, editKey, noEdits, reduceEdits } from '../../src/state/edits.ts';
import { createDraft, editDraft, type MetadataDraft } from '../../src/state/metadata/metadata-draft.ts';
import { askNewKey } from '../../src/state/metadata/metadata-edit.ts';

const editsAfter = (...events: readonly EditEvent[]): Edits => events.reduce(reduceEdits, noEdits);
const draft = askNewKey(editDraft({ id: 'a', name: null, metadata: { tier: 'gold' } }));

describe('the edits of a session', () => {
	test('a kept edit opens again in its field with the text so far, until it is dropped', () => {
		const kept = editsAfter({ type: 'edit-keep', draft });
		expect([...kept.kept]).toEqual([['edit a', draft]]);
		expect(reduceEdits(kept, { type: 'edit-drop', target: draft.target }).kept.size).toBe(0);
		expect(
			reduceEdits(kept, { type: 'edit-drop', target: { kind: 'create', name: '', metadata: {} } }).kept,
		).toEqual(kept.kept);
	});

	test('a kept edit opens again without a question', () => {
		const asking: MetadataDraft = { ...draft, step: { kind: 'diff', top: 3 } };
		expect([...editsAfter({ type: 'edit-keep', draft: asking }).kept.values()]).toEqual([
			{ ...draft, step: null },
		]);
	});

	test('a kept edit of values that were not saved has them as its own change', () => {
		const kept = editsAfter(
			{ type: 'edit-keep', draft },
			{ type: 'edit-keep', draft: createDraft('', {}) },
			{ type: 'edit-unsaved', unsaved: { id: 'a', base: {}, mine: { tier: 'gold' } } },
		).kept;
		expect([...kept.keys()]).toEqual(['edit a', 'create']);
		expect(kept.get('edit a')).toMatchObject({ base: {}, rows: [{ key: 'tier', value: 'gold', was: null }] });
	});

	test('an edit and a new conversation are kept beside each other', () => {
		const { target } = createDraft('', {});
		expect([editKey(target), editKey({ kind: 'edit', id: 'create' })]).toEqual(['create', 'edit create']);
	});

	test('metadata counts as being saved until the save ends', () => {
		const saving = editsAfter({ type: 'edit-saving', id: 'a', metadata: { tier: 'gold' } });
		expect([...saving.saving]).toEqual([['a', { tier: 'gold' }]]);
		expect(reduceEdits(saving, { type: 'edit-saving', id: 'a', metadata: null }).saving.size).toBe(0);
	});

	test('conversations being made are counted up and down', () => {
		const two = [1, 1].map((): EditEvent => ({ type: 'edit-making', by: 1 }));
		expect(editsAfter(...two).making).toBe(2);
		expect(editsAfter(...two, { type: 'edit-making', by: -1 }).making).toBe(1);
	});

	test('the latest 200 writes can be undone, each once', () => {
		const changes = Array.from({ length: 202 }, (_, index) => ({ id: `${index}`, before: {}, after: {} }));
		const done = editsAfter(...changes.map((change): EditEvent => ({ type: 'edit-done', change })));
		expect(done.undoable).toEqual(changes.slice(2));
		const last = changes[201] ?? { id: '', before: {}, after: {} };
		expect(reduceEdits(done, { type: 'edit-undone', change: last }).undoable).toEqual(changes.slice(2, 201));
	});

	test('the latest 50 pinned conversations stay in the list, each once, the latest first', () => {
		const pin = (id: string, isHidden = false): EditEvent => ({ type: 'pin', pinned: { id, isHidden } });
		const ids = Array.from({ length: 51 }, (_, index) => `${index}`);
		const pinned = editsAfter(...ids.map((id) => pin(id)));
		expect(pinned.pinned.map(({ id }) => id)).toEqual(ids.slice(1).reverse());
		const again = reduceEdits(pinned, pin('7', true)).pinned;
		expect(again).toHaveLength(50);
		expect(again[0]).toEqual({ id: '7', isHidden: true });
		expect(reduceEdits(pinned, { type: 'unpin', id: '7' }).pinned.map(({ id }) => id)).not.toContain('7');
	});
});
