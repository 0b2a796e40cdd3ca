import { describe, expect, test } from 'vitest';
import type { Action, ActionContext, ScopeName } from '../../src/actions/action.ts';
import { bindKeys } from '../../src/actions/bindings.ts';
import { pressStroke, runAction, typeText } from '../../src/actions/router.ts';
import { actions } from '../../src/actions/table.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { askDialog } from '../../src/state/dialog.ts';
import type { Overlay } from '../../src/state/overlay.ts';
import { createUiStore } from '../../src/state/store.ts';
import type { UiState } from '../../src/state/ui-state.ts';

const prompt: Overlay = { kind: 'prompt', purpose: 'open', editor: { text: '', caret: 0 } };

/** A table with one action more, a context over a real store, and the names of what was done. */
function setUp(start: Partial<UiState> = {}, more: readonly Action[] = [], readOnly: string | null = null) {
	const done: string[] = [];
	const store = createUiStore(start);
	const note = (what: string) => () => void done.push(what);
	const context: ActionContext = {
		state: store.getState,
		view: () => ({
			shown: ['list', 'transcript'],
			listIds: ['a', 'b', 'c'],
			listHeight: 10,
			openId: null,
			signals: null,
			conversationOf: () => null,
			detail: () => null,
			hits: [],
			metadataKeys: [],
			refusals: [],
			lineOfHit: () => null,
			area: null,
			editor: null,
			records: null,
			help: { lineCount: 0, height: 10 },
		}),
		dispatch: store.dispatch,
		readOnly,
		language: () => ({
			context: { now: instantFromMillis(0), zone: () => 0 },
			known: { assistants: new Map(), metadataKeys: [], valuesOf: () => [] },
		}),
		services: {
			conversations: { trashDays: 30, remove: (id) => done.push(`delete ${id}`) },
			refresh: (pane) => done.push(`refresh ${pane}`),
			refreshAll: note('refresh all'),
			jump: (text) => done.push(`open ${text}`),
			outside: {
				editField: note('edit the field'),
				editMetadata: (id) => done.push(`edit ${id} as JSON`),
			},
			done: { note: (reaches) => done.push(`done ${reaches.size}`) },
			messages: { send: (id) => done.push(`send to ${id}`) },
			metadata: { save: ({ id }) => done.push(`save ${id}`), create: note('create') },
			trash: {
				export: (name, path) => done.push(`export ${name} to ${path}`),
				restore: (name) => done.push(`restore ${name}`),
				stop: (name) => done.push(`stop restoring ${name}`),
				check: (name) => done.push(`check ${name}`),
				refresh: note('refresh the records'),
			},
			runs: {
				start: (task, ids) => done.push(`run ${task.kind} on ${ids.length}`),
				end: note('end the run'),
				read: note('read the runs'),
				settle: (runId) => done.push(`settle ${runId}`),
				again: (runId, again) => done.push(`${again} of ${runId} again`),
				markAll: note('mark all'),
				endAndQuit: note('end and quit'),
			},
			watches: { hasCommand: true, latest: () => null },
			suspend: note('suspend'),
			redraw: note('redraw'),
			quit: note('quit'),
		},
		perform: (id) => done.push(`perform ${id}`),
		paletteIds: () => [],
	};
	const bindings = bindKeys([...more, ...actions]);
	const press = (...strokes: readonly string[]) => {
		for (const stroke of strokes) pressStroke(stroke, context, bindings);
	};
	return { done, store, context, press };
}

/** What stands in the prompt on top. */
function typed(state: UiState): string | null {
	const top = state.overlays.at(-1);
	return top?.kind === 'prompt' ? top.editor.text : null;
}

