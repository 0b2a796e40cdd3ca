import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { defaultSignalSettings } from '../../../src/domain/signals/settings.ts';
import { conversation } from '../../store/fixtures.ts';
import { instead, refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, secondsBeforeNoon, spoken } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** The answers of these fixtures take ten seconds. */
const signals = { ...defaultSignalSettings, off: ['waited', 'dead-air'] } as const;
const leftAlone = spoken('assistant: hello', 'user: Can you book a table for two?');
const failedInsight = [insightRun('i1', '', { status: 'failed', conversation_insights: [] })];

/** The names of the conversations in the list, from the top. */
const names = (rows: readonly string[]): string[] =>
	rows.flatMap((row) => /Caller \d+/.exec(row.slice(0, 50))?.[0] ?? []);
/** The row with the cursor. */
const cursorOf = (rows: readonly string[]): string => rows.find((row) => row.startsWith('│▌')) ?? '';

test('s and its first entry put what needs attention first, far down in the list or not', async () => {
	const bundles = callers(60).map((one, index) =>
		index === 57
			? caller(58, { messages: leftAlone })
			: index === 50
				? caller(51, { insights: failedInsight })
				: one,
	);
	const screen = await startScreen({ bundles, signals });
	await screen.waitFor('hello from 1');
	screen.press('s');
	await screen.waitFor('needs attention');
	screen.press('k', '\r');
	await screen.waitFor((now) => now[0]?.includes('needs attention, of 60 loaded, all looked at') === true);
	// The cursor's own row has not moved; the urgent ones are right below it.
	const rows = await screen.waitFor((now) => names(now)[1] === 'Caller 58');
	expect(names(rows).slice(0, 4)).toEqual(['Caller 1', 'Caller 58', 'Caller 51', 'Caller 2']);
	expect(cursorOf(rows)).toContain('Caller 1 ');
	// Left, it goes where it belongs.
	screen.press('j');
	const left = await screen.waitFor((now) => names(now)[0] === 'Caller 58');
	expect(cursorOf(left)).toContain('Caller 58');
	expect(names(left).slice(0, 3)).toEqual(['Caller 58', 'Caller 51', 'Caller 1']);
	screen.press('!');
	await screen.waitFor(
		(now) => now[0]?.includes('latest message first') === true && names(now)[0] !== 'Caller 58',
	);
});

test('choosing a column ends it', async () => {
	const screen = await startScreen({ bundles: callers(3), signals });
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor('needs attention, of 3 loaded');
	screen.press('s');
	await screen.waitFor('what is loaded');
	screen.press('j', '\r');
	await screen.waitFor((now) => now[0]?.includes('latest message first') === true);
	expect(screen.state().attention.isOn).toBe(false);
});

test('what comes in live is looked into and ranked, and the reader’s row stays', async () => {
	const screen = await startScreen({ bundles: callers(5), signals });
	await screen.waitFor('hello from 1');
	screen.press('!', 'j', 'j');
	await screen.waitFor(
		(now) => cursorOf(now).includes('Caller 3') && now[0]?.includes('all looked at') === true,
	);
	screen.store.conversations.insert(
		conversation(idOf(900), {
			name: 'Caller 900',
			last_message_at: secondsBeforeNoon(5),
			metadata: { telnyx_conversation_channel: 'phone_call' },
		}),
	);
	const at = screen.store.conversations.rowOf(idOf(900)) ?? -1;
	screen.store.messages.add(at, {
		role: 'user',
		text: 'I want to speak to a human now',
		sent_at: secondsBeforeNoon(600),
	});
	screen.press('r');
	const rows = await screen.waitFor((now) => names(now)[0] === 'Caller 900');
	expect(cursorOf(rows)).toContain('Caller 3');
	expect(names(rows)[2]).toBe('Caller 3');
});

test('where the server refuses the looking, the header says how far it came', async () => {
	const screen = await startScreen({
		bundles: callers(40),
		signals,
		between: instead(new RegExp(`${idOf(4)}/messages`), () => refusal(403, '1', 'No', 'No')),
	});
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor(/needs attention, of 40 loaded, \d looked at, then refused/);
});

test('the most urgent of what is loaded stands at the top: being on it loads no more of the account', async () => {
	const bundles = callers(220).map((one, index) =>
		index === 98
			? caller(99, { messages: leftAlone })
			: index === 198
				? caller(199, { messages: leftAlone })
				: one,
	);
	const screen = await startScreen({ bundles, signals });
	await screen.waitFor('1 of 100 loaded');
	screen.press('!');
	await screen.waitFor((now) => names(now)[1] === 'Caller 99');
	screen.press('j');
	await screen.waitFor((now) => names(now)[0] === 'Caller 99' && now[0]?.includes('all looked at') === true);
	await screen.waitFor('Can you book');
	expect(screen.rows()[0]).toContain('1 of 100 loaded');
	screen.press('G');
	await screen.waitFor('of 200 loaded');
});

test('a connection that is lost while rows are looked into is tried again by itself', async () => {
	let lost = 0;
	const screen = await startScreen({
		bundles: callers(12),
		signals,
		between: instead(new RegExp(`${idOf(4)}/messages`), () => {
			lost += 1;
			throw new TypeError('fetch failed');
		}),
	});
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor(() => lost > 0);
	screen.intervene(null);
	await screen.waitFor('needs attention, of 12 loaded, all looked at');
});

/** Long enough in an editor for the looking to have begun, in milliseconds. */
const inEditor = 900;

test('while the terminal is somebody else’s, no row is looked into', async () => {
	let asked: number | null = null;
	const screen = await startScreen({
		bundles: callers(30),
		signals,
		editOutside: async () => {
			await setTimeout(inEditor);
			asked = screen.requests.filter((one) => one.includes('/messages')).length;
			return { kind: 'unchanged', note: null };
		},
	});
	await screen.waitFor('hello from 1');
	screen.press('!', 'E');
	await screen.waitFor('needs attention, of 30 loaded, all looked at');
	expect(asked).toBe(1);
});
