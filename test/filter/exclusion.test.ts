import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeQuery } from '../../src/filter/describe-query.ts';
import { excluding } from '../../src/filter/exclusion.ts';
import { toQueryString } from '../../src/filter/format.ts';
import type { KeysetRow } from '../../src/filter/keyset.ts';
import { formatQueryText } from '../../src/filter/query-text/format-query-text.ts';
import { parseQueryText } from '../../src/filter/query-text/parse-query-text.ts';
import { resolveQuery } from '../../src/filter/resolve.ts';
import type { Filter } from '../../src/filter/tree.ts';
import { rows, usedFilters } from './arbitraries.ts';
import { at, context } from './query-text/context.ts';
import { holds } from './reference.ts';

const nothing: Filter = { kind: 'group', join: 'or', negated: false, children: [] };
const asked = (line: string): string =>
	decodeURIComponent(toQueryString(resolveQuery(parseQueryText(line, context), context)));
const channel = 'metadata->telnyx_conversation_channel';

function row(id: string, metadata: KeysetRow['metadata'], name: string | null = 'x'): KeysetRow {
	return { id, name, createdAt: null, lastMessageAt: null, metadata };
}

/** A conversation always has both timestamps. */
const noon = at('2026-11-22T12:00:00Z');

const web = row('web', { telnyx_conversation_channel: 'web_chat' });
const call = row('call', { telnyx_conversation_channel: 'phone_call' });
const none = row('none', {}, null);

function kept(line: string): string[] {
	const { filters } = resolveQuery(parseQueryText(line, context), context);
	return [web, call, none]
		.filter((one) => filters.every((filter) => holds(filter, one) === true))
		.map(({ id }) => id);
}

describe('excluding a value keeps rows without one (case 17)', () => {
	test.each([
		['-channel:web_chat', `or=(${channel}.neq.web_chat,${channel}.is.null)`],
		['channel!=web_chat', `or=(${channel}.neq.web_chat,${channel}.is.null)`],
		['not channel:web_chat', `or=(${channel}.neq.web_chat,${channel}.is.null)`],
		['-channel:web_chat,web_call', `or=(${channel}.not.in.(web_chat,web_call),${channel}.is.null)`],
		['name!~refund', 'or=(name.not.ilike.*refund*,name.is.null)'],
		['-refund', 'or=(name.not.ilike.*refund*,name.is.null)'],
		[
			'-(channel:web_chat or name:x)',
			`and=(or(${channel}.neq.web_chat,${channel}.is.null),or(name.neq.x,name.is.null))`,
		],
		['-channel:null', `${channel}=not.is.null`],
		['-id:a', 'id=not.eq.a'],
		['-channel.eq:web_chat', `or=(${channel}.neq.web_chat,${channel}.is.null)`],
		['--channel:web_chat', `${channel}=eq.web_chat`],
		['-(-channel:web_chat)', `${channel}=eq.web_chat`],
	])('%s becomes %s', (line, request) => {
		expect(asked(line)).toBe(request);
	});

	test.each([
		['channel=neq.web_chat', `${channel}=neq.web_chat`],
		['channel=not.eq.web_chat', `${channel}=not.eq.web_chat`],
		['channel.neq:web_chat', `${channel}=neq.web_chat`],
		[`?${channel}=neq.web_chat`, `${channel}=neq.web_chat`],
		[`?not.or=(${channel}.eq.web_chat,name.eq.x)`, `not.or=(${channel}.eq.web_chat,name.eq.x)`],
	])('PostgREST’s own %s is unchanged', (line, request) => {
		expect(asked(line)).toBe(request);
		expect(asked(formatQueryText(parseQueryText(line, context), context))).toBe(request);
	});

	test.each(['-channel:web_chat', 'channel!=web_chat', 'not (channel:web_chat)', '-channel:web_chat,sms'])(
		'%s matches a conversation without a channel',
		(line) => {
			expect(kept(line)).toEqual(['call', 'none']);
			expect(kept(formatQueryText(parseQueryText(line, context), context))).toEqual(['call', 'none']);
		},
	);

	test('PostgREST’s neq does not', () => {
		expect(kept('channel=neq.web_chat')).toEqual(['call']);
	});

	test('is written as it was said, and its words say which are kept', () => {
		const query = parseQueryText('-channel:web_chat', context);
		expect(formatQueryText(query, context)).toBe('-channel:web_chat');
		expect(describeQuery(query, context)).toBe('(no web chat or no value)');
		expect(formatQueryText(parseQueryText('channel=neq.web_chat', context), context)).toBe(
			'channel.neq:web_chat',
		);
	});

	test('an exclusion and its filter split all rows between them', () => {
		fc.assert(
			fc.property(usedFilters, rows, ([filter], some) => {
				if (filter === undefined) return;
				for (const one of some) {
					const timed = {
						...one,
						createdAt: one.createdAt ?? noon,
						lastMessageAt: one.lastMessageAt ?? noon,
					};
					expect(holds(excluding(filter), timed) === true).toBe(holds(filter, timed) !== true);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('excluding twice restores the filter', () => {
		for (const line of ['name~x', 'channel:sms', 'meta.n>5', 'name.match:"^a"']) {
			const [filter = nothing] = parseQueryText(line, context).filters;
			expect(excluding(excluding(filter))).toEqual(filter);
		}
	});
});
