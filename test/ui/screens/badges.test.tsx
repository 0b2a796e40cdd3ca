import { expect, test } from 'vitest';
import { defaultSignalSettings } from '../../../src/domain/signals/signal.ts';
import { instead, refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, secondsBeforeNoon, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** The answers of these fixtures take ten seconds. */
const patient = { ...defaultSignalSettings, off: ['waited', 'dead-air'] } as const;

const troubled = [
	caller(1),
	caller(2, {
		messages: [...spoken('user: hi', 'assistant: hello'), ...toolCall('look', '{}', null, { seconds: 15 })],
	}),
	caller(3, { insights: [insightRun('i1', '', { status: 'failed', conversation_insights: [] })] }),
	caller(4),
];

test('rows on screen are checked once the list rests, and show their signals', async () => {
	const screen = await startScreen({ bundles: troubled, badges: true, signals: patient });
	const rows = await screen.waitFor((now) => / T {3}│/.test(now[4] ?? '') && / {2}I {2}│/.test(now[5] ?? ''));
	expect(rows[3]).toMatch(/Caller \d {3} {5}│/);
	expect(rows[6]).toMatch(/Caller \d {3} {5}│/);
});

const leftAlone = caller(2, { messages: spoken('assistant: hello', 'user: Can you book a table for two?') });

test('signals without a letter are counted, with a mark if one is urgent; a wide list names the worst', async () => {
	const screen = await startScreen({ bundles: [caller(1), leftAlone], badges: true, signals: patient });
	await screen.waitFor((now) => / {4}!1│/.test(now[4] ?? ''));
	screen.press('z');
	screen.resize({ columns: 120, rows: 30 });
	await screen.waitFor((now) => / left {22}│/.test(now[4] ?? ''));
});

test('a signal that is switched off shows no sign', async () => {
	const screen = await startScreen({
		bundles: [caller(1), leftAlone, caller(3, { messages: troubled[1]?.messages ?? [] })],
		badges: true,
		signals: { ...patient, off: [...patient.off, 'user-unanswered'] },
	});
	const rows = await screen.waitFor((now) => / T {3}│/.test(now[5] ?? ''));
	expect(rows[4]).toMatch(/Caller \d {3} {5}│/);
});

test('a question open at the check counts as unanswered once the time has passed', async () => {
	const asked = caller(2, {
		conversation: { ...caller(2).conversation, last_message_at: secondsBeforeNoon(0) },
		messages: [{ role: 'user', text: 'Can you book a table for two?', sent_at: secondsBeforeNoon(0) }],
	});
	const screen = await startScreen({ bundles: [caller(1), asked], signals: patient });
	await screen.waitFor('Can you book');
	expect(screen.rows()[3]).toMatch(/ {6}│/);
	screen.clock.set('2026-11-22T12:02:00Z');
	screen.press('j');
	await screen.waitFor((now) => /!1│/.test(now[3] ?? ''));
});

test('without the setting only opened rows are checked', async () => {
	const screen = await startScreen({ bundles: troubled, signals: patient });
	await screen.waitFor('hello from 1');
	screen.press('j');
	await screen.waitFor('look');
	expect(screen.rows()[4]).toMatch(/ T {3}│/);
	expect(screen.requests.filter((one) => one.includes(idOf(3)))).toEqual([]);
});

/** Milliseconds after a move at which the checks have started, including those of a conversation that opens then. */
const afterLooking = 900;

test('a refusal ends the checks: badges are not worth an account’s rate limit', async () => {
	const refused = new RegExp(`${idOf(2)}/messages|${idOf(3)}/messages`);
	const screen = await startScreen({
		bundles: callers(60),
		badges: true,
		restMillis: afterLooking,
		between: instead(refused, () => refusal(403, '1', 'No', 'No')),
	});
	await screen.waitFor(() => screen.requests.some((one) => refused.test(one)));
	screen.press('G');
	await screen.waitFor('hello from 60');
	expect(screen.requests.filter((one) => one.includes(`${idOf(50)}/messages`))).toEqual([]);
});

test('a refusal is remembered when the list leaves the screen and returns', async () => {
	const screen = await startScreen({
		bundles: callers(30),
		badges: true,
		restMillis: afterLooking,
		size: { columns: 80, rows: 24 },
		between: instead(/messages/, () => refusal(403, '1', 'No', 'No')),
	});
	await screen.waitFor(() => screen.requests.some((one) => one.includes(`${idOf(2)}/messages`)));
	screen.press('2');
	await screen.waitFor('Transcript │');
	const before = screen.requests.length;
	screen.press('1', 'G');
	await screen.waitFor(() =>
		screen.requests.slice(before).some((one) => one.includes(`${idOf(30)}/messages`)),
	);
	expect(screen.requests.slice(before).filter((one) => one.includes(`${idOf(20)}/messages`))).toEqual([]);
});

test('one lost connection does not end the checks', async () => {
	let lost = 0;
	const screen = await startScreen({
		bundles: callers(60),
		badges: true,
		between: instead(new RegExp(`${idOf(2)}/messages`), () => {
			lost += 1;
			throw new TypeError('fetch failed');
		}),
	});
	await screen.waitFor(() => lost > 0);
	screen.press('G');
	await screen.waitFor(() => screen.requests.some((one) => one.includes(`${idOf(50)}/messages`)));
});

test('a row with a new message is checked again, even in the same place', async () => {
	const screen = await startScreen({ bundles: callers(3), badges: true });
	const looksAt = (number: number, from = 0): boolean =>
		screen.requests.slice(from).some((one) => one.includes(`${idOf(number)}/messages`));
	await screen.waitFor(() => looksAt(2) && looksAt(3));
	const before = screen.requests.length;
	for (const number of [1, 2, 3]) {
		screen.store.messages.add(screen.store.conversations.rowOf(idOf(number)) ?? -1, {
			role: 'user',
			text: 'more',
		});
	}
	screen.press('r');
	await screen.waitFor(() => looksAt(2, before));
});
