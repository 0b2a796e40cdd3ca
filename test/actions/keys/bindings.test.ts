import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/actions/action.ts';
import { bindKeys, currentId, oldIds } from '../../../src/actions/keys/bindings.ts';
import { isTyping, liveScopes } from '../../../src/actions/keys/scopes.ts';
import { scopeStacks } from '../../../src/actions/keys/shadowed-keys.ts';
import { textOfStroke } from '../../../src/actions/keys/strokes.ts';
import { actions } from '../../../src/actions/table.ts';
import { askDialog } from '../../../src/state/dialog.ts';
import type { Overlay } from '../../../src/state/overlay.ts';
import { detailTabs } from '../../../src/state/panes.ts';
import { editorOf } from '../../../src/state/typing/line-editor.ts';
import { initialState } from '../../../src/state/ui-state.ts';

const action = (id: string, scope: Action['scope'], keys: readonly string[]): Action => ({
	id,
	title: id,
	group: 'Program',
	scope,
	keys,
	mutates: false,
	run: () => undefined,
});

const next = action('list.next', 'list', ['j', 'Down']);
const previous = action('list.previous', 'list', ['k']);
const zoom = action('app.zoom', 'app', ['j']);
const table = [next, previous, zoom];

describe('the user’s keys', () => {
	test('default to the table, each in its scope', () => {
		const bindings = bindKeys(table);
		expect(bindings.actionFor('list', 'j')).toBe(next);
		expect(bindings.actionFor('app', 'j')).toBe(zoom);
		expect(bindings.actionFor('list', 'x')).toBeUndefined();
		expect(bindings.problems).toEqual([]);
	});

	test('replace all default keys of an action', () => {
		const bindings = bindKeys(table, { 'list.next': ['Ctrl-n'] });
		expect(bindings.actionFor('list', 'Ctrl-n')).toBe(next);
		expect(bindings.actionFor('list', 'j')).toBeUndefined();
		expect(bindings.keysOf(next)).toEqual(['Ctrl-n']);
	});

	test('win over the default of another action', () => {
		const bindings = bindKeys(table, { 'list.previous': ['j'] });
		expect(bindings.actionFor('list', 'j')).toBe(previous);
		expect(bindings.keysOf(next)).toEqual(['Down']);
		expect(bindings.problems).toEqual([
			'keys: j now belongs to list.previous; list.next keeps Down. Also set keys.list.next.',
			'keys.list.previous: j hides app.zoom there; choose another key for either.',
		]);
	});

	test('are also read under the old id of an action', () => {
		const retry = action('batch.retry', 'batch', ['r']);
		const open = action('batches.open-batch', 'batches', ['Enter']);
		const bindings = bindKeys([retry, open], { 'run.retry': ['t'], 'runs.open-run': ['o'] });
		expect(bindings.keysOf(retry)).toEqual(['t']);
		expect(bindings.keysOf(open)).toEqual(['o']);
		expect(bindings.problems).toEqual([]);
	});

	test('under both ids of an action: the new id wins, and the problem is reported', () => {
		const retry = action('batch.retry', 'batch', ['r']);
		const bindings = bindKeys([retry], { 'batch.retry': ['n'], 'run.retry': ['t'] });
		expect(bindings.keysOf(retry)).toEqual(['n']);
		expect(bindings.problems).toEqual([
			'keys: “run.retry” is the old name of “batch.retry”, which is also set. Remove the old one.',
		]);
	});

	test('an empty list takes an action off the keyboard', () => {
		const bindings = bindKeys(table, { 'list.next': [] });
		expect(bindings.keysOf(next)).toEqual([]);
		expect(bindings.actionFor('list', 'Down')).toBeUndefined();
	});

	test('an action whose keys are all invalid keeps its defaults', () => {
		const bindings = bindKeys(table, {
			'list.next': ['Ctrl-Alt-Hyper-x', 'F99'],
			'list.previous': ['Nope', 'x'],
		});
		expect(bindings.actionFor('list', 'j')).toBe(next);
		expect(bindings.keysOf(next)).toEqual(['j', 'Down']);
		expect(bindings.keysOf(previous)).toEqual(['x']);
		expect(bindings.problems).toHaveLength(3);
	});

	test('one key for two actions is reported, and the first action keeps it', () => {
		const bindings = bindKeys(table, { 'list.next': ['x'], 'list.previous': ['x'] });
		expect(bindings.actionFor('list', 'x')).toBe(next);
		expect(bindings.problems).toEqual([
			expect.stringContaining('list.previous: x already belongs to list.next'),
		]);
	});

	test('the same key twice for one action is no conflict', () => {
		expect(bindKeys(table, { 'list.next': ['x', 'x'] }).problems).toEqual([]);
	});

	test('the same key in two scopes is no conflict', () => {
		expect(bindKeys(table, { 'list.next': ['x'], 'app.zoom': ['x'] }).problems).toEqual([]);
	});

	test.each(['constructor', 'list.nxt', ''])('an unknown action is reported: “%s”', (id) => {
		expect(bindKeys(table, { [id]: ['x'] }).problems).toEqual([expect.stringContaining(`no action “${id}”`)]);
	});

	test.each([
		'ctrl-d',
		'Enterr',
		'jj',
		']Enter',
		'] ',
		']ss',
		's]',
		'Ctrl-]s',
		'',
		'Ctrl-',
		'F5',
		'Ctrl-Alt-x',
		' ',
	])('“%s” is no key, and is told of', (key) => {
		const { problems } = bindKeys(table, { 'list.next': [key] });
		expect(problems).toEqual([expect.stringContaining(`“${key}” is not a key`)]);
	});

	test('a two-stroke key is found by its first stroke, in its scope', () => {
		const nextSignal = action('signal.next', 'app', [']s']);
		const bindings = bindKeys([...table, nextSignal], { 'list.previous': [']p', 'k'] });
		expect(bindings.actionFor('app', ']s')).toBe(nextSignal);
		expect(bindings.after('app', ']')).toEqual([[']s', nextSignal]]);
		expect(bindings.after('list', ']')).toEqual([[']p', previous]]);
		expect(bindings.after('list', '[')).toEqual([]);
		expect(bindings.after('list', 'k')).toEqual([]);
		expect(bindings.keysOf(previous)).toEqual([']p', 'k']);
	});

	test.each([
		'j',
		'G',
		'é',
		'Space',
		'PgDn',
		'Ctrl-d',
		'Ctrl-\\',
		'Alt-x',
		'Alt-Left',
		'Shift-Tab',
		'?',
		']s',
		'[[',
		']é',
		']',
	])('“%s” is a key', (key) => {
		expect(bindKeys(table, { 'list.next': [key] }).problems).toEqual([]);
	});
});

