import { describe, expect, test } from 'vitest';
import { conversation } from '../../store/fixtures.ts';
import { anyPage, holding, instead, laterPage, listOf } from '../between.ts';
import { caller, callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** The row of the list under the cursor. */
function cursorRow(rows: readonly string[]): string {
	return rows.find((row) => row.startsWith('│▌')) ?? '';
}

describe('the list', () => {
	test('shows the newest first, with the account and the number of rows', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		const rows = await screen.waitFor('hello from 1');
		expect(rows).toHaveLength(40);
		expect(rows[0]).toMatch(/^ tconv {2}test +1 of 3 loaded, all$/);
		expect(rows[3]).toContain('▌        11:59   call +1 312 555 0001 Caller 1');
		expect(rows[4]).toContain('         11:58   call +1 312 555 0002 Caller 2');
		expect(rows.at(-1)).toContain('j move');
	});

	test('moves its cursor, and the conversation under it opens', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('j', '\x1b[B');
		expect(cursorRow(await screen.waitFor('hello from 3'))).toContain('Caller 3');
		screen.press('k');
		expect(cursorRow(await screen.waitFor('hello from 2'))).toContain('Caller 2');
	});

	test('takes keys that arrive in one chunk one by one', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('jjjk');
		expect(cursorRow(await screen.waitFor('hello from 3'))).toContain('Caller 3');
	});

	test('requests no transcript of a row that the cursor only passed', async () => {
		const screen = await startScreen({ bundles: callers(9), restMillis: 30 });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j', 'j');
		await screen.waitFor('hello from 4');
		expect(screen.requests.filter((one) => one.includes('/messages'))).toEqual([
			expect.stringContaining(idOf(1)),
			expect.stringContaining(idOf(4)),
		]);
	});

	test('keeps its loaded rows at the end, even in an order that only the server knows', async () => {
		let asked = 0;
		const screen = await startScreen({
			bundles: callers(520),
			between: (request) => {
				if (/\/conversations\?/.test(request.url)) asked++;
				return null;
			},
		});
		await screen.waitFor('hello from 1');
		screen.press('=');
		await screen.waitFor('everything');
		asked = 0;
		screen.press('sort:name', '\r');
		const place = (row: string) =>
			row
				.match(/(\d+) of (\d+) loaded/)
				?.slice(1)
				.map(Number) ?? [];
		for (let loaded = 100; loaded < 520; loaded = Math.min(520, loaded + 100)) {
			await screen.waitFor(
				(rows) => /name from A/.test(rows[0] ?? '') && (place(rows[0] ?? '')[1] ?? 0) >= loaded,
			);
			screen.press('G');
		}
		await screen.waitFor(/of 520 loaded, all/);
		screen.press('G');
		await screen.waitFor(/520 of 520 loaded, all/);
		// 100 per page, the last one shorter, and no page twice.
		expect(asked).toBe(6);
	});

	test('loads more before its end, each row once', async () => {
		const screen = await startScreen({ bundles: callers(230) });
		await screen.waitFor('1 of 100 loaded, more');
		screen.press('G');
		await screen.waitFor('100 of 200 loaded');
		screen.press('G');
		await screen.waitFor('200 of 230 loaded, all');
		screen.press('G');
		expect(cursorRow(await screen.waitFor('hello from 230'))).toContain('Caller');
		expect(screen.rows()[0]).toContain('230 of 230');
	});

	test('is sorted by creation on s, and back, with the cursor on the row it was on', async () => {
		const late = caller(8);
		const bundles = [
			...callers(3),
			{ ...late, conversation: { ...late.conversation, created_at: secondsBeforeNoon(1) } },
		];
		const screen = await startScreen({ bundles });
		await screen.waitFor('hello from 1');
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.press('s');
		const menu = (await screen.waitFor('1  last message')).join('\n');
		expect(menu).toMatch(/end user \(telnyx_end_user_target\)/);
		expect(menu).not.toMatch(/metadata->|last_message_at/);
		screen.press('j', '\r');
		const rows = await screen.waitFor((now) => now[3]?.includes('Caller 8') === true);
		expect(rows[0]).toContain('latest created first');
		await screen.waitFor((now) => cursorRow(now).includes('Caller 2'));
		screen.press('s');
		await screen.waitFor('1  created ');
		screen.press('\r');
		await screen.waitFor(
			(now) => now[3]?.includes('Caller 1') === true && cursorRow(now).includes('Caller 2'),
		);
	});
});

