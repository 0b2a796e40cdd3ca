import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeOrder, describeQuery } from '../../src/filter/describe-query.ts';
import { parseQueryText } from '../../src/filter/query-text/parse-query-text.ts';
import { emptyQuery, type Filter, plainColumn } from '../../src/filter/tree.ts';
import { query } from './arbitraries.ts';
import { context } from './query-text/context.ts';

function words(line: string): string {
	return describeQuery(parseQueryText(line, context), context);
}

describe('a filter in plain words', () => {
	test.each([
		['', ''],
		[
			'channel:phone_call after:14:00 name~refund -(name~a or name~b)',
			'phone call, last message since 14:00 (2026-11-22 14:00 +01:00), name contains “refund”, ((name does not contain “a” or no value) and (name does not contain “b” or no value))',
		],
		['after:24h', 'last message since 24h ago (2026-11-21 15:30:45 +01:00)'],
		['before:yesterday', 'last message before yesterday (2026-11-21 00:00 +01:00)'],
		[
			'created>14:00 created<=14:00',
			'created after 14:00 (2026-11-22 14:00 +01:00), created up to 14:00 (2026-11-22 14:00 +01:00)',
		],
		[
			'created:14:00 created!=14:00',
			'created at 14:00 (2026-11-22 14:00 +01:00), not created at 14:00 (2026-11-22 14:00 +01:00)',
		],
		['-created>14:00', 'not created after 14:00 (2026-11-22 14:00 +01:00)'],
		['created_at=gte.2026-07-01', 'created since 2026-07-01 02:00 +02:00'],
		['created.gt:"soon"', 'created after “soon”'],
		['channel:sms,sms_chat', '(SMS (older) or SMS chat)'],
		['channel!=phone_call', '(no phone call or no value)'],
		['-channel:web_call,web_chat', '(neither web call nor web chat or no value)'],
		['channel:fax', 'channel is “fax”'],
		['channel:null', 'channel has no value'],
		['assistant:booking', 'assistant is “Harbor Table booking”'],
		['assistant!=booking', '(assistant is not “Harbor Table booking” or no value)'],
		['assistant:night', 'assistant is one of (“Night desk” (assistant-3), “Night desk” (assistant-4))'],
		[
			'-assistant:booking,billing',
			'(assistant is none of (“Harbor Table booking”, “Meridian Energy billing”) or no value)',
		],
		['assistant:gone', 'assistant is “gone”'],
		[
			'assistant~zzz -assistant.like:zzz',
			'assistant contains “zzz”, (assistant is not like exactly “zzz” or no value)',
		],
		['user:+1312*', 'user starts with exactly “+1312”'],
		['name:*x', 'name ends with exactly “x”'],
		['name!~x', '(name does not contain “x” or no value)'],
		['-name:x*', '(name does not start with exactly “x” or no value)'],
		['name.like:a%b', 'name is like exactly “a%b”'],
		['name.imatch:^a -name.match:b', 'name matches “^a”, (name does not match exactly “b” or no value)'],
		['name:a name!=b -name!=c', 'name is “a”, (name is not “b” or no value), name is “c”'],
		['name:a,b', 'name is one of (“a”, “b”)'],
		['name.in:() -name.in:()', 'nothing, everything'],
		[
			'name:any meta.on.is:true -meta.on.is:unknown name.is:not_null',
			'name has a value, metadata on is true, metadata on is not unknown, name has a value',
		],
		['meta."a b">5', 'metadata “a b” is greater than “5”'],
		['name:"a”, name is “b"', 'name is “a\\”, name is “b”'],
		['a (b or (c d))', 'name contains “a”, (name contains “b” or (name contains “c” and name contains “d”))'],
		['refund limit:5 offset:3', 'name contains “refund”, at most 5, skipping the first 3'],
	])('%s', (line, expected) => {
		expect(words(line)).toBe(expected);
	});

	test('groups without children', () => {
		const group: Filter = { kind: 'group', join: 'and', negated: false, children: [] };
		const filters: Filter[] = [group, { ...group, negated: true }, { ...group, join: 'or' }];
		expect(describeQuery({ ...emptyQuery, filters }, context)).toBe('everything, nothing, nothing');
	});

	test('closes all quotes, and all parentheses outside quotes', () => {
		fc.assert(
			fc.property(query, (any) => {
				const outside = describeQuery(any, { zone: context.zone }).replace(/“(?:[^”\\]|\\.)*”/gs, '');
				expect(outside).not.toMatch(/[“”"\\]/);
				expect(outside.split('(')).toHaveLength(outside.split(')').length);
			}),
			{ numRuns: 1000 },
		);
	});

	test('describes different filters differently', () => {
		const name = { kind: 'condition', column: plainColumn('name'), negated: false } as const;
		const told = (filters: Filter[]): string => describeQuery({ ...emptyQuery, filters }, context);
		const a: Filter = { ...name, operator: 'eq', operand: 'a' };
		const b: Filter = { ...name, operator: 'eq', operand: 'b' };
		const c: Filter = { ...name, operator: 'eq', operand: 'c' };
		const or = (...children: Filter[]): Filter => ({ kind: 'group', join: 'or', negated: false, children });
		const and = (...children: Filter[]): Filter => ({ kind: 'group', join: 'and', negated: false, children });
		const all = [
			[or(a, and(b, c))],
			[and(or(a, b), c)],
			[or(a, b), c],
			[or(a, or(b, c))],
			[a, b, c],
			[{ ...name, operator: 'eq' as const, operand: 'a”, name is “b' }],
		];
		expect(new Set(all.map(told)).size).toBe(all.length);
	});
});

describe('an order in plain words', () => {
	test.each([
		['', ''],
		['sort:-updated', 'latest message first'],
		['sort:updated', 'earliest message first'],
		['sort:-created,name', 'latest created first, then name from A to Z'],
		['sort:-meta.tier.nullslast', 'metadata tier from Z to A'],
		['sort:-created.nullsfirst', 'latest created first (no value first)'],
		['sort:channel.nullsfirst', 'channel from A to Z (no value first)'],
	])('%s', (line, expected) => {
		expect(describeOrder(parseQueryText(line, context).order)).toBe(expected);
	});
});
