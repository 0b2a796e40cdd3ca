import { describe, expect, test } from 'vitest';
import { scopes } from '../../src/actions/action.ts';
import { filterKnown } from '../../src/actions/filter/filter-step-actions.ts';
import { bindKeys } from '../../src/actions/keys/bindings.ts';
import { isTyping, liveScopes } from '../../src/actions/keys/scopes.ts';
import { actions } from '../../src/actions/table.ts';
import { askDialog } from '../../src/state/dialog.ts';
import { exportDraft } from '../../src/state/exports.ts';
import { draftOf, type FilterDraft } from '../../src/state/filter/filter-draft.ts';
import { askLimit, askNew, oneBack, takeAnswer, typeAnswer } from '../../src/state/filter/filter-steps.ts';
import { conflictDraft } from '../../src/state/metadata/conflict-draft.ts';
import { createDraft } from '../../src/state/metadata/metadata-draft.ts';
import { askNewKey } from '../../src/state/metadata/metadata-edit.ts';
import { type Overlay, openRecordsDraft } from '../../src/state/overlay.ts';
import type { PaneId } from '../../src/state/panes.ts';
import { editorOf } from '../../src/state/typing/line-editor.ts';
import { areaOf } from '../../src/state/typing/text-area.ts';
import { initialState, type UiState } from '../../src/state/ui-state.ts';
import { lineText, lineWidth } from '../../src/text/line.ts';
import { safe, t } from '../../src/text/safe.ts';
import { footerLine } from '../../src/view/footer-line.ts';
import { smallest } from '../../src/view/geometry.ts';
import { recordingContext } from './recording-context.ts';

const bindings = bindKeys(actions);
const language = recordingContext().context.language();
const editor = { text: '', caret: 0 };
const metadata = createDraft('', {});
const longValue = { kind: 'area', of: { newKey: 'k' }, area: areaOf('') } as const;
const exportForm = exportDraft(
	{ ids: ['a'], about: 'A', titles: {}, filter: { queryText: '', query: '' } },
	null,
	'conversations',
);
const overlays: readonly Overlay[] = [
	{ kind: 'help', top: 0 },
	{ kind: 'help', top: 0, search: { editor, isTyping: true } },
	{ kind: 'sort', draft: { order: [], selected: 0, attention: null } },
	{ kind: 'copy', draft: { id: 'a', marked: [], pane: 'list', block: null, selected: 'id' } },
	{ kind: 'filter', draft: draftOf(initialState.query) },
	{ kind: 'filter', draft: askNew(draftOf(initialState.query)) },
	{ kind: 'views', draft: { selected: 0, isDeleting: false } },
	{ kind: 'query', draft: { editor, selected: -1 } },
	{ kind: 'palette', editor, selected: 0 },
	{ kind: 'prompt', purpose: 'find', editor },
	askDialog({ ask: { what: 'delete', id: 'a', title: 'A' }, title: '', lines: [], verb: 'Delete' }),
	askDialog({
		ask: { what: 'delete', id: 'a', title: 'A' },
		title: '',
		lines: [],
		verb: 'Delete',
		mustType: '12',
	}),
	{ kind: 'message', id: 'a' },
	{ kind: 'metadata', draft: metadata },
	{ kind: 'metadata', draft: askNewKey(metadata) },
	{ kind: 'metadata', draft: { ...metadata, step: { kind: 'diff', top: 0 } } },
	{
		kind: 'metadata',
		draft: { ...metadata, step: { kind: 'guard', keys: ['from'], next: { kind: 'send' } } },
	},
	{ kind: 'metadata', draft: { ...metadata, step: longValue } },
	{ kind: 'json', id: 'a' },
	{ kind: 'config', draft: { files: [], selected: 0 } },
	{ kind: 'accounts', draft: { rows: [], problem: null, selected: 0 } },
	{ kind: 'batch', batchId: 'a', selected: null },
	{ kind: 'batches', selected: null },
	{ kind: 'export', draft: exportForm },
	{ kind: 'export', draft: { ...exportForm, row: 'path' } },
	{ kind: 'redaction', selected: null },
	{ kind: 'records', draft: openRecordsDraft('journal') },
	{ kind: 'records', draft: openRecordsDraft('trash') },
	{
		kind: 'conflict',
		draft: conflictDraft(
			{ id: 'a', base: {}, mine: {} },
			'A',
			{},
			{ merged: {}, conflicts: [], fromThem: [] },
		),
	},
];
const panes: readonly PaneId[] = ['list', 'transcript', 'insights', 'metadata', 'raw', 'waits'];
const states: readonly UiState[] = [
	...panes.map((focus) => ({ ...initialState, focus })),
	...overlays.map((overlay) => ({ ...initialState, overlays: [overlay] })),
];

