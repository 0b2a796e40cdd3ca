import { describe, expect, test } from 'vitest';
import { actedOn, isAsking } from '../../src/state/acted-on.ts';
import { askDialog, moveDialogFocus } from '../../src/state/dialog.ts';
import { noMarks } from '../../src/state/marks.ts';
import { conflictDraft } from '../../src/state/metadata/conflict-draft.ts';
import { editDraft, type MetadataDraft, type MetadataStep } from '../../src/state/metadata/metadata-draft.ts';
import type { Overlay } from '../../src/state/overlay.ts';
import { areaOf } from '../../src/state/typing/text-area.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';

const under = (...overlays: readonly Overlay[]): UiState => ({ ...initialState, overlays });
const { dialog } = askDialog({ ask: { what: 'quit' }, title: 'Quit?', lines: [], verb: 'Quit' });
const other = askDialog({ ask: { what: 'quit' }, title: 'Quit?', lines: [], verb: 'Quit' });
const draft = editDraft({ id: 'a', name: null, metadata: { tier: 'gold' } });
const metadata = (step: MetadataStep | null, of: MetadataDraft = draft): Overlay => ({
	kind: 'metadata',
	draft: { ...of, step },
});
const area = (text: string): MetadataStep => ({
	kind: 'area',
	of: { newKey: 'k' },
	area: areaOf(text),
});
const guard: MetadataStep = { kind: 'guard', keys: ['assistant_id'], next: { kind: 'send' } };
const views = (selected: number, isDeleting: boolean): Overlay => ({
	kind: 'views',
	draft: { selected, isDeleting },
});
const palette = (text: string, caret: number, selected: number): Overlay => ({
	kind: 'palette',
	editor: { text, caret },
	selected,
});
const config = (selected: number): Overlay => ({
	kind: 'config',
	draft: { files: ['a', 'b'].map((path) => ({ path, trouble: null, lines: [] })), selected },
});
const conflict = (id: string): Overlay => ({
	kind: 'conflict',
	draft: conflictDraft({ id, base: {}, mine: {} }, 'Refund', {}, { merged: {}, conflicts: [], fromThem: [] }),
});
const editor = { text: 'x', caret: 1 };

describe('a key acts on', () => {
	test.each<[string, UiState, UiState]>([
		['the focus', initialState, { ...initialState, focus: 'raw' }],
		['the conversation', initialState, { ...initialState, selectedId: 'a' }],
		['the marks', initialState, { ...initialState, marks: { ...noMarks, ids: new Set() } }],
		['the second Ctrl-c', initialState, { ...initialState, quitArmed: true }],
		['the overlay', under(), under({ kind: 'help', top: 0 })],
		['the question', under({ kind: 'dialog', dialog }), under(other)],
		[
			'the button',
			under({ kind: 'dialog', dialog }),
			under({ kind: 'dialog', dialog: moveDialogFocus(dialog, 1) }),
		],
		[
			'the edited conversation',
			under(metadata(null)),
			under(metadata(null, editDraft({ id: 'b', name: null, metadata: {} }))),
		],
		['the open step', under(metadata(null)), under(metadata(guard))],
		['the typed command', under(palette('a', 1, 0)), under(palette('b', 1, 0))],
		['the chosen command', under(palette('a', 1, 0)), under(palette('a', 1, 1))],
		['the saved view', under(views(0, false)), under(views(1, false))],
		['the question about a saved view', under(views(0, false)), under(views(0, true))],
		[
			'the kind of record',
			under({ kind: 'records', draft: { what: 'trash', selected: 'a', shownTop: null } }),
			under({ kind: 'records', draft: { what: 'journal', selected: 'a', shownTop: null } }),
		],
		[
			'the record',
			under({ kind: 'records', draft: { what: 'trash', selected: 'a', shownTop: null } }),
			under({ kind: 'records', draft: { what: 'trash', selected: 'b', shownTop: null } }),
		],
		[
			'the batch',
			under({ kind: 'batch', batchId: 'a', selected: null }),
			under({ kind: 'batch', batchId: 'b', selected: null }),
		],
		['the file', under(config(0)), under(config(1))],
		[
			'the conversation of a message',
			under({ kind: 'message', id: 'a' }),
			under({ kind: 'message', id: 'b' }),
		],
		['the failed save', under(conflict('a')), under(conflict('b'))],
		['the conversation of invalid JSON', under({ kind: 'json', id: 'a' }), under({ kind: 'json', id: 'b' })],
		[
			'the purpose of a prompt',
			under({ kind: 'prompt', purpose: 'find', editor }),
			under({ kind: 'prompt', purpose: 'open', editor }),
		],
	])('%s', (_, a, b) => {
		expect(actedOn(a)).not.toBe(actedOn(b));
		expect(actedOn({ ...a })).toBe(actedOn(a));
	});

	test.each<[string, UiState, UiState]>([
		['notices', initialState, { ...initialState, notice: { tone: 'good', text: 'Saved.' } }],
		['scrolling help', under({ kind: 'help', top: 0 }), under({ kind: 'help', top: 5 })],
		[
			'typing into a prompt',
			under({ kind: 'prompt', purpose: 'find', editor }),
			under({ kind: 'prompt', purpose: 'find', editor: { text: 'y', caret: 0 } }),
		],
		['typing a value', under(metadata(area('x'))), under(metadata(area('xy')))],
		['moving the caret of a command', under(palette('a', 1, 0)), under(palette('a', 0, 0))],
	])('nothing else after %s', (_, a, b) => {
		expect(actedOn(a)).toBe(actedOn(b));
	});
});

test.each<[string, UiState, boolean]>([
	['no overlay', under(), false],
	['help', under({ kind: 'help', top: 0 }), false],
	['a question', under({ kind: 'dialog', dialog }), true],
	['a question below help', under({ kind: 'dialog', dialog }, { kind: 'help', top: 0 }), false],
	['saved views', under(views(0, false)), false],
	['saved views that ask', under(views(0, true)), true],
	['metadata', under(metadata(null)), false],
	['a value', under(metadata(area('x'))), false],
	['a guarded key', under(metadata(guard)), true],
	['a review', under(metadata({ kind: 'diff', top: 0 })), false],
])('early keys are no answer to: %s (%#)', (_, state, expected) => {
	expect(isAsking(state)).toBe(expected);
});
