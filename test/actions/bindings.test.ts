import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/actions/action.ts';
import { bindKeys } from '../../src/actions/bindings.ts';

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

describe('keys that the user set', () => {
	test('without any the defaults hold, each in its scope', () => {
		const bindings = bindKeys(table);
		expect(bindings.actionFor('list', 'j')).toBe(next);
		expect(bindings.actionFor('app', 'j')).toBe(zoom);
		expect(bindings.actionFor('list', 'x')).toBeUndefined();
		expect(bindings.problems).toEqual([]);
	});

	test('take the place of all of an action’s own', () => {
		const bindings = bindKeys(table, { 'list.next': ['Ctrl-n'] });
		expect(bindings.actionFor('list', 'Ctrl-n')).toBe(next);
		expect(bindings.actionFor('list', 'j')).toBeUndefined();
		expect(bindings.keysOf(next)).toEqual(['Ctrl-n']);
	});

	test('win over the default of another action', () => {
		const bindings = bindKeys(table, { 'list.previous': ['j'] });
		expect(bindings.actionFor('list', 'j')).toBe(previous);
		expect(bindings.keysOf(next)).toEqual(['Down']);
		expect(bindings.problems).toEqual([]);
	});

	test('an empty list takes an action off the keyboard', () => {
		const bindings = bindKeys(table, { 'list.next': [] });
		expect(bindings.keysOf(next)).toEqual([]);
		expect(bindings.actionFor('list', 'Down')).toBeUndefined();
	});

	test('keys that cannot be read left an action without any: its own hold', () => {
		const bindings = bindKeys(table, {
			'list.next': ['Ctrl-Alt-Hyper-x', 'F99'],
			'list.previous': ['Nope', 'x'],
		});
		expect(bindings.actionFor('list', 'j')).toBe(next);
		expect(bindings.keysOf(next)).toEqual(['j', 'Down']);
		expect(bindings.keysOf(previous)).toEqual(['x']);
		expect(bindings.problems).toHaveLength(3);
	});

	test('one key for two actions is told of, and the first keeps it', () => {
		const bindings = bindKeys(table, { 'list.next': ['x'], 'list.previous': ['x'] });
		expect(bindings.actionFor('list', 'x')).toBe(next);
		expect(bindings.problems).toEqual([expect.stringContaining('list.previous: x is already list.next')]);
	});

	test('the same key twice for one action is no conflict', () => {
		expect(bindKeys(table, { 'list.next': ['x', 'x'] }).problems).toEqual([]);
	});

	test('the same key in two scopes is no conflict', () => {
		expect(bindKeys(table, { 'list.next': ['x'], 'app.zoom': ['x'] }).problems).toEqual([]);
	});

	test.each(['constructor', 'list.nxt', ''])('an action that is not there is told of: “%s”', (id) => {
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
		'Ctrl-D',
		' ',
	])('“%s” is no key, and is told of', (key) => {
		const { problems } = bindKeys(table, { 'list.next': [key] });
		expect(problems).toEqual([expect.stringContaining(`“${key}” is no key`)]);
	});

	test('a key of two strokes is told by its first one, in its scope', () => {
		const cause = action('signal.next', 'app', [']s']);
		const bindings = bindKeys([...table, cause], { 'list.previous': [']p', 'k'] });
		expect(bindings.actionFor('app', ']s')).toBe(cause);
		expect(bindings.after('app', ']')).toEqual([[']s', cause]]);
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
