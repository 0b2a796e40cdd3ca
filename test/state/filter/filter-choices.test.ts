import { describe, expect, test } from 'vitest';
import { type Column, metadataColumn, plainColumn } from '../../../src/filter/tree.ts';
import {
	choiceAt,
	choicesOf,
	type FilterKnown,
	type FilterStep,
} from '../../../src/state/filter/filter-choices.ts';
import type { Verb } from '../../../src/state/filter/filter-verbs.ts';
import { editorOf } from '../../../src/state/typing/line-editor.ts';
import { at } from '../../store/fixtures.ts';

const tier = metadataColumn('tier');
const assistant = metadataColumn('assistant_id');
const channel = metadataColumn('telnyx_conversation_channel');
const name = plainColumn('name');
const last = plainColumn('last_message_at');

const known: FilterKnown = {
	assistants: new Map([
		['id-1', 'Booking'],
		['id-2', 'Billing'],
	]),
	metadataKeys: ['tier', 'assistant_id', 'name'],
	valuesOf: (column) => {
		if (column.kind === 'plain') return ['Refund'];
		return column.key === 'assistant_id' ? ['id-2', 'id-3'] : ['gold', 'silver', 'old gold'];
	},
	when: { now: at('2026-11-22T12:00:00Z'), zone: () => 60 },
};

const question = (text: string) =>
	({
		target: { kind: 'row', id: 1 },
		editor: editorOf(text),
		asked: '',
		selected: null,
		problem: null,
	}) as const;
const columns = (text: string): FilterStep => ({ ...question(text), kind: 'column' });
const verbs = (column: Column, verb: Verb | null, text = ''): FilterStep => ({
	...question(text),
	kind: 'verb',
	column,
	verb,
});
const values = (column: Column, verb: Verb, text = ''): FilterStep => ({
	...question(text),
	kind: 'value',
	column,
	verb,
});
const texts = (step: FilterStep) => choicesOf(step, known).map(({ text }) => text);
const taken = (step: FilterStep) => choiceAt(step, choicesOf(step, known), known);

describe('the columns offered', () => {
	test('are the everyday ones and the keys seen, each once, with their API names', () => {
		const choices = choicesOf(columns(''), known).map(({ label, hint }) => `${label}|${hint}`);
		expect(choices).toEqual([
			'channel|telnyx_conversation_channel',
			'end user|telnyx_end_user_target',
			'last message|last_message_at',
			'created|created_at',
			'name|',
			'assistant|assistant_id',
			'agent target|telnyx_agent_target',
			'call control id|call_control_id',
			'id|',
			'tier|metadata',
			'name|metadata',
		]);
	});

	test('that start with the typed text come before those that contain it', () => {
		expect(texts(columns('a')).slice(0, 2)).toEqual(['assistant_id', 'telnyx_agent_target']);
		expect(texts(columns('USER'))).toEqual(['telnyx_end_user_target', 'USER']);
	});

	test('are found by their words in query texts, before any other', () => {
		expect(texts(columns('updated'))).toEqual(['last_message_at', 'updated']);
		expect(texts(columns('agent'))[0]).toBe('telnyx_agent_target');
	});

	test('near a mistyped one come after the text as typed', () => {
		expect(texts(columns('metadata->teir'))).toEqual(['teir', 'tier']);
		expect(texts(columns('asistant'))).toEqual(['asistant', 'assistant_id']);
		expect(texts(columns('xyzxyz'))).toEqual(['xyzxyz']);
	});

	test('include the typed text as a metadata key, unless there is such a key', () => {
		const order = { text: 'order', label: 'order', column: metadataColumn('order') };
		expect(choicesOf(columns('order'), known)).toEqual([{ ...order, hint: 'no loaded row has this key' }]);
		expect(choicesOf(columns('order'), { ...known, metadataKeys: [] })).toEqual([
			{ ...order, hint: 'metadata key as typed' },
		]);
		expect(texts(columns('tier'))).toEqual(['tier']);
		expect(texts(columns('id')).at(-1)).toBe('id');
		expect(choicesOf(columns('id'), known).at(-1)?.column).toEqual(metadataColumn('id'));
	});
});

