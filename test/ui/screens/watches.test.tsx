import { describe, expect, test, vi } from 'vitest';
import type { Conversation } from '../../../src/domain/conversation.ts';
import { builtInViews, type SavedView, type WatchWay } from '../../../src/filter/saved-views.ts';
import { refusal } from '../between.ts';
import { caller, callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const calls: SavedView = {
	id: 'calls',
	name: 'Calls',
	line: 'channel:phone_call',
	order: '',
	watch: 'bell',
};

/** Requests of watches: those that ask for what changed lately. */
const looks = (screen: TestScreen): string[] =>
	screen.requests.filter((one) => one.includes('order=last_message_at.asc'));

/** The program with one watched view, once that has looked for the first time. */
async function watching(
	way: WatchWay | null,
	options: ScreenOptions = {},
	view: Partial<SavedView> = {},
): Promise<TestScreen> {
	const saved = { views: [{ ...calls, watch: way, ...view }], startId: null };
	const screen = await startScreen({ bundles: callers(5), start: { saved }, ...options });
	await screen.waitFor('hello from 1');
	expect(looks(screen)).toEqual([]);
	screen.ticker.advance(2_000);
	if (way !== null) await vi.waitFor(() => expect(looks(screen)).toHaveLength(1));
	return screen;
}

/** Lets the watch look again, and waits until it has. */
async function look(screen: TestScreen): Promise<void> {
	const before = looks(screen).length;
	await vi.waitFor(() => {
		screen.ticker.advance(5_000);
		expect(looks(screen).length).toBeGreaterThan(before);
	});
}

/** A conversation begins, so many seconds after noon. */
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

describe('a watched view', () => {
	test('is chosen with w: by bell, by notification, or no longer, which the list of views shows', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('v');
		await screen.waitFor('─ Views ─');
		screen.press('w');
		await screen.waitFor(/Last hour +3 {2}bell +after:1h/);
		await screen.waitFor('“Last hour” is watched: the terminal rings');
		screen.press('w');
		await screen.waitFor(/Last hour +3 {2}notify +after:1h/);
		screen.press('w');
		await screen.waitFor('“Last hour” is not watched any more.');
		expect(screen.state().saved).toEqual(builtInViews);
	});

	test('that has told of nothing leads nowhere', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('W');
		await screen.waitFor('No watched view has told of anything yet');
	});

	test('can run the command too, where the settings name one', async () => {
		const screen = await startScreen({ bundles: callers(3), watchCommand: async () => null });
		await screen.waitFor('hello from 1');
		screen.press('v', 'w', 'w', 'w');
		await screen.waitFor(/Last hour +3 {2}command +after:1h/);
	});

	test('rings once for a conversation, and says in the footer which; not for what was there', async () => {
		const screen = await watching('bell');
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

	test('tells of an old conversation in which something is said, and not of what it does not find', async () => {
		const screen = await watching('notify');
		begins(screen, 0, 1, { metadata: { telnyx_conversation_channel: 'web_chat' } });
		say(screen, 4, 2);
		await look(screen);
		await screen.waitFor('“Calls”: Caller 4, ');
		expect(screen.alerts).toEqual([expect.stringMatching(/^“Calls”: Caller 4, /)]);
	});

	test('sums a burst up: one notification in ten seconds', async () => {
		const screen = await watching('notify');
		for (let number = 100; number < 130; number += 1) begins(screen, number, number - 99);
		await look(screen);
		await vi.waitFor(() => expect(screen.alerts).toEqual(['“Calls”: 30 conversations']));
	});

	test('runs the command with what came, and tells of its failure', async () => {
		const told: (readonly [string, readonly string[]])[] = [];
		const watchCommand = async (view: string, found: readonly Conversation[]) => {
			told.push([view, found.map(({ id }) => id)]);
			return 'The watch command “pager” ended with 3.';
		};
		const screen = await watching('command', { watchCommand });
		begins(screen, 0, 1);
		await look(screen);
		await screen.waitFor('The watch command “pager” ended with 3.');
		expect(told).toEqual([['Calls', [idOf(0)]]]);
		expect(screen.alerts).toEqual([]);
	});

	test('rings where there is no command any more', async () => {
		const screen = await watching('command');
		begins(screen, 0, 1);
		await look(screen);
		await vi.waitFor(() => expect(screen.alerts).toEqual([null]));
	});

	test('asks no more once it is not watched, and asks for the new filter where that was changed', async () => {
		const screen = await watching('bell');
		screen.press('v', 'e');
		await screen.waitFor((rows) =>
			rows.some((row) => row.includes('channel:phone_call') && row.includes('│')),
		);
		screen.paste(' name~refund');
		screen.press('\r');
		await vi.waitFor(() => expect(looks(screen).at(-1)).toMatch(/refund/));
		const before = screen.state().saved.views[0]?.watch;
		expect(before).toBe('bell');
		screen.press('w', 'w');
		await screen.waitFor('“Calls” is not watched any more.');
		const count = looks(screen).length;
		screen.ticker.advance(120_000);
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('─ Views ─'));
		screen.press('j');
		await screen.waitFor('hello from 2');
		expect(looks(screen)).toHaveLength(count);
	});

	test('that cannot be read is told of, not silently left out', async () => {
		const screen = await startScreen({
			bundles: callers(3),
			start: { saved: { views: [{ ...calls, line: 'after:"' }], startId: null } },
		});
		await screen.waitFor('hello from 1');
		screen.ticker.advance(2_000);
		await screen.waitFor('“Calls” is not watched: character');
		expect(looks(screen)).toEqual([]);
	});

	test('goes on after the server refused for a while, and misses nothing', async () => {
		const screen = await watching('bell');
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

	test('misses nothing where its filter is read again, though it found nothing before', async () => {
		const screen = await watching('bell', {}, { line: 'name~newcomer after:24h' });
		begins(screen, 0, 1, { name: 'Newcomer' });
		screen.ticker.advance(3_600_000);
		await look(screen);
		await screen.waitFor('“Calls”: Newcomer, +1');
		expect(screen.alerts).toEqual([null]);
	});

	test('does not cover what somebody has to know', async () => {
		const screen = await watching('bell');
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