describe('case 33: keys that no terminal sends are reported, and their action keeps its defaults', () => {
	test.each([
		['Ctrl-m', 'Enter'],
		['Ctrl-j', 'Enter'],
		['Ctrl-i', 'Tab'],
		['Ctrl-h', 'Backspace'],
		['Ctrl-[', 'Esc'],
		['Ctrl-3', 'Esc'],
		['Ctrl-2', 'Ctrl-Space'],
		['Ctrl-@', 'Ctrl-Space'],
		['Ctrl-Enter', 'Enter'],
		['Ctrl-Tab', 'Tab'],
		['Ctrl-Backspace', 'Backspace'],
		['Alt-Esc', 'Esc'],
		['Alt-Tab', 'Tab'],
		['Shift-Enter', 'Enter'],
		['Shift-Up', 'Up'],
		['Ctrl-Shift-Tab', 'Shift-Tab'],
		['Ctrl-D', 'Ctrl-d'],
		['Ctrl-Shift-d', 'Ctrl-d'],
		['Ctrl-Shift-Left', 'Ctrl-Left'],
		['Shift-a', 'A'],
		['Alt-Shift-a', 'Alt-A'],
	])('%s is %s', (key, same) => {
		const bindings = bindKeys(table, { 'list.next': [key] });
		const problem = `keys.list.next: a terminal sends ${same} for ${key}; use that, or another key.`;
		expect(bindings.problems).toEqual([problem]);
		expect(bindings.keysOf(next)).toEqual(['j', 'Down']);
	});

	test.each(['Ctrl-1', 'Ctrl-0', 'Ctrl-;', 'Ctrl-.', 'Ctrl-é', 'Ctrl-]', 'Ctrl-/'])('%s is no key', (key) => {
		expect(bindKeys(table, { 'list.next': [key, 'x'] }).problems).toEqual([
			`keys.list.next: a terminal cannot send ${key}; choose another key.`,
		]);
	});

	test.each(['Alt-[', 'Alt-O', 'Alt-]', 'Alt-P'])('%s starts another key', (key) => {
		expect(bindKeys(table, { 'list.next': [key] }).problems).toEqual([
			`keys.list.next: ${key} starts other keys in a terminal; choose another key.`,
		]);
	});
});

