import { describe, expect, test } from 'vitest';
import { noAttention } from '../../../src/state/attention.ts';
import { conversation } from '../../store/fixtures.ts';
import { anyPage, instead } from '../between.ts';
import { caller, callers, idOf, secondsBeforeNoon, spoken, toolCall } from '../bundles.ts';
import { screenText } from '../frames.ts';
import { type ScreenOptions, startScreen as start, type TestScreen } from '../screen-harness.tsx';

/** Wide enough for complete names. */
function startScreen(options: ScreenOptions): Promise<TestScreen> {
	return start({ size: { columns: 150, rows: 40 }, ...options });
}

/** The row of the list under the cursor. */
function cursorRow(rows: readonly string[]): string {
	return rows.find((row) => row.startsWith('│▌'))?.split('││')[0] ?? '';
}

/** The number of visible rows of the list. */
function rowCount(rows: readonly string[]): number {
	return rows.filter((row) => /^│. {8,9}\d\d:\d\d /.test(row)).length;
}

describe('finding in the list', () => {
	test('keeps only matching rows while typing, counts them, and opens the first', async () => {
		const screen = await startScreen({ bundles: callers(30) });
		await screen.waitFor('hello from 1');
		screen.press('/', 'c', 'a', 'l', 'l', 'e', 'r', ' ', '2', '9');
		const rows = await screen.waitFor((now) => now.at(-1)?.includes(' 1 of 30 loaded') === true);
		expect(rowCount(rows)).toBe(1);
		expect(cursorRow(rows)).toContain('Caller 29');
		await screen.waitFor('hello from 29');
		screen.press('\x7f');
		screen.press('\x7f', '0', '0', '2');
		const more = await screen.waitFor(' 11 of 30 loaded  Ctrl-g asks the server');
		expect(rowCount(more)).toBe(11);
		expect(more[0]).toMatch(/ 1 of 11 found, 30 loaded, all/);
	});

	test('Enter keeps the found rows: j, k, n and N move among them, and the footer shows the search', async () => {
		const bundles = callers(30).map((bundle, index) =>
			index % 10 === 4
				? { ...bundle, conversation: { ...bundle.conversation, name: `Refund ${index + 1}` } }
				: bundle,
		);
		const screen = await startScreen({ bundles });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('refund');
		screen.press('\r');
		const rows = await screen.waitFor(/find refund 3 of 30 loaded/);
		expect(rowCount(rows)).toBe(3);
		expect(cursorRow(rows)).toContain('Refund 5');
		screen.press('j');
		await screen.waitFor('hello from 15');
		screen.press('n');
		await screen.waitFor('hello from 25');
		expect(screen.rows()[0]).toContain('3 of 3 found');
		screen.press('n');
		await screen.waitFor('hello from 5');
		screen.press('N');
		expect(cursorRow(await screen.waitFor('hello from 25'))).toContain('Refund 25');
		screen.press('\x1b');
		const all = await screen.waitFor((now) => rowCount(now) === 30);
		expect(cursorRow(all)).toContain('Refund 25');
	});

	test('stays active in the list while a conversation is read and searched', async () => {
		const screen = await startScreen({ bundles: callers(30) });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('caller 30');
		await screen.waitFor('hello from 30');
		screen.press('\r', '\r', '/');
		screen.paste('good day');
		const rows = await screen.waitFor('1 of 1 ');
		expect(rowCount(rows)).toBe(1);
		screen.press('\r');
		await screen.waitFor('find good day 1 of 1');
		screen.press('\x1b');
		await screen.waitFor('Enter unfold');
		screen.press('\x1b');
		await screen.waitFor('find caller 30 1 of 30 loaded');
		expect(screen.state()).toMatchObject({ focus: 'list', narrowedTo: 'caller 30' });
	});

	test('finds by formatted number, assistant, metadata and id', async () => {
		const odd = caller(9, {
			conversation: conversation(idOf(9), {
				name: null,
				last_message_at: secondsBeforeNoon(540),
				metadata: { tier: 'platinum', assistant_id: 'assistant-1' },
			}),
		});
		const others = callers(8).map((bundle) => {
			const { assistant_id: _, ...metadata } = bundle.conversation.metadata ?? {};
			return { ...bundle, conversation: { ...bundle.conversation, metadata } };
		});
		const screen = await startScreen({ bundles: [...others, odd] });
		await screen.waitFor('hello from 1');
		const cases: readonly (readonly [string, string])[] = [
			['(312) 555 0007', 'Caller 7'],
			['platinum', idOf(9)],
			['platnum', idOf(9)],
			['reception', idOf(9)],
			[idOf(3), 'Caller 3'],
			['13125550004', 'Caller 4'],
		];
		for (const [text, wanted] of cases) {
			screen.press('/', '\x15');
			screen.paste(text);
			const rows = await screen.waitFor(
				(now) => cursorRow(now).includes(wanted.slice(0, 8)) && rowCount(now) === 1,
			);
			expect(rows.at(-1), text).toContain('1 of 9 loaded');
			screen.press('\r');
		}
	});

	test('highlights matches in end user and name, not in the clock', async () => {
		const screen = await startScreen({ bundles: callers(12) });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('caller 11');
		await screen.waitFor('1 of 12 loaded');
		screen.press('\r');
		await screen.waitFor('find caller 11');
		expect(screen.state().selectedId).toBe(idOf(11));
		const row =
			screen
				.raw()
				.split('\n')
				.find((line) => /^│▌.*555 0011/.test(screenText(line))) ?? '';
		// The theme without colours underlines a match.
		const marked = Array.from(row.split('\u001b[4m').slice(1), (part) =>
			screenText(part.split('\u001b[24m')[0] ?? ''),
		);
		expect(marked.join('|')).toBe('11|Caller|11');
	});

	const crmDown = caller(2, {
		messages: [
			...spoken('user: hi', 'assistant: hello'),
			...toolCall('crm_lookup', '{}', '{"error":"504 Gateway Timeout"}'),
		],
	});

	test.each(['504', 'crm', 'failed', 'tool', 'gateway', 'crm 504 caller'])(
		'finds a failure by the words of its signal: %s',
		async (text) => {
			const screen = await startScreen({ bundles: [caller(1), crmDown, caller(3)], badges: true });
			await screen.waitFor((now) => / T /.test(now[4] ?? ''));
			screen.press('/');
			screen.paste(text);
			const rows = await screen.waitFor((now) => now.at(-1)?.includes(' 1 of 3 loaded') === true);
			expect(cursorRow(rows)).toContain('Caller 2');
		},
	);

	test('a row whose signals arrive while one searches is then found', async () => {
		let letThrough = (): void => undefined;
		const gate = new Promise<void>((resolve) => {
			letThrough = resolve;
		});
		const screen = await startScreen({
			bundles: [caller(1), crmDown],
			start: { attention: { ...noAttention, isOn: true } },
			between: async ({ url }) => {
				if (url.includes(`${idOf(2)}/messages`)) await gate;
				return null;
			},
		});
		await screen.waitFor('hello from 1');
		screen.press('/', '5', '0', '4');
		await screen.waitFor('0 of 2 loaded');
		letThrough();
		await screen.waitFor('1 of 2 loaded');
	});

	test('says how many rows were read where it finds nothing, and that the server cannot search signals', async () => {
		const screen = await startScreen({ bundles: [caller(1), crmDown, caller(3)] });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('504');
		const rows = await screen.waitFor('No loaded row contains “504”');
		expect(rows.join('\n')).toContain('The signals of 1 of 3 rows are read; ! reads more.');
		expect(rows.join('\n')).toContain('Ctrl-g asks the server for names, numbers and ids, not');
		screen.press('\x07');
		await screen.waitFor('The server searches names, numbers and ids, not signals. Ctrl-o goes back.');
	});

	test('reports no match; Esc restores the list and the cursor', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j');
		await screen.waitFor('hello from 3');
		screen.press('/');
		screen.paste('zebra');
		const rows = await screen.waitFor('No loaded row contains “zebra”');
		expect(rows.at(-1)).toContain('0 of 9 loaded');
		screen.press('\r');
		await screen.waitFor((now) => now.at(-1)?.includes('No loaded row contains “zebra”') === true);
		screen.press('n', 'j', '\x1b');
		const back = await screen.waitFor((now) => rowCount(now) === 9);
		expect(cursorRow(back)).toContain('Caller 3');
	});

	test('Esc while typing ends the search on the selected row', async () => {
		const screen = await startScreen({ bundles: callers(30) });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('caller 002');
		await screen.waitFor('11 of 30 loaded');
		screen.press('\x1b[B');
		await screen.waitFor((now) => now[0]?.includes('2 of 11 found') === true);
		const chosen = cursorRow(screen.rows());
		screen.press('\x1b');
		const rows = await screen.waitFor((now) => rowCount(now) === 30);
		expect(screen.state().narrowedTo).toBeNull();
		// Badges may have changed meanwhile.
		expect(cursorRow(rows).slice(0, 56)).toBe(chosen.slice(0, 56));
	});

	test.each([
		['with hits', 'caller 29', '1 of 30 loaded'],
		['without a hit, after letters that had some', 'caller 29x', '0 of 30 loaded'],
	])('Esc while typing goes back to the row and its place: %s', async (_, text, shown) => {
		const screen = await startScreen({ bundles: callers(30) });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j', 'j');
		await screen.waitFor('hello from 4');
		screen.press('/', ...text);
		await screen.waitFor(shown);
		screen.press('\x1b');
		const rows = await screen.waitFor((now) => rowCount(now) === 30);
		expect(cursorRow(rows)).toContain('Caller 4');
		expect(rows.findIndex((row) => row.startsWith('│▌'))).toBe(6);
	});

	test('deleting the typed text goes back to the row too', async () => {
		const screen = await startScreen({ bundles: callers(30) });
		await screen.waitFor('hello from 1');
		screen.press('j', '/', '2', '9');
		await screen.waitFor((now) => cursorRow(now).includes('Caller 29'));
		screen.press('\x7f', '\x7f');
		await screen.waitFor((now) => cursorRow(now).includes('Caller 2 '));
		expect(rowCount(screen.rows())).toBe(30);
		expect(screen.state()).toMatchObject({ narrowedTo: null });
	});

	test('a new row is shown if it matches', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('/');
		screen.paste('caller');
		screen.press('\r');
		await screen.waitFor('find caller 9 of 9 loaded');
		// The list is complete and its top was read again, so no request is under way.
		const lists = () => screen.requests.filter((one) => one.startsWith('GET /ai/conversations?'));
		await screen.waitFor((now) => lists().length === 3 && now[0]?.includes('loading') === false);
		for (const [index, name] of ['Caller new', 'Other'].entries()) {
			screen.store.conversations.insert(
				conversation(idOf(100 + index), { name, last_message_at: secondsBeforeNoon(5) }),
			);
		}
		screen.press('r');
		expect(rowCount(await screen.waitFor('find caller 10 of 11 loaded'))).toBe(10);
	});

	test('does not load the rest of the account', async () => {
		const screen = await startScreen({ bundles: callers(350) });
		await screen.waitFor('1 of 100 loaded, more');
		screen.press('/');
		screen.paste('caller 07');
		await screen.waitFor('hello from 7');
		screen.press('\r');
		await screen.waitFor('find caller 07');
		expect(screen.rows()[0]).toContain('100 loaded, more');
		expect(screen.requests.filter((one) => one.startsWith('GET /ai/conversations?'))).toHaveLength(1);
	});

	test('Ctrl-g sends the search to the server, and Ctrl-o goes back', async () => {
		const screen = await startScreen({ bundles: callers(350) });
		await screen.waitFor('1 of 100 loaded, more');
		screen.press('/');
		screen.paste('caller 34');
		await screen.waitFor('of 100 loaded  Ctrl-g asks the server');
		screen.press('\x07');
		const rows = await screen.waitFor('1 of 14 loaded, all');
		expect(screen.requests.some((one) => one.includes('name=ilike.*caller*&name=ilike.*34*'))).toBe(true);
		expect(rowCount(rows)).toBe(14);
		expect(screen.state()).toMatchObject({ narrowedTo: null, overlays: [] });
		screen.press('\x0f');
		await screen.waitFor('of 100 loaded, more');
	});

	test('Ctrl-g asks for a number after Enter too', async () => {
		const screen = await startScreen({ bundles: callers(350) });
		await screen.waitFor('1 of 100 loaded, more');
		screen.press('/');
		screen.paste('+1 312 555 0333');
		screen.press('\r');
		await screen.waitFor('. Ctrl-g asks the server');
		screen.press('\x07');
		await screen.waitFor('hello from 333');
		expect(screen.rows()[0]).toContain('1 of 1 loaded, all');
	});

	test('answers at a hundred thousand rows', { timeout: 60_000 }, async () => {
		const rows = Array.from({ length: 100_000 }, (_, index) => ({
			id: `id-${index}`,
			name: index % 1000 === 999 ? `Refund ${index}` : `Caller ${index}`,
			created_at: secondsBeforeNoon(index),
			last_message_at: secondsBeforeNoon(index),
			metadata: { telnyx_end_user_target: `+1${3_125_000_000 + index}` },
		}));
		const screen = await startScreen({ between: instead(anyPage, () => Response.json({ data: rows })) });
		await screen.waitFor('of 100,000 loaded');
		screen.press('/', 'r', 'e', 'f', 'u', 'n', 'd');
		const found = await screen.waitFor('100 of 100,000 loaded');
		expect(cursorRow(found)).toContain('Refund 999');
		screen.press(' ', '9', '9', '9', '9', '9');
		await screen.waitFor('1 of 100,000 loaded');
		expect(cursorRow(screen.rows())).toContain('Refund 99999');
	});
});