describe('the action table', () => {
	test('the key that sends means nothing else, and reaches the program through screen and tmux', () => {
		const senders = actions.filter(({ keys }) => keys.includes('Ctrl-x'));
		expect(senders.map(({ id }) => id)).toEqual(['form.send']);
		const forms = ['metadata', 'message', 'conflict'];
		const open = states.filter(({ overlays }) => forms.includes(overlays[0]?.kind ?? ''));
		expect(open.length).toBeGreaterThan(5);
		for (const state of open) {
			const live = liveScopes(state);
			const isAsked = live.includes('confirm');
			expect(live.includes('form')).toBe(!isAsked);
			expect(live).toContain('draft');
		}
	});

	test('every id is unique and starts with its scope', () => {
		const ids = actions.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[a-z]+\.[a-z-]+$/);
	});

	test('every key in a scope has one action', () => {
		const taken = actions.flatMap(({ scope, keys }) => keys.map((key) => `${scope} ${key}`));
		expect(taken.filter((key, index) => taken.indexOf(key) !== index)).toEqual([]);
	});

	test('every key can be typed', () => {
		const own = Object.fromEntries(actions.map(({ id, keys }) => [id, keys]));
		expect(bindKeys(actions, own).problems).toEqual([]);
	});

	test('no key is one that terminals or users reserve', () => {
		const kept = ['Ctrl-j', 'Ctrl-s', 'Ctrl-q', 'Ctrl-b', 'Ctrl-i', 'Ctrl-m', 'Ctrl-['];
		const used = actions.filter(({ scope }) => scope !== 'field').flatMap(({ keys }) => keys);
		expect(used.filter((key) => kept.includes(key) || key === 'Ctrl-h')).toEqual([]);
	});

	test('Ctrl-d never does anything but move or delete a letter', () => {
		const users = actions.filter(({ keys }) => keys.includes('Ctrl-d'));
		for (const { id } of users) expect(id).toMatch(/page-down$|field\.delete-forward/);
	});

	test('Esc never quits, and nothing but Ctrl-c and q does', () => {
		const ways = actions.filter(({ title }) => /\bquit\b/i.test(title)).map(({ id }) => id);
		expect(ways).toEqual(['program.quit', 'program.interrupt']);
		expect(actions.filter(({ keys }) => keys.includes('Esc')).map(({ id }) => id)).not.toContain(
			'program.quit',
		);
	});

	test('every scope is live somewhere, and global everywhere', () => {
		expect(new Set(states.flatMap(liveScopes))).toEqual(new Set(scopes));
		for (const state of states) expect(liveScopes(state)).toContain('global');
	});

	test('every action that writes to the account is marked `mutates`', () => {
		const writing = actions.filter(({ mutates }) => mutates).map(({ id }) => id);
		expect(writing.toSorted()).toEqual([
			'batch.go-on',
			'batch.retry',
			'conflict.send',
			'conversation.delete',
			'conversation.takeover',
			'diff.send',
			'form.send',
			'json.edit',
			'message.open',
			'metadata.create',
			'metadata.edit',
			'metadata.undo',
			'prompt.submit',
			'trash.restore',
		]);
	});
});

