import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyQuery, metadataColumn } from '../../../src/filter/tree.ts';
import type { Overlay } from '../../../src/state/overlay.ts';
import { createUiStore } from '../../../src/state/store.ts';
import { fieldText, guardKeys } from '../../../src/state/typing/key-guard.ts';
import { editorOf } from '../../../src/state/typing/line-editor.ts';
import { emptyMessage } from '../../../src/state/typing/message-draft.ts';
import { holdsSecret } from '../../../src/text/redact.ts';

const key = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';
const prompt = (text: string): Overlay => ({ kind: 'prompt', purpose: 'open', editor: editorOf(text) });
const refused = { tone: 'bad', text: 'This text contains your API key, so nothing was sent or stored.' };

function storeWith(overlay: Overlay) {
	return createUiStore({ overlays: [overlay] }, guardKeys([key]));
}

describe('a field', () => {
	test.each([
		['a paste', [key]],
		['a paste around it', [`see ${key}!`]],
		['letter by letter', [...key]],
		['two halves', [key.slice(0, 20), key.slice(20)]],
	])('takes no key: %s', (_, pieces) => {
		const store = storeWith(prompt(''));
		for (const text of pieces) store.dispatch({ type: 'field-insert', text });
		expect(fieldText(store.getState())).not.toContain(key);
		expect(store.getState().notice).toEqual(refused);
	});

	test('refuses a deletion that would form the key', () => {
		const store = storeWith(prompt(''));
		store.dispatch({ type: 'field-insert', text: `${key.slice(0, 9)}~${key.slice(9)}` });
		for (let at = 0; at < key.length - 9; at++) store.dispatch({ type: 'field-edit', command: 'left' });
		store.dispatch({ type: 'field-edit', command: 'delete-back' });
		expect(fieldText(store.getState())).toContain('~');
		expect(store.getState().notice).toEqual(refused);
	});

	test('with several lines refuses it, also from an external editor', () => {
		const store = storeWith({ kind: 'message', id: 'a' });
		store.dispatch({ type: 'message', id: 'a', draft: emptyMessage });
		store.dispatch({ type: 'field-insert', text: `a\n${key}\nb` });
		store.dispatch({ type: 'field-replace', text: btoa(`Bearer ${key}`) });
		expect(fieldText(store.getState())).toBe('');
	});

	test('refuses a completion that contains it', () => {
		const store = storeWith({ kind: 'query', draft: { editor: editorOf('name~'), selected: 0 } });
		const draft = { editor: editorOf(`name~${key}`), selected: -1 };
		store.dispatch({ type: 'overlay-change', overlay: { kind: 'query', draft } });
		expect(fieldText(store.getState())).toBe('name~');
	});

	test('opens with a key that the server sent, which can be deleted', () => {
		const store = createUiStore({}, guardKeys([key]));
		store.dispatch({ type: 'overlay-open', overlay: prompt(`a ${key}`) });
		store.dispatch({ type: 'field-edit', command: 'delete-back' });
		expect(fieldText(store.getState())).toBe(`a ${key.slice(0, -1)}`);
	});

	test('never contains it, for any typing', () => {
		const step = fc.oneof(
			fc.constantFrom(key, key.slice(0, 25), key.slice(25), 'x', '%4B').map((text) => ({ text })),
			fc
				.constantFrom('left', 'word-left', 'delete-back', 'delete-word', 'end')
				.map((command) => ({ command })),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
				const store = storeWith(prompt(''));
				for (const one of steps) {
					if ('text' in one) store.dispatch({ type: 'field-insert', text: one.text });
					else store.dispatch({ type: 'field-edit', command: one.command as 'left' });
					expect(holdsSecret(fieldText(store.getState()) ?? '', [key])).toBe(false);
				}
			}),
		);
	});
});

describe('stored state', () => {
	const column = metadataColumn('note');
	const filters = [{ kind: 'condition', column, negated: false, operator: 'eq', operand: key } as const];

	test('no filter with the key is requested or remembered', () => {
		const store = createUiStore({}, guardKeys([key]));
		const { query } = store.getState();
		store.dispatch({ type: 'query', query: { ...emptyQuery, filters } });
		store.dispatch({ type: 'query', query: emptyQuery, queryText: `name~${encodeURIComponent(key)}` });
		expect(store.getState()).toMatchObject({ query, recents: [], history: { past: [] }, notice: refused });
	});

	test('no saved view contains it', () => {
		const store = createUiStore({}, guardKeys([key]));
		const { saved } = store.getState();
		const view = { id: 'v', name: key, queryText: '', order: '', alert: null };
		store.dispatch({ type: 'views', saved: { views: [view], startId: null } });
		expect(store.getState().saved).toBe(saved);
	});

	test('saved views without it are saved, and those that have it already can still change', () => {
		const view = { id: 'v', name: 'V', queryText: '', order: '', alert: null };
		const plain = { views: [view], startId: null };
		const store = createUiStore({}, guardKeys([key]));
		store.dispatch({ type: 'views', saved: plain });
		expect(store.getState().saved).toBe(plain);
		const old = { views: [{ ...view, name: key }], startId: null };
		const held = createUiStore({ saved: old }, guardKeys([key]));
		held.dispatch({ type: 'views', saved: { ...old, startId: 'v' } });
		expect(held.getState().saved.startId).toBe('v');
	});

	test('a placeholder key blocks nothing', () => {
		const store = createUiStore({ overlays: [prompt('')] }, guardKeys(['any']));
		store.dispatch({ type: 'field-insert', text: 'any' });
		expect(fieldText(store.getState())).toBe('any');
	});
});