describe('the router', () => {
	test('a field on top takes every printable key first', () => {
		const { store, done, press } = setUp({ overlays: [prompt] });
		press('q', 'j', ':', '?', 'Space', 'G', '1');
		expect(typed(store.getState())).toBe('qj:? G1');
		expect(done).toEqual([]);
	});

	test('keys that are no text still act in a field', () => {
		const { store, press } = setUp({ overlays: [prompt] });
		press('a', 'b', 'Left', 'Backspace', 'End', 'c');
		expect(typed(store.getState())).toBe('bc');
	});

	test('the nearest scope wins, and only one action runs', () => {
		const ran: ScopeName[] = [];
		const extra = (['list', 'app', 'global'] as const).map(
			(scope): Action => ({
				id: `${scope}.extra`,
				title: 'extra',
				group: 'Program',
				scope,
				keys: ['Ctrl-y'],
				mutates: false,
				run: () => void ran.push(scope),
			}),
		);
		const { store, press } = setUp({}, extra);
		press('Ctrl-y');
		store.dispatch({ type: 'focus', pane: 'raw' });
		press('Ctrl-y');
		store.dispatch({ type: 'overlay-open', overlay: prompt });
		press('Ctrl-y');
		expect(ran).toEqual(['list', 'app', 'global']);
	});

	test('what cannot be done now says why, and is not done', () => {
		const { store, done, press } = setUp();
		press('n');
		expect(store.getState().notice).toEqual({
			tone: 'warn',
			text: 'Nothing is being searched for: press / first.',
		});
		expect(done).toEqual([]);
	});

	test('a key of two strokes waits for its second, and anything but a letter drops it', () => {
		const { store, press, done } = setUp({ focus: 'transcript' });
		press(']');
		expect(store.getState().prefix).toBe(']');
		press(']');
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'insights' });
		press('[', 't');
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'transcript' });
		press(']', 'Esc');
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'transcript' });
		press(']', 'q');
		expect(done).toEqual([]);
		expect(store.getState().notice?.text).toContain(']q does nothing; there are ');
		press(']', 'Tab');
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'list' });
	});

	test('a first stroke that the user gave to an action alone waits for nothing', () => {
		const { context, store } = setUp({ focus: 'transcript' });
		pressStroke(']', context, bindKeys(actions, { 'pane.next-tab': [']'] }));
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'insights' });
	});

	test('a notice goes with the next key, whether that does anything or not', () => {
		const { store, press } = setUp({ notice: { tone: 'good', text: 'done' } });
		press('F12');
		expect(store.getState().notice).toBeNull();
	});

	test('Esc and a key that came fused are two keys, where Alt means nothing', () => {
		const { store, press } = setUp({ focus: 'transcript', selectedId: 'a' });
		press('Alt-j');
		expect(store.getState()).toMatchObject({ focus: 'list', selectedId: 'b' });
	});

	test('in a field Alt moves by words, and an Alt that means nothing loses nothing of what was typed', () => {
		const { store, press } = setUp({ overlays: [{ ...prompt, editor: { text: 'one two', caret: 7 } }] });
		press('Alt-b', 'x');
		expect(typed(store.getState())).toBe('one xtwo');
		press('Alt-j');
		expect(typed(store.getState())).toBe('one xtwo');
	});

	test('Ctrl-c twice quits from anywhere; another key in between calls it off', () => {
		for (const overlays of [[], [prompt]]) {
			const { done, press } = setUp({ overlays });
			press('Ctrl-c', 'Left', 'Ctrl-c');
			expect(done).toEqual([]);
			press('Ctrl-c');
			expect(done).toEqual(['quit']);
		}
	});

	test('a letter typed between two Ctrl-c calls the quitting off too', () => {
		const { done, press } = setUp({ overlays: [prompt] });
		press('Ctrl-c', 'x', 'Ctrl-c');
		expect(done).toEqual([]);
	});

	test('Esc never quits, however often it is pressed', () => {
		const { done, press } = setUp({ focus: 'raw', zoomed: true });
		press('Esc', 'Esc', 'Esc', 'Esc');
		expect(done).toEqual([]);
	});

	test('pasted text is taken by a field alone', () => {
		const open = setUp({ overlays: [prompt] });
		typeText('q\nq', open.context);
		expect(typed(open.store.getState())).toBe('q q');
		const closed = setUp();
		typeText('q', closed.context);
		expect(closed.done).toEqual([]);
		expect(closed.store.getState().notice?.text).toContain('not taken');
		typeText(' +1 (312) 867-5309\n', closed.context);
		expect(closed.done).toEqual(['open +1 (312) 867-5309']);
	});

	test('Enter in a prompt gives its text, blanks at the ends taken off', () => {
		const { store, done, press } = setUp({
			overlays: [{ ...prompt, editor: { text: '  id 1 ', caret: 0 } }],
		});
		press('Enter');
		expect(done).toEqual(['open id 1']);
		expect(store.getState().overlays).toEqual([]);
	});

	describe('read-only', () => {
		const started = 'started with --read-only';
		const writing = actions.filter(({ mutates }) => mutates).map((action) => [action.id, action] as const);

		test.each(writing)('%s says why, before anything else is asked of it', (_, action) => {
			const { context, store, done } = setUp({}, [], started);
			runAction({ ...action, disabled: () => expect.unreachable('it was asked') }, context);
			expect(store.getState().notice?.text).toBe('Read-only: started with --read-only');
			expect(store.getState().overlays).toEqual([]);
			expect(done).toEqual([]);
		});

		test('what only reads, or keeps things on this machine, goes on', () => {
			const { store, done, press } = setUp({ selectedId: 'a' }, [], started);
			press('j', 'r', '?');
			expect(store.getState()).toMatchObject({ selectedId: 'b', notice: null, overlays: [{ kind: 'help' }] });
			expect(done).toEqual(['refresh list']);
		});
	});

	describe('a question', () => {
		const ask = { what: 'delete', id: 'a', title: 'A' } as const;
		const asked = (mustType?: string) =>
			askDialog({
				ask,
				title: '',
				lines: [],
				verb: 'Delete',
				...(mustType === undefined ? {} : { mustType }),
			});

		test.each([
			['y', ['delete a']],
			['Enter', []],
			['Tab Enter', ['delete a']],
			['Right Left Enter', []],
			['D', []],
			['n', []],
			['Esc', []],
			['q', []],
			['Tab Tab Enter', []],
		])('%s', (keys, expected) => {
			const { done, press, store } = setUp({ overlays: [asked()] });
			press(...keys.split(' '));
			expect(done).toEqual(expected);
			expect(store.getState().overlays).toHaveLength(keys === 'D' ? 1 : 0);
		});

		test.each([
			['3 7 Enter', ['delete a']],
			['y Enter', []],
			['3 Enter', []],
			['Tab y', []],
			['3 7 Tab Enter', []],
			['3 7 Tab y', ['delete a']],
			['3 Left 7 Enter', []],
			['n Backspace 3 7 Tab Tab Enter', ['delete a']],
			['Esc', []],
		])('where 37 must be typed: %s', (keys, expected) => {
			const { done, press } = setUp({ overlays: [asked('37')] });
			press(...keys.split(' '));
			expect(done).toEqual(expected);
		});

		test('says what is to be typed where it was not', () => {
			const { press, store } = setUp({ overlays: [asked('37')] });
			press('3', 'Enter');
			expect(store.getState().notice?.text).toBe('Delete: type 37 into the field first. Nothing was done.');
		});
	});
});
