import { describe, expect, test } from 'vitest';
import {
	type Column,
	type Condition,
	metadataColumn,
	type Operator,
	plainColumn,
} from '../../../src/filter/tree.ts';
import {
	columnLabel,
	containedText,
	containing,
	isClosed,
	isDenied,
	isValuesFor,
	usualVerb,
	type Verb,
	verbOf,
	verbsFor,
	verbWords,
} from '../../../src/state/filter/filter-verbs.ts';

const tier = metadataColumn('tier');
const name = plainColumn('name');
const last = plainColumn('last_message_at');

describe('a column', () => {
	test.each([
		[metadataColumn('telnyx_end_user_target'), 'end user', 'contains', false],
		[metadataColumn('telnyx_conversation_channel'), 'channel', 'eq', true],
		[metadataColumn('assistant_id'), 'assistant', 'eq', true],
		[metadataColumn('telnyx_agent_target'), 'agent target', 'contains', false],
		[name, 'name', 'contains', false],
		[plainColumn('id'), 'id', 'eq', false],
		[last, 'last message', 'gte', false],
		[tier, 'tier', 'eq', false],
	])(
		'%o has its everyday name, its usual operator, and few values or many',
		(column, label, verb, closed) => {
			expect(columnLabel(column)).toBe(label);
			expect(usualVerb(column)).toBe(verb);
			expect(isClosed(column)).toBe(closed);
		},
	);

	test('offers each operator once', () => {
		for (const column of [tier, name, last])
			expect(new Set(verbsFor(column)).size).toBe(verbsFor(column).length);
		expect([...verbsFor(name)].sort()).toEqual([...verbsFor(tier)].sort());
		expect(verbsFor(last)).toContain('during');
		expect(verbsFor(tier)).not.toContain('during');
	});

	test('of a field has a value or none; metadata can also be true or false', () => {
		expect(isValuesFor(name)).toEqual(['null', 'not_null']);
		expect(isValuesFor(tier)).toEqual(['null', 'not_null', 'true', 'false', 'unknown']);
	});

	test('of times compares in words of time', () => {
		expect([verbWords('gte', last).words, verbWords('gte', name).words]).toEqual([
			'since',
			'is or comes after',
		]);
		expect(verbWords('is', last).words).toBe('has');
	});
});

test.each<[Exclude<Operator, 'in' | 'is'>, string, Column, Verb, Verb]>([
	['ilike', '*refund*', name, 'contains', 'lacks'],
	['ilike', 'refund*', name, 'ilike', 'ilike'],
	['ilike', '*re*fund*', name, 'ilike', 'ilike'],
	['ilike', '*2026*', last, 'ilike', 'ilike'],
	['like', '*refund*', name, 'like', 'like'],
])('%s %s is shown as “%4$s”, with a “not” as “%5$s”', (operator, operand, column, verb, not) => {
	const condition: Condition = { kind: 'condition', column, negated: false, operator, operand };
	const denied = { ...condition, negated: true };
	expect([verbOf(condition), verbOf(denied)]).toEqual([verb, not]);
	expect([isDenied(condition), isDenied(denied)]).toEqual([false, not !== 'lacks']);
});

test('a date as said is shown as its comparison', () => {
	const date = { kind: 'date', column: last, negated: true, operator: 'during', said: 'yesterday' } as const;
	expect([verbOf(date), isDenied(date)]).toEqual(['during', true]);
});

test.each([
	['*refund*', 'refund'],
	['*50\\%*', '50%'],
	[containing('a_\\%'), 'a_\\%'],
	['**', null],
	['*a_b*', null],
	['refund', null],
])('the pattern %s contains the text %s', (pattern, text) => {
	expect(containedText(pattern)).toBe(text);
});