describe('refresh', () => {
	test('keeps the selection while rows arrive above it', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j');
		await screen.waitFor('hello from 3');
		for (const [index, second] of [5, 10].entries()) {
			screen.store.conversations.insert(
				conversation(idOf(100 + index), { name: `New ${index}`, last_message_at: secondsBeforeNoon(second) }),
			);
		}
		screen.press('r');
		const rows = await screen.waitFor('5 of 11 loaded');
		expect(cursorRow(rows)).toContain('Caller 3');
		expect(screen.text()).toContain('hello from 3');
	});

	test('refreshing a list sorted by name keeps all loaded rows', async () => {
		const screen = await startScreen({ bundles: callers(520) });
		await screen.waitFor('1 of 100 loaded');
		screen.press('s');
		await screen.waitFor('1  last message');
		screen.press('j', 'j', '\r');
		await screen.waitFor((rows) => rows[0]?.includes('name') === true && rows[0].includes('100 loaded'));
		for (const loaded of [200, 300, 400, 500, 520]) {
			screen.press('G');
			await screen.waitFor(`of ${loaded} loaded`);
		}
		screen.store.conversations.delete(idOf(7));
		screen.press('r');
		await screen.waitFor('of 519 loaded');
	});

	test('a refresh that removes the open conversation from the list keeps it on screen', async () => {
		const screen = await startScreen({ bundles: callers(9) });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j', '\r');
		await screen.waitFor('hello from 3');
		screen.store.conversations.delete(idOf(3));
		screen.press('R');
		const rows = await screen.waitFor('of 8 loaded');
		expect(rows.join('\n')).toContain('hello from 3');
		expect(rows.join('\n')).toContain('│ +1 312 555 0003 ');
		await screen.waitFor('This conversation was deleted elsewhere.');
		expect(screen.text()).toContain('hello from 3');
	});

	test('moves to the nearest row below a deleted selection', async () => {
		const screen = await startScreen({ bundles: callers(5) });
		await screen.waitFor('hello from 1');
		screen.press('j', 'j');
		await screen.waitFor('hello from 3');
		screen.store.conversations.delete(idOf(3));
		screen.press('r');
		expect(cursorRow(await screen.waitFor('hello from 4'))).toContain('Caller 4');
		expect(screen.text()).not.toContain('Caller 3');
	});

	test('a row that moved to the top is there once, and stays selected', async () => {
		const screen = await startScreen({ bundles: callers(150) });
		await screen.waitFor('hello from 1');
		screen.press('jjjj');
		await screen.waitFor('hello from 5');
		const row = screen.store.conversations.rowOf(idOf(5));
		screen.store.messages.add(row ?? -1, { role: 'user', text: 'still here' });
		screen.press('r');
		const rows = await screen.waitFor((now) => now[3]?.includes('Caller 5') === true);
		expect(cursorRow(rows)).toContain('Caller 5');
		expect(rows.filter((one) => /\bCaller 5\b.*││/.test(one))).toHaveLength(1);
	});

	test('is not undone by a page requested earlier', async () => {
		const screen = await startScreen({ bundles: callers(230) });
		await screen.waitFor('1 of 100 loaded, more');
		const { between, release } = holding(laterPage);
		screen.intervene(between);
		screen.press('G');
		await screen.waitFor(() => screen.requests.some((one) => one.includes('or=')));
		screen.store.conversations.insert(
			conversation(idOf(1000), { name: 'Newcomer', last_message_at: secondsBeforeNoon(1) }),
		);
		screen.press('g', 'r');
		await screen.waitFor('of 101 loaded');
		screen.intervene(null);
		release();
		screen.press('G');
		await screen.waitFor('of 201 loaded');
		screen.press('g');
		await screen.waitFor('Newcomer');
	});

	test('reads only the top, for any number of loaded rows', async () => {
		const screen = await startScreen({ bundles: callers(150) });
		await screen.waitFor('hello from 1');
		const before = screen.requests.length;
		screen.press('r');
		await screen.waitFor(() => screen.requests.length > before && !screen.text().includes('loading '));
		expect(screen.requests.slice(before)).toHaveLength(1);
	});
});

describe('placeholders for rows', () => {
	test('an empty account says so', async () => {
		const screen = await startScreen();
		const rows = await screen.waitFor('This account has no conversations yet.');
		expect(rows.join('\n')).toContain('r refreshes.');
		expect(rows.join('\n')).toContain('No conversation is open.');
	});

	test('an empty account that gets its first conversation shows it on r', async () => {
		const screen = await startScreen();
		await screen.waitFor('This account has no conversations yet.');
		screen.store.conversations.insert(caller(1).conversation);
		screen.press('r');
		await screen.waitFor('Caller 1');
	});

	test('a list that cannot continue says so beside its rows, and not that it is complete', async () => {
		const rows = callers(100).map((bundle) => bundle.conversation);
		const screen = await startScreen({ between: instead(anyPage, () => Response.json({ data: rows })) });
		await screen.waitFor('Caller 1');
		screen.press('G');
		const now = await screen.waitFor('The list ends early');
		expect(now[0]).not.toContain('loaded, all');
	});

	test('while the first page is under way, it says so', async () => {
		const { between, release } = holding(anyPage);
		const screen = await startScreen({ bundles: callers(2), between });
		await screen.waitFor('Loading conversations');
		release();
		await screen.waitFor('hello from 1');
	});

	test('an unreadable row keeps its place, and 5 shows it as received', async () => {
		const good = caller(1).conversation;
		const broken = { id: 'b1', created_at: 'yesterday', surprise: 'what is this' };
		const screen = await startScreen({
			between: listOf([good, broken]),
		});
		await screen.waitFor('unreadable row: created_at');
		screen.press('j');
		await screen.waitFor('tconv could not read this row of the list.');
		screen.press('5');
		await screen.waitFor('what is this');
		// While the other order loads no list has the row, and it still must not be requested.
		const { between, release } = holding(anyPage);
		screen.intervene(between);
		screen.press('1', 's');
		await screen.waitFor('1  last message');
		screen.press('j', '\r');
		await screen.waitFor('Loading conversations');
		expect(screen.text()).toContain('what is this');
		screen.intervene(null);
		release();
		await screen.waitFor('This account has no conversations yet.');
		expect(screen.requests.filter((one) => one.includes('/b1') || one.includes('unreadable'))).toEqual([]);
	});
});
