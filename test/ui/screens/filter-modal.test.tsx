import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { toQueryString } from '../../../src/filter/format.ts';
import { resolveQuery } from '../../../src/filter/resolve.ts';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { query } from '../../store/fixtures.ts';
import { anyPage, instead } from '../between.ts';
import { caller, callers } from '../bundles.ts';
import { type ScreenOptions, startScreen } from '../screen-harness.tsx';

async function opened(options: ScreenOptions = {}) {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('3 loaded, all');
	screen.press('f');
	await screen.waitFor('─ Filter ─');
	return screen;
}

/** The filter of the latest request. */
function filtersOf(screen: Awaited<ReturnType<typeof startScreen>>): string {
	return toQueryString(
		resolveQuery({ ...screen.state().query, order: [] }, { now: instantFromMillis(0), zone: () => 0 }),
	);
}

describe('the filter modal', () => {
	test('a few keys filter by channel: without a filter it starts at the columns and takes the offer', async () => {
		const { conversation, ...rest } = caller(4);
		const metadata = { ...conversation.metadata, telnyx_conversation_channel: 'sms_chat' };
		const screen = await startScreen({
			bundles: [...callers(3), { ...rest, conversation: { ...conversation, metadata } }],
		});
		await screen.waitFor('4 loaded, all');
		screen.press('f', '\r', 'phone', '\r', '\r');
		await screen.waitFor((rows) => rows[0]?.includes('3 loaded, all') === true);
		expect(filtersOf(screen)).toBe('metadata-%3Etelnyx_conversation_channel=eq.phone_call');
		expect(
			screen.requests.some((one) => one.includes('metadata->telnyx_conversation_channel=eq.phone_call')),
		).toBe(true);
	});

	test('offers assistants by name', async () => {
		const screen = await opened();
		screen.press('assis', '\r', 'recep');
		await screen.waitFor(/Reception +assistant-1/);
		screen.press('\r');
		await screen.waitFor('assistant is = Reception (assistant-1)');
		screen.press('\r');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(filtersOf(screen)).toBe('metadata-%3Eassistant_id=eq.assistant-1');
	});

	test('offers values seen before; Tab types one, in a list after the others', async () => {
		const screen = await opened();
		screen.press('end', '\r', '\x1b[Z', 'is one', '\r', '0002', '\t', ', ', '0003', '\t');
		await screen.waitFor('+13125550002, +13125550003');
		screen.press('\r', '\r');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
	});

	test('shows the outgoing request and the instants of a date while typing', async () => {
		const screen = await opened();
		screen.press('last', '\r', '24h');
		await screen.waitFor('>= 2026-11-2');
		await screen.waitFor(
			'GET /ai/conversations?last_message_at=gte.2026-11-21T12%3A00%3A00.000000%2B00%3A00',
		);
		expect(screen.requests.some((one) => one.includes('gte'))).toBe(false);
		screen.press('\r');
		await screen.waitFor(/last message since >= 24h \(2026-11-2\d \d\d:00:00 [+-]\d\d:\d\d\)/);
	});

	test('Esc goes back one step at a time and keeps the old filter', async () => {
		const screen = await opened({ start: { query: query('name=ilike.*caller*&order=id.asc') } });
		const before = screen.state().query;
		screen.press('\r', 'x', '\r');
		await screen.waitFor('name contains ~ callerx');
		screen.press('a', '\r', 'sms');
		await screen.waitFor('channel is =');
		screen.press('\x1b');
		await screen.waitFor('Type to narrow the list');
		screen.press('\x1b');
		await screen.waitFor('+ condition');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(screen.state().query).toBe(before);
	});

	test('an invalid value is refused at its field with the reason', async () => {
		const screen = await opened();
		screen.press('last', '\r', 'soonish', '\r');
		await screen.waitFor('“soonish” is not a date.');
		screen.press('\x15', 'yesterday', '\r');
		await screen.waitFor('last message since >= yesterday (');
		screen.press('k', '\r', 'many', '\r');
		await screen.waitFor('The limit is a whole number');
		screen.press('\x15', '2', '\r');
		await screen.waitFor('limit  2 rows');
		screen.press('G', '\r');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
	});

	test('an empty group is refused at its row', async () => {
		const screen = await opened();
		screen.press('\x1b');
		await screen.waitFor('+ condition');
		screen.press('g', '\x1b');
		await screen.waitFor('any of (nothing yet)');
		screen.press('\x01');
		await screen.waitFor('! any of (nothing yet)');
		await screen.waitFor('a adds a condition, x removes the group.');
		expect(filtersOf(screen)).toBe('');
	});

	test('groups: any of two, moved and negated', async () => {
		const screen = await opened();
		screen.press('\x1b');
		await screen.waitFor('+ condition');
		screen.press('g', 'name', '\r', 'Caller 1', '\r');
		await screen.waitFor('name contains ~ Caller 1');
		screen.press('j', 'j', 'd');
		await screen.waitFor((rows) => rows.filter((row) => row.includes('name contains')).length === 2);
		screen.press('\r', '\x7f', '3', '\r');
		await screen.waitFor('or  name contains ~ Caller 3');
		screen.press('\x01');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
		screen.press('f', '!', '\x01');
		await screen.waitFor((rows) => rows[0]?.includes('1 loaded, all') === true);
		expect(filtersOf(screen)).toBe('not.or=(name.ilike.*Caller%201*%2Cname.ilike.*Caller%203*)');
	});

	test('s sorts in the draft, and no request is sent before Apply', async () => {
		const screen = await opened({ start: { query: query('name=ilike.*caller*&order=id.asc') } });
		screen.press('s');
		await screen.waitFor('─ Sort ─');
		screen.press('j', 'j', '\r');
		await screen.waitFor('+ condition');
		expect(screen.state().query.order).toEqual(query('order=id.asc').order);
		screen.press('\x01');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(screen.state().query).toEqual(query('name=ilike.*caller*&order=name.desc.nullslast'));
	});

	test('an objection of the server is shown at its row when the filter reopens', async () => {
		const screen = await startScreen({
			start: { query: query('name=eq.a&metadata->tier=eq.gold') },
			between: instead(anyPage, () =>
				Response.json(
					{
						errors: [
							{
								code: '10015',
								title: 'Bad',
								detail: 'tier is not filterable \u001b[31m',
								source: { parameter: 'metadata->tier' },
							},
						],
					},
					{ status: 422 },
				),
			),
		});
		await screen.waitFor('refused the request');
		screen.press('f');
		await screen.waitFor(/! tier is = gold +The server says: tier is not filterable ␛\[31m/);
		screen.intervene(null);
		screen.press('x', '\x01');
		await screen.waitFor((rows) => !rows.join().includes('refused the request'));
	});

	test('a choice with any content is shown safely and taken unchanged', async () => {
		const { conversation, ...rest } = caller(1);
		const hostile = '\u001b]8;;http://evil\u0007gold\u202e\n';
		const metadata = { name: 'a key like a field', tier: hostile };
		const screen = await startScreen({ bundles: [{ ...rest, conversation: { ...conversation, metadata } }] });
		await screen.waitFor('1 loaded, all');
		screen.press('f', 'name');
		const rows = await screen.waitFor((now) => now.filter((row) => /│ name /.test(row)).length === 2);
		expect(rows.join('\n')).toMatch(/name +metadata/);
		screen.press('\x15');
		await screen.waitFor('channel ');
		screen.press('tier', '\r');
		await screen.waitFor('␛]8;;http://evil');
		expect(screen.raw()).not.toContain('\u001b]8');
		screen.press('\x1b[B', '\r', '\r');
		await screen.waitFor((now) => !now.join().includes('─ Filter ─'));
		expect(screen.state().query.filters).toMatchObject([{ operand: hostile }]);
	});

	test('an unknown metadata key can be typed, even a hostile one', async () => {
		const screen = await opened();
		screen.press('we"ird, \\key', '\r', 'v', '\r', '\r');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(screen.state().query).toEqual({
			...newestFirst,
			filters: [
				{
					kind: 'condition',
					column: { kind: 'metadata', key: 'we"ird, \\key', arrow: '->' },
					negated: false,
					operator: 'eq',
					operand: 'v',
				},
			],
		});
	});
});

describe.each([
	[80, 24],
	[60, 15],
])('at %i×%i', (columns, rows) => {
	test('every row of the modal is complete: rows, question, meaning', async () => {
		const size = { columns, rows };
		const many = query(
			'name=eq.a&id=eq.b&or=(name.eq.c,metadata->tier.eq.d,not.and(id.eq.1,id.eq.2))&created_at=gte.2026-11-01',
		);
		const screen = await startScreen({ bundles: callers(3), size, start: { query: many } });
		screen.press('f');
		const first = await screen.waitFor('─ Filter ─');
		expect(first).toHaveLength(rows);
		expect(first.join('\n')).toContain('GET /ai/conversations?name=eq.a');
		expect(first.join('\n')).toContain('name is = a');
		for (const row of first) expect(row.length).toBeLessThanOrEqual(columns);
		screen.press('G');
		await screen.waitFor('Apply');
		expect(screen.text()).toContain('GET /ai/conversations?');
		screen.press('a');
		const asked = await screen.waitFor('Type to narrow the list');
		expect(asked.join('\n')).toMatch(/channel +telnyx_conversation_channel/);
		expect(asked.join('\n')).toContain('GET /ai/conversations?');
		const borders = asked.filter((row) => /[╭╰]─.*[╮╯]/.test(row));
		expect(borders.length).toBeGreaterThanOrEqual(3);
	});
});