describe('conflicting keys of the real table', () => {
	test.each([
		[
			'a default in the same scope',
			{ 'list.next': ['G'] },
			['keys: G now belongs to list.next; list.last keeps End. Also set keys.list.last.'],
		],
		[
			'… the only key of an action',
			{ 'mark.range': ['*'] },
			['keys: * now belongs to mark.range; mark.all has no key. Also set keys.mark.all.'],
		],
		[
			'a key that never reaches its action',
			{ 'pane.zoom': ['j'] },
			[
				'keys.pane.zoom: j belongs to list.next and detail.down first, and never gets here; choose another key.',
			],
		],
		[
			'a key that reaches its action in some scopes',
			{ 'pane.zoom': ['V'] },
			['keys.pane.zoom: V belongs to mark.range there; choose another key for either.'],
		],
		[
			'a default that applies everywhere',
			{ 'list.next': ['D'] },
			['keys.list.next: D hides conversation.delete there; choose another key for either.'],
		],
		[
			'the first stroke of a two-stroke key',
			{ 'list.next': [']'] },
			['keys.list.next: ] begins ]s ]o ]] ]t, which it hides; choose another key.'],
		],
		[
			'text, in a field',
			{ 'query.next': ['n'] },
			['keys.query.next: n types text there; choose another key.'],
		],
		[
			'two strokes of text, in a field',
			{ 'field.left': [']x'] },
			['keys.field.left: ]x types text there; choose another key.'],
		],
		[
			'a key of every field',
			{ 'prompt.next': ['Ctrl-k'] },
			['keys.prompt.next: Ctrl-k hides field.delete-to-end there; choose another key for either.'],
		],
	])('%s', (_, overrides, problems) => {
		expect(bindKeys(actions, overrides).problems).toEqual(problems);
	});

	test.each([
		['keys that nothing has', { 'list.next': ['x'], 'pane.zoom': ['Ctrl-t'] }],
		['two that are given to each other', { 'list.next': ['k', 'Up'], 'list.previous': ['j', 'Down'] }],
		['one that is moved away first', { 'list.next': ['D'], 'conversation.delete': ['Ctrl-x'] }],
		['one key in two places, both set', { 'list.next': ['x'], 'pane.zoom': ['x'] }],
		['its own', { 'list.next': ['j', 'Down', 'Ctrl-n'], 'field.delete-back': ['Ctrl-h', 'Backspace'] }],
		['none', { 'list.next': [] }],
	])('are no problem: %s', (_, overrides) => {
		expect(bindKeys(actions, overrides).problems).toEqual([]);
	});

	test.each([
		{ 'program.interrupt': [] },
		{ 'program.interrupt': ['Ctrl-x'] },
		{ 'list.next': ['Ctrl-c'] },
		{ 'program.redraw': ['Ctrl-c'], 'program.interrupt': ['Ctrl-m'] },
	])('Ctrl-c always quits, with these settings: %j', (overrides) => {
		const bindings = bindKeys(actions, overrides);
		expect(bindings.actionFor('global', 'Ctrl-c')?.id).toBe('program.interrupt');
		expect(bindings.problems.join(' ')).toMatch(/Ctrl-c (?:also|always) quits/);
		for (const { scopes } of scopeStacks) {
			const first = scopes
				.map((scope) => bindings.actionFor(scope, 'Ctrl-c'))
				.find((one) => one !== undefined);
			expect(first?.id).toBe('program.interrupt');
		}
	});

	test('for any settings, each key has an effect somewhere or is reported', () => {
		const stroke = fc.oneof(
			fc.constantFrom(...new Set(actions.flatMap(({ keys }) => keys)), 'Ctrl-m', 'Ctrl-t', ']', 'x', ']q'),
		);
		const overrides = fc.dictionary(
			fc.constantFrom(...actions.map(({ id }) => id)),
			fc.array(stroke, { maxLength: 3 }),
			{ maxKeys: 4, noNullPrototype: true },
		);
		fc.assert(
			fc.property(overrides, (set) => {
				const bindings = bindKeys(actions, set);
				const words = bindings.problems.join('\n');
				for (const [id, keys] of Object.entries(set)) {
					const action = actions.find((one) => one.id === id);
					for (const key of keys) {
						const isReached = scopeStacks.some(({ scopes, isTyping }) => {
							if (isTyping && textOfStroke(key) !== null) return false;
							const first = scopes
								.map((scope) => bindings.actionFor(scope, key))
								.find((one) => one !== undefined);
							return first === action;
						});
						if (!isReached) expect(words).toContain(key);
					}
				}
			}),
		);
	});
});

