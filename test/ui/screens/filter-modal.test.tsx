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
		screen.press('f', '\r', 'phone', '\r', '\x18');
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
		await screen.waitFor('assistant is Reception (assistant-1)');
		screen.press('\x18');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(filtersOf(screen)).toBe('metadata-%3Eassistant_id=eq.assistant-1');
	});

	test('offers values seen before; Tab types one, in a list after the others', async () => {
		const screen = await opened();
		screen.press('end', '\r', '\x1b[Z', 'is one', '\r', '0002', '\t', ', ', '0003', '\t');
		await screen.waitFor('+13125550002, +13125550003');
		screen.press('\x18');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
	});

	test('shows the outgoing request and the instants of a date while typing', async () => {
		const screen = await opened();
		screen.press('last', '\r', '24h');
		await screen.waitFor('2026-11-21 12:00 +00:00');
		await screen.waitFor('GET /ai/conversations? last_message_at=gte.2026-11-21T12:00:00.000000+00:00');
		expect(screen.state().query).toEqual(newestFirst);
		screen.press('\r');
		await screen.waitFor(/last message since 24h \(2026-11-21 12:00 /);
	});

	test('Esc leaves at once from any step, keeps the draft with its question, and f opens it again', async () => {
		const screen = await opened({ start: { query: query('name=ilike.*caller*&order=id.asc') } });
		const before = screen.state().query;
		screen.press('\r', 'x', '\r');
		await screen.waitFor('name contains callerx');
		screen.press('a', '\r', 'sms');
		await screen.waitFor('channel is');
		screen.press('\x1b');
		await screen.waitFor('Filter kept. f opens it again.');
		expect(screen.text()).not.toContain('─ Filter ─');
		expect(screen.state().query).toBe(before);
		screen.press('f');
		await screen.waitFor('channel is sms');
		screen.press('\x1b[Z', '\x1b[Z', '\x1b[Z');
		await screen.waitFor('name contains callerx');
		screen.press('u');
		await screen.waitFor(/name contains caller +│/);
		expect(screen.text()).not.toContain('Discard the changes');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		expect(screen.rows().at(-1)).not.toContain('Filter kept');
	});

	test('a changed draft can be discarded by a row and by Ctrl-r', async () => {
		const screen = await opened({ start: { query: query('name=ilike.*caller*&order=id.asc') } });
		screen.press('x');
		await screen.waitFor('Discard the changes');
		screen.press('G');
		screen.press('j');
		await screen.waitFor('Enter discard');
		screen.press('\r');
		await screen.waitFor('The changes of the filter were discarded.');
		screen.press('f');
		await screen.waitFor('name contains caller');
		screen.press('x');
		await screen.waitFor('Discard the changes');
		screen.press('\x12');
		await screen.waitFor((rows) => !rows.join().includes('─ Filter ─'));
		screen.press('f');
		await screen.waitFor('name contains caller');
	});

	test('Shift-Tab, and Backspace in an empty field, go back from value to operator to column', async () => {
		for (const back of ['\x1b[Z', '\x7f']) {
			const screen = await opened();
			screen.press('name', '\r');
			await screen.waitFor('name contains');
			screen.press(back);
			await screen.waitFor('is one of');
			screen.press(back);
			await screen.waitFor('Type to narrow the list');
			screen.press(back);
			await screen.waitFor('+ condition');
		}
	});

	test('the cursor stays on a new row, and the preview counts what it finds once typing rests', async () => {
		const screen = await opened();
		const counts = async (words: string): Promise<void> => {
			await screen.waitFor('counting…');
			screen.ticker.advance(300);
			await screen.waitFor(words);
		};
		const counted = () => screen.requests.filter((one) => one.includes('limit=101')).length;
		screen.press('name', '\r', 'Caller 2');
		await screen.waitFor('name contains Caller 2');
		expect(counted()).toBe(0);
		await counts('1 found');
		expect(counted()).toBe(1);
		screen.press('\r');
		await screen.waitFor('Enter change');
		screen.press('!');
		await counts('2 found');
	});

	test('text that looks like an API key is not sent to count rows', async () => {
		const screen = await opened();
		const key = `KEY0192${'ab12'.repeat(7)}_${'x1'.repeat(8)}`;
		screen.press('name', '\r', key);
		await screen.waitFor('not counted: this looks like an API key');
		screen.ticker.advance(10_000);
		expect(screen.requests.join()).not.toContain('KEY0192');
	});

	test('rows and query text are one draft: = and Ctrl-t go from one to the other', async () => {
		const screen = await opened({ start: { query: query('name=ilike.*caller*&order=id.asc') } });
		screen.press(' ', 'a', 'name', '\r', 'two', '\r');
		await screen.waitFor('name contains two');
		screen.press('=');
		await screen.waitFor(/= name~two/);
		screen.press('\x14');
		await screen.waitFor(/off +name contains caller/);
		screen.press('=');
		await screen.waitFor(/= name~two/);
		screen.press('limit:1', '\x14');
		await screen.waitFor('limit  1 rows');
		screen.press('u');
		await screen.waitFor('limit  none');
		expect(screen.state().query).toEqual(query('name=ilike.*caller*&order=id.asc'));
		screen.press('=', 'limit:2', '\x1b');
		await screen.waitFor('Filter kept. f opens it again.');
		screen.press('f');
		await screen.waitFor('limit  2 rows');
		screen.press('\x18');
		await screen.waitFor((rows) => rows[0]?.includes('at most 2') === true);
	});

	test('an invalid value is refused at its field with the reason', async () => {
		const screen = await opened();
		screen.press('last', '\r', 'soonish', '\r');
		await screen.waitFor('“soonish” is not a date.');
		screen.press('\x15', 'yesterday', '\r');
		await screen.waitFor('last message since yesterday (');
		screen.press('G', 'k', '\r', 'many', '\r');
		await screen.waitFor('The limit is a whole number');
		screen.press('\x15', '2', '\r');
		await screen.waitFor('limit  2 rows');
		screen.press('G', '\r');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
	});

	test('an empty group is left out, with a notice', async () => {
		const screen = await opened();
		screen.press('\x1b[Z');
		await screen.waitFor('+ condition');
		screen.press('g', '\x1b[Z');
		await screen.waitFor('any of (empty: it is left out)');
		screen.press('\x18');
		await screen.waitFor('The empty group was left out.');
		expect(filtersOf(screen)).toBe('');
	});

	test('groups: any of two, moved and negated', async () => {
		const screen = await opened();
		screen.press('\x1b[Z');
		await screen.waitFor('+ condition');
		screen.press('g', 'name', '\r', 'Caller 1', '\r');
		await screen.waitFor('name contains Caller 1');
		screen.press('d');
		await screen.waitFor((rows) => rows.filter((row) => row.includes('name contains')).length === 2);
		screen.press('\r', '\x7f', '3', '\r');
		await screen.waitFor('or  name contains Caller 3');
		screen.press('\x18');
		await screen.waitFor((rows) => rows[0]?.includes('2 loaded, all') === true);
		screen.press('f', '!', '\x18');
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
		screen.press('\x18');
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
		await screen.waitFor(/✗ tier is gold +The server says: tier is not filterable ␛\[31m/);
		screen.intervene(null);
		screen.press('x', '\x18');
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
		screen.press('\x1b[B', '\r', '\x18');
		await screen.waitFor((now) => !now.join().includes('─ Filter ─'));
		expect(screen.state().query.filters).toMatchObject([{ operand: hostile }]);
	});

	test('an unknown metadata key can be typed, even a hostile one', async () => {
		const screen = await opened();
		screen.press('we"ird, \\key', '\r', 'v', '\r', '\x18');
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
		expect(first.join('\n')).toContain('GET /ai/conversations? name=eq.a');
		expect(first.join('\n')).toContain('name is a');
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

test('the box grows into free rows, so that the request keeps its start at 80×24', async () => {
	const start = {
		query: query(
			'metadata->telnyx_conversation_channel=eq.phone_call&created_at=gte.2026-11-01&metadata->telnyx_end_user_target=ilike.*312555*',
		),
	};
	const screen = await startScreen({ bundles: callers(3), size: { columns: 80, rows: 24 }, start });
	screen.press('f');
	await screen.waitFor('─ Filter ─');
	for (let row = 0; row < 3; row++) {
		await screen.waitFor('GET /ai/conversations?');
		expect(screen.text()).toContain('limit=100');
		screen.press('j');
	}
});
