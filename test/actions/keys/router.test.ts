import { describe, expect, test } from 'vitest';
import type { Action, ScopeName } from '../../../src/actions/action.ts';
import { bindKeys } from '../../../src/actions/keys/bindings.ts';
import { askAboutKey, pressStroke, runAction, typeText } from '../../../src/actions/keys/router.ts';
import { actions } from '../../../src/actions/table.ts';
import { askDialog } from '../../../src/state/dialog.ts';
import type { UiEvent } from '../../../src/state/events.ts';
import type { Overlay } from '../../../src/state/overlay.ts';
import { editorOf } from '../../../src/state/typing/line-editor.ts';
import { emptyMessage } from '../../../src/state/typing/message-draft.ts';
import { initialState, type UiState } from '../../../src/state/ui-state.ts';
import { recordingContext } from '../recording-context.ts';

const prompt: Overlay = { kind: 'prompt', purpose: 'open', editor: { text: '', caret: 0 } };

/** A recording context with extra actions in the table, and a function that presses keys. */
function setUp(start: Partial<UiState> = {}, more: readonly Action[] = [], readOnly: string | null = null) {
	const recording = recordingContext({ selectedId: 'a', ...start }, readOnly);
	const bindings = bindKeys([...more, ...actions]);
	const press = (...strokes: readonly string[]) => {
		for (const stroke of strokes) pressStroke(stroke, recording.context, bindings);
	};
	return { ...recording, press };
}

/** The text in the prompt on top; null without a prompt. */
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

	test('keys without text still act in a field', () => {
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

	test('an unavailable action shows its reason and does not run', () => {
		const { store, done, press } = setUp();
		press('n');
		expect(store.getState().notice).toEqual({
			tone: 'warn',
			text: 'There is no search. Press / to start one.',
		});
		expect(done).toEqual([]);
	});

	test('a two-stroke key waits for its second stroke; any other key cancels it', () => {
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
		expect(store.getState().notice?.text).toContain(']q has no action. Available: ');
		press(']', 'Tab');
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'list' });
	});

	test('a first stroke bound to an action by the user acts at once', () => {
		const { context, store } = setUp({ focus: 'transcript' });
		pressStroke(']', context, bindKeys(actions, { 'pane.next-tab': [']'] }));
		expect(store.getState()).toMatchObject({ prefix: null, focus: 'insights' });
	});

	test('the next key clears a notice, whether or not it has an action', () => {
		const { store, press } = setUp({ notice: { tone: 'good', text: 'done' } });
		press('F12');
		expect(store.getState().notice).toBeNull();
	});

	test('Esc fused with a key is two keys where Alt has no binding', () => {
		const { store, press } = setUp({ focus: 'transcript', selectedId: 'a' });
		press('Alt-j');
		expect(store.getState()).toMatchObject({ focus: 'list', selectedId: 'b' });
	});

	test('in a field Alt moves by words, and an unbound Alt keeps the typed text', () => {
		const { store, press } = setUp({ overlays: [{ ...prompt, editor: { text: 'one two', caret: 7 } }] });
		press('Alt-b', 'x');
		expect(typed(store.getState())).toBe('one xtwo');
		press('Alt-j');
		expect(typed(store.getState())).toBe('one xtwo');
	});

	test('Ctrl-c twice quits from anywhere; another key in between cancels', () => {
		for (const overlays of [[], [prompt]]) {
			const { done, press } = setUp({ overlays });
			press('Ctrl-c', 'Left', 'Ctrl-c');
			expect(done).toEqual([]);
			press('Ctrl-c');
			expect(done).toEqual(['quit']);
		}
	});

	test('a letter typed between two Ctrl-c also cancels quitting', () => {
		const { done, press } = setUp({ overlays: [prompt] });
		press('Ctrl-c', 'x', 'Ctrl-c');
		expect(done).toEqual([]);
	});

	test('Esc never quits, however often it is pressed', () => {
		const { done, press } = setUp({ focus: 'raw', zoomed: true });
		press('Esc', 'Esc', 'Esc', 'Esc');
		expect(done).toEqual([]);
	});

	test('only a field takes pasted text', () => {
		const open = setUp({ overlays: [prompt] });
		typeText('q\nq', open.context);
		expect(typed(open.store.getState())).toBe('q q');
		const closed = setUp();
		typeText('q', closed.context);
		expect(closed.done).toEqual([]);
		expect(closed.store.getState().notice?.text).toContain('Paste ignored');
		typeText(' +1 (312) 867-5309\n', closed.context);
		expect(closed.done).toEqual(['open +1 (312) 867-5309']);
	});

	test('Enter in a prompt submits its text without blanks at the ends', () => {
		const { store, done, press } = setUp({
			overlays: [{ ...prompt, editor: { text: '  id 1 ', caret: 0 } }],
		});
		press('Enter');
		expect(done).toEqual(['open id 1']);
		expect(store.getState().overlays).toEqual([]);
	});

	describe('read-only', () => {
		const started = 'started with --read-only';
		const writing = actions
			.filter(({ mutates }) => mutates === true)
			.map((action) => [action.id, action] as const);

		test.each(writing)('%s shows the reason before any other check', (_, action) => {
			const { context, store, done } = setUp({}, [], started);
			runAction({ ...action, disabled: () => expect.unreachable('it was asked') }, context);
			expect(store.getState().notice?.text).toBe('Read-only: started with --read-only');
			expect(store.getState().overlays).toEqual([]);
			expect(done).toEqual([]);
		});

		test('the key that all forms share shows it in a form that writes', () => {
			const { store, done, press } = setUp(
				{ overlays: [{ kind: 'message', id: 'a' }], messages: new Map([['a', emptyMessage]]) },
				[],
				started,
			);
			press('Ctrl-x');
			expect(store.getState().notice?.text).toBe('Read-only: started with --read-only');
			expect(done).toEqual([]);
		});

		test('actions that only read or store on this machine still run', () => {
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

		test('asks for the missing text', () => {
			const { press, store } = setUp({ overlays: [asked('37')] });
			press('3', 'Enter');
			expect(store.getState().notice?.text).toBe(
				'Delete: first type 37 into the field. Nothing was done yet.',
			);
		});
	});
});

