import { describe, expect, test, vi } from 'vitest';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { type AlertWay, builtInSavedViews, type SavedView } from '../../../src/filter/saved-views.ts';
import { refusal } from '../between.ts';
import { caller, callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const calls: SavedView = {
	id: 'calls',
	name: 'Calls',
	queryText: 'channel:phone_call',
	order: '',
	alert: 'bell',
};

/** The requests of alerts, which ask for recent changes. */
const looks = (screen: TestScreen): string[] =>
	screen.requests.filter((one) => one.includes('order=last_message_at.asc'));

/** The program with alerts of one saved view on, after the first poll. */
async function alerting(
	way: AlertWay | null,
	options: ScreenOptions = {},
	view: Partial<SavedView> = {},
): Promise<TestScreen> {
	const saved = { views: [{ ...calls, alert: way, ...view }], startId: null };
	const screen = await startScreen({ bundles: callers(5), start: { saved }, ...options });
	await screen.waitFor('hello from 1');
	expect(looks(screen)).toEqual([]);
	screen.ticker.advance(2_000);
	if (way !== null) await vi.waitFor(() => expect(looks(screen)).toHaveLength(1));
	return screen;
}

/** Runs the next poll of the saved view and waits for its end. */
async function look(screen: TestScreen): Promise<void> {
	const before = looks(screen).length;
	await vi.waitFor(() => {
		screen.ticker.advance(5_000);
		expect(looks(screen).length).toBeGreaterThan(before);
	});
}

/** Starts a conversation this many seconds after noon. */
function begins(screen: TestScreen, number: number, seconds: number, fields: object = {}): void {
	const time = secondsBeforeNoon(-seconds);
	screen.clock.set(time);
	screen.store.conversations.insert({
		...caller(number).conversation,
		created_at: time,
		last_message_at: time,
		...fields,
	});
}

function say(screen: TestScreen, number: number, seconds: number): void {
	const row = screen.store.conversations.rowOf(idOf(number));
	if (row === null) throw new Error(`there is no caller ${number}`);
	screen.clock.set(secondsBeforeNoon(-seconds));
	screen.store.messages.add(row, { role: 'user', text: 'One thing more.' });
}

describe('the alerts of a saved view', () => {
	test('are switched with w between bell, notification and off, as the list of views shows', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('v');
		await screen.waitFor('─ Saved views ─');
		screen.press('w');
		await screen.waitFor(/Last hour +3 {2}bell +after:1h/);
		await screen.waitFor('Alerts for “Last hour” are on: the terminal rings');
		screen.press('w');
		await screen.waitFor(/Last hour +3 {2}notify +after:1h/);
		screen.press('w');
		await screen.waitFor('Alerts for “Last hour” are off.');
		expect(screen.state().saved).toEqual(builtInSavedViews);
	});

	test('have nothing to open with W before the first one', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('W');
		await screen.waitFor('No alerts yet');
	});

	test('can also run the command that the settings name', async () => {
		const screen = await startScreen({ bundles: callers(3), alertCommand: async () => null });
		await screen.waitFor('hello from 1');
		screen.press('v', 'w', 'w', 'w');
		await screen.waitFor(/Last hour +3 {2}command +after:1h/);
	});

	test('ring once for a new conversation and name it in the footer; not for existing ones', async () => {
		const screen = await alerting('bell');
		begins(screen, 0, 1, { name: 'Newcomer' });
		await look(screen);
		await screen.waitFor('“Calls”: Newcomer, +1');
		expect(screen.alerts).toEqual([null]);
		screen.press('W');
		await screen.waitFor((rows) => screen.state().openId === idOf(0) && !rows.join().includes('Looking for'));
		say(screen, 0, 40);
		await look(screen);
		await look(screen);
		expect(screen.alerts).toEqual([null]);
	});

	test('report a new message in an old conversation, but none outside the filter', async () => {
		const screen = await alerting('notify');
		begins(screen, 0, 1, { metadata: { telnyx_conversation_channel: 'web_chat' } });
		say(screen, 4, 2);
		await look(screen);
		await screen.waitFor('“Calls”: Caller 4, ');
		expect(screen.alerts).toEqual([expect.stringMatching(/^“Calls”: Caller 4, /)]);
	});

	test('sum up a burst: one notification in ten seconds', async () => {
		const screen = await alerting('notify');
		for (let number = 100; number < 130; number += 1) begins(screen, number, number - 99);
		await look(screen);
		await vi.waitFor(() => expect(screen.alerts).toEqual(['“Calls”: 30 conversations']));
	});

	test('run the command with the new conversations, and report its failure', async () => {
		const ran: (readonly [string, readonly string[]])[] = [];
		const alertCommand = async (view: string, found: readonly Conversation[]) => {
			ran.push([view, found.map(({ id }) => id)]);
			return 'The alert command “pager” ended with 3.';
		};
		const screen = await alerting('command', { alertCommand });
		begins(screen, 0, 1);
		await look(screen);
		await screen.waitFor('The alert command “pager” ended with 3.');
		expect(ran).toEqual([['Calls', [idOf(0)]]]);
		expect(screen.alerts).toEqual([]);
	});

	test('ring if the command no longer exists', async () => {
		const screen = await alerting('command');
		begins(screen, 0, 1);
		await look(screen);
		await vi.waitFor(() => expect(screen.alerts).toEqual([null]));
	});

	test('stop polling when switched off, and poll a changed filter', async () => {
		const screen = await alerting('bell');
		screen.press('v', 'e');
		await screen.waitFor((rows) =>
			rows.some((row) => row.includes('channel:phone_call') && row.includes('│')),
		);
		screen.paste(' name~refund');
		screen.press('\r');
		await vi.waitFor(() => expect(looks(screen).at(-1)).toMatch(/refund/));
		const before = screen.state().saved.views[0]?.alert;
		expect(before).toBe('bell');
		screen.press('w', 'w');
		await screen.waitFor('Alerts for “Calls” are off.');
		const count = looks(screen).length;
		screen.ticker.advance(120_000);
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Saved views ─'));
		screen.press('j');
		await screen.waitFor('hello from 2');
		expect(looks(screen)).toHaveLength(count);
	});

	test('show a notice for an unreadable filter', async () => {
		const screen = await startScreen({
			bundles: callers(3),
			start: { saved: { views: [{ ...calls, queryText: 'after:"' }], startId: null } },
		});
		await screen.waitFor('hello from 1');
		screen.ticker.advance(2_000);
		await screen.waitFor('No alerts for “Calls”: character');
		expect(looks(screen)).toEqual([]);
	});

	test('continue after the server refused for a while, and miss nothing', async () => {
		const screen = await alerting('bell');
		screen.intervene((request) =>
			decodeURIComponent(request.url).includes('last_message_at.asc') ? refusal(503, '1', 'No', 'No') : null,
		);
		await look(screen);
		begins(screen, 0, 1, { name: 'Newcomer' });
		await look(screen);
		screen.intervene(null);
		await look(screen);
		await screen.waitFor('“Calls”: Newcomer, +1');
		expect(screen.alerts).toEqual([null]);
	});

	test('miss nothing when the filter is read again after an empty result', async () => {
		const screen = await alerting('bell', {}, { queryText: 'name~newcomer after:24h' });
		begins(screen, 0, 1, { name: 'Newcomer' });
		screen.ticker.advance(3_600_000);
		await look(screen);
		await screen.waitFor('“Calls”: Newcomer, +1');
		expect(screen.alerts).toEqual([null]);
	});

	test('do not cover an important notice', async () => {
		const screen = await alerting('bell');
		screen.press('u');
		await screen.waitFor((rows) => (rows.at(-1) ?? '').includes('undo') || screen.state().notice !== null);
		const notice = screen.state().notice;
		expect(notice?.tone).toBe('warn');
		begins(screen, 0, 1);
		await look(screen);
		await vi.waitFor(() => expect(screen.alerts).toEqual([null]));
		expect(screen.state().notice).toEqual(notice);
	});
});