test('all scope stacks are listed, with whether keys are text there', () => {
	const overlays: readonly Overlay[] = [
		{ kind: 'help', top: 0 },
		{ kind: 'help', top: 0, search: { editor: editorOf(''), isTyping: true } },
		{ kind: 'query', draft: { editor: editorOf(''), selected: -1 } },
		{ kind: 'prompt', purpose: 'open', editor: editorOf('') },
		{ kind: 'palette', editor: editorOf(''), selected: 0 },
		{ kind: 'views', draft: { selected: 0, isDeleting: false } },
		{ kind: 'prompt', purpose: 'tag', editor: editorOf('') },
		{ kind: 'message', id: 'a' },
		{ kind: 'json', id: 'a' },
		{ kind: 'batch', batchId: 'a', selected: null },
		{ kind: 'batches', selected: null },
		askDialog({ ask: { what: 'quit' }, title: '', lines: [], verb: '' }),
		askDialog({ ask: { what: 'quit' }, title: '', lines: [], verb: '', mustType: '1' }),
		askDialog({
			ask: { what: 'batch', task: { kind: 'remove-key', key: 'k' }, ids: [] },
			title: '',
			lines: [],
			verb: '',
		}),
	];
	const states = [
		...(['list', ...detailTabs] as const).map((focus) => ({ ...initialState, focus })),
		...overlays.map((overlay) => ({ ...initialState, overlays: [overlay] })),
	];
	for (const state of states) {
		expect(scopeStacks).toContainEqual({ scopes: liveScopes(state), isTyping: isTyping(state) });
	}
	const known = new Set(scopeStacks.flatMap(({ scopes: one }) => one));
	expect(actions.map(({ scope }) => scope).filter((scope) => !known.has(scope))).toEqual([]);
});

describe('renamed action ids', () => {
	test.each([
		['run.retry', 'batch.retry'],
		['conversation.take-over', 'conversation.takeover'],
		['runs.refresh', 'batches.refresh'],
		['runs.open-run', 'batches.open-batch'],
		['sure.yes', 'confirm.yes'],
		['answer.take', 'input.take'],
		['answer.long', 'input.editor'],
		['long.back', 'editor.back'],
		['line.apply', 'query.apply'],
		['pane.timeline', 'pane.activity'],
		['watch.open-latest', 'alert.open-latest'],
		['views.watch', 'views.alert'],
		['list.next', 'list.next'],
	])('%s is %s', (old, now) => {
		expect(currentId(old)).toBe(now);
		expect(oldIds(now)).toEqual(old === now ? [] : [old]);
	});

	test('every old id maps to an existing action, and no action has an old id', () => {
		const ids = actions.map(({ id }) => id);
		for (const id of ids) {
			expect(currentId(id)).toBe(id);
			for (const old of oldIds(id)) expect(currentId(old)).toBe(id);
		}
	});
});