describe('ask about key', () => {
	const key = 'KEYFEDCBA9876543210FEDCBA9876543210_zZ9yX8wV7uT6sR5qP4oN3m';

	/** The events of asking about an action in a state; empty if there is no question. */
	function askedIn(state: Partial<UiState>, id: string): readonly UiEvent[] {
		const action = actions.find((one) => one.id === id);
		if (action === undefined) throw new Error(`there is no action ${id}`);
		const events: UiEvent[] = [];
		askAboutKey(action, {
			state: () => ({ ...initialState, ...state }),
			dispatch: (event) => events.push(event),
		});
		return events;
	}

	const line: Overlay = { kind: 'query', draft: { editor: editorOf(`name~${key}`), selected: -1 } };
	const prompt = (purpose: 'open' | 'tag' | 'export-path' | 'view-new' | 'find' | 'narrow'): Overlay => ({
		kind: 'prompt',
		purpose,
		editor: editorOf(`a=${key}`),
	});

	test.each([
		['a query text', { overlays: [line] }, 'query.apply'],
		['an id', { overlays: [prompt('open')] }, 'prompt.submit'],
		['a tag', { overlays: [prompt('tag')] }, 'prompt.submit'],
		['the name of a file', { overlays: [prompt('export-path')] }, 'prompt.submit'],
		['the name of a view', { overlays: [prompt('view-new')] }, 'prompt.submit'],
		['a search that the server is asked for', { narrowedTo: key }, 'list.ask-server'],
		['… while it is typed', { narrowedTo: key, overlays: [prompt('narrow')] }, 'prompt.ask-server'],
	])('text of a key’s shape is asked about: %s', (_, state, id) => {
		const [event] = askedIn(state, id);
		expect(event).toMatchObject({
			type: 'overlay-open',
			overlay: { dialog: { ask: { what: 'typed-key', actionId: id }, focus: 'cancel' } },
		});
		expect(JSON.stringify(event)).not.toContain(key.slice(8, 30));
	});

	test.each([
		['a search on this machine', { overlays: [prompt('find')] }, 'prompt.submit'],
		['… in the list', { overlays: [prompt('narrow')] }, 'prompt.submit'],
		['leaving the field', { overlays: [line] }, 'draft.leave'],
		['the caret', { overlays: [line] }, 'field.left'],
		['an action without a field', {}, 'filter.clear'],
	])('nothing is asked about %s', (_, state, id) => {
		expect(askedIn(state, id)).toEqual([]);
	});

	test('every action of a field either takes the text or leaves it in the field', () => {
		const typing: readonly ScopeName[] = [
			'query',
			'prompt',
			'step',
			'input',
			'editor',
			'message',
			'palette',
			'form',
		];
		const takes = actions
			.filter(({ scope }) => typing.includes(scope))
			.filter(
				({ id }) =>
					!/\.(?:complete|next|previous|cancel|back|fill|operator|editor|role|role-back|leave|close)$/.test(
						id,
					),
			)
			.map(({ id }) => id);
		// The palette's text names an action and is not sent.
		expect(takes.filter((id) => id !== 'palette.run').sort()).toEqual(
			[
				'form.send',
				'input.take',
				'prompt.ask-server',
				'prompt.submit',
				'query.apply',
				'query.as-rows',
				'step.take',
			].sort(),
		);
	});
});