describe('the values offered', () => {
	test.each<[string, FilterStep, readonly string[]]>([
		['the values seen', values(tier, 'eq'), ['gold', 'silver', 'old gold']],
		['those that fit the typed text, the best first', values(tier, 'eq', 'GOLD'), ['gold', 'old gold']],
		['those that fit the last item of a list', values(tier, 'in', 'gold, sil'), ['silver']],
		['all after a comma of a list', values(tier, 'in', 'gold,'), ['gold', 'silver', 'old gold']],
		['assistants by id and name, each once', values(assistant, 'eq'), ['id-1', 'id-2', 'id-3']],
		['assistants by their names', values(assistant, 'eq', 'bill'), ['id-2']],
		['none for a pattern', values(tier, 'like'), []],
		['none for a pattern in any case', values(tier, 'ilike'), []],
		['none for an expression', values(tier, 'match'), []],
		['none for an expression in any case', values(tier, 'imatch'), []],
		['none for a list of times', values(last, 'in'), []],
		['the two states of a field', values(name, 'is'), ['null', 'not_null']],
		['the states of metadata by their words', values(tier, 'is', 'neither'), ['unknown']],
	])('are %s', (_, step, expected) => {
		expect(texts(step)).toEqual(expected);
	});

	test('for a channel say its name, and one named by the typed word comes first', () => {
		const channels = { ...known, valuesOf: () => ['web_call', 'phone_call', 'other_call'] };
		expect(choicesOf(values(channel, 'eq', 'call'), channels)).toEqual([
			{ text: 'phone_call', label: 'phone_call', hint: 'phone call' },
			{ text: 'web_call', label: 'web_call', hint: 'web call' },
			{ text: 'other_call', label: 'other_call', hint: '' },
		]);
		const inTier = choicesOf(values(tier, 'eq', 'call'), channels);
		expect(inTier[0]).toEqual({ text: 'web_call', label: 'web_call', hint: '' });
		const second = choicesOf(values(channel, 'in', 'web_call, call'), channels);
		expect(second[0]?.text).toBe('phone_call');
	});

	test('say which assistant an id is', () => {
		expect(choicesOf(values(assistant, 'eq'), known)).toEqual([
			{ text: 'id-1', label: 'Booking', hint: 'id-1' },
			{ text: 'id-2', label: 'Billing', hint: 'id-2' },
			{ text: 'id-3', label: 'id-3', hint: '' },
		]);
	});

	test('for a time say when it starts', () => {
		const hints = choicesOf(values(last, 'gte'), known).map(({ text, hint }) => `${text}: ${hint}`);
		expect(hints).toMatchInlineSnapshot(`
			[
			  "15m: 2026-11-22 12:45:00 +01:00",
			  "1h: 2026-11-22 12:00:00 +01:00",
			  "24h: 2026-11-21 13:00:00 +01:00",
			  "7d: 2026-11-15 13:00:00 +01:00",
			  "30d: 2026-10-23 13:00:00 +01:00",
			  "today: 2026-11-22 00:00:00 +01:00",
			  "yesterday: 2026-11-21 00:00:00 +01:00",
			  "monday: 2026-11-16 00:00:00 +01:00",
			]
		`);
		expect(texts(values(last, 'gte', 'y'))).toEqual(['yesterday', 'today', 'monday']);
	});

	test('are at most 200, and none for a limit', () => {
		const many = Array.from({ length: 300 }, (_, index) => `v${index}`);
		const crowded = { ...known, valuesOf: () => many };
		expect(choicesOf(values(tier, 'eq'), crowded)).toHaveLength(200);
		expect(choicesOf(values(tier, 'eq', 'v'), crowded)).toHaveLength(200);
		expect(texts({ ...question(''), kind: 'limit' })).toEqual([]);
	});
});

describe('Enter takes', () => {
	test.each<[string, FilterStep, number]>([
		['the typed limit', { ...question('5'), kind: 'limit' }, -1],
		['the first column', columns('t'), 0],
		['the present operator', verbs(tier, 'in'), 4],
		['the usual operator', verbs(name, null), 0],
		['the first operator that fits the typed text', verbs(tier, 'in', 'is not'), 0],
		['nothing where nothing fits', verbs(tier, 'in', 'xyz'), -1],
		['the first state', values(tier, 'is'), 0],
		['the typed value', values(tier, 'eq', 'go'), -1],
		['the only choice of a column with few values', values(channel, 'eq', 'go'), 0],
		['it also to exclude', values(channel, 'neq', 'go'), 0],
		['the typed text if it is one of the few values', values(channel, 'eq', 'gold'), -1],
		['the typed text of a list', values(channel, 'in', 'go'), -1],
		['the date that begins with the typed text', values(last, 'gte', 'YEST'), 0],
		['the typed text if it is a date', values(last, 'gte', '1h'), -1],
		['the typed text that no choice begins with', values(last, 'gte', 'esterday'), -1],
		['the empty field, not its first choice', values(name, 'contains', ''), -1],
		['the choice under the cursor', { ...values(tier, 'eq'), selected: 1 }, 1],
		['the last choice if there are fewer by now', { ...values(tier, 'eq', 'gold'), selected: 9 }, 1],
		['the typed text under the cursor', { ...values(channel, 'eq', 'go'), selected: -1 }, -1],
	])('%s', (_, step, expected) => {
		expect(taken(step)).toBe(expected);
	});

	test('the first operator if the present one is not offered', () => {
		expect(taken(verbs(tier, 'during'))).toBe(0);
	});
});