describe('hints', () => {
	test.each(
		states.map((state) => [`${state.focus}, ${state.overlays[0]?.kind ?? 'nothing on top'}`, state] as const),
	)('fit into the footer of a wide screen, all of them: %s', (_, state) => {
		const live = liveScopes(state);
		const works = (key: string): boolean => !isTyping(state) || key.length > 1;
		const isHelp = state.overlays[0]?.kind === 'help';
		const hinted = actions.filter(
			({ id, hint, scope, keys }) =>
				!(isHelp && id === 'help.open') && hint !== undefined && live.includes(scope) && keys.some(works),
		);
		const text = footerLine(state, { count: 0, current: 0, loaded: null }, bindings, language, 200)
			.map((part) => part.text)
			.join('');
		for (const { hint } of hinted)
			expect(text).toContain((typeof hint === 'function' ? hint(state, language) : hint) ?? '');
	});

	test.each([60, 80, 85, 120])('at %i cells the footer is exactly as wide, its hints whole', (width) => {
		for (const state of states) {
			const line = footerLine(state, { count: 0, current: 0, loaded: null }, bindings, language, width);
			expect(lineWidth(line)).toBe(width);
			expect(lineText(line)).not.toContain('…');
		}
	});

	test('over the panes, help, palette and quit are there at every width, also beside a search or a write', () => {
		const narrowed = { ...initialState, narrowedTo: 'a caller with a long name' };
		const find = { pane: 'raw', text: 'a searched text that is long', current: 0 } as const;
		const searching: UiState = { ...initialState, focus: 'raw', find };
		const notice = { tone: 'plain', text: 'Done.' } as const;
		const below: readonly UiState[] = [
			...panes.map((focus) => ({ ...initialState, focus })),
			narrowed,
			searching,
			{ ...initialState, notice },
		];
		const writes = t`${safe('12 writes under way: ')}${safe('taking over…'.repeat(20))}`;
		for (let width = smallest.columns; width <= 200; width += 1) {
			for (const state of below) {
				for (const loaded of [null, 2098]) {
					const hits = { count: 17, current: 3, loaded };
					const line = footerLine(state, hits, bindings, language, width, writes);
					expect(lineWidth(line)).toBe(width);
					expect(lineText(line)).toMatch(/ \?( help)? +:( palette)? +q( quit)? *$/);
				}
			}
			for (const state of [narrowed, searching]) {
				const line = footerLine(state, { count: 17, current: 3, loaded: null }, bindings, language, width);
				expect(lineText(line)).toMatch(/ find a .* 4 of 17 .* Esc end/);
			}
		}
	});
});

describe('the footer says what Enter does in the filter', () => {
	const enter = (overlay: Overlay): string => {
		const state = { ...initialState, overlays: [overlay] };
		const line = footerLine(state, { count: 0, current: 0, loaded: null }, bindings, language, 120);
		return /Enter (.*?) {2}/.exec(line.map((part) => part.text).join(''))?.[1] ?? '';
	};
	const known = filterKnown(language);
	const typed = (draft: FilterDraft, text: string): FilterDraft => typeAnswer(draft, () => editorOf(text));
	const column = askNew(draftOf(initialState.query));
	const value = takeAnswer(typed(column, 'last message'), known);
	const verb = oneBack(value);

	test.each<[string, FilterDraft, string]>([
		['a column', typed(column, 'chan'), 'take “channel”'],
		['a key as typed', typed(column, 'tier'), 'take “tier”'],
		['a long key', typed(column, 'a'.repeat(40)), `take “${'a'.repeat(24)}…”`],
		['an operator', typed(verb, 'bef'), 'take “before”'],
		['a date that one offer completes', typed(value, 'yest'), 'take “yesterday”'],
		['a whole date', typed(value, '2026-11-21'), 'add the condition'],
		['a limit', typed(askLimit(column), '50'), 'set the limit'],
	])('%s', (_, draft, words) => {
		expect(enter({ kind: 'filter', draft })).toBe(words);
	});

	test('in the query text', () => {
		expect(enter({ kind: 'query', draft: { editor, selected: -1 } })).toBe('apply');
		expect(enter({ kind: 'query', draft: { editor, selected: 0 } })).toBe('insert the suggestion');
		expect(enter({ kind: 'query', draft: { editor, selected: -1 }, viewId: 'v' })).toBe('keep');
	});
});
