import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { defaultSignalSettings } from '../../../src/domain/signals/signal.ts';
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

test('the first entry of s orders the list by attention, from any position', async () => {
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
	await screen.waitFor(/attention +loaded rows/);
	screen.press('k', '\r');
	await screen.waitFor((now) => now[0]?.includes('by attention (60 loaded, all checked)') === true);
	// The cursor's own row has not moved; the urgent ones are right below it.
	const rows = await screen.waitFor((now) => names(now)[1] === 'Caller 58');
	expect(names(rows).slice(0, 4)).toEqual(['Caller 1', 'Caller 58', 'Caller 51', 'Caller 2']);
	expect(cursorOf(rows)).toContain('Caller 1 ');
	expect(rows.join('\n')).toContain('out of its rank until the cursor leaves it');
	// After the cursor leaves, the row moves to its rank.
	screen.press('j');
	const left = await screen.waitFor((now) => names(now)[0] === 'Caller 58');
	expect(cursorOf(left)).toContain('Caller 58');
	expect(left.join('\n')).not.toContain('out of its rank');
	expect(names(left).slice(0, 3)).toEqual(['Caller 58', 'Caller 51', 'Caller 1']);
	screen.press('!');
	await screen.waitFor((now) => now[0]?.includes('by attention') === false && names(now)[0] !== 'Caller 58');
});

test('choosing a column ends the attention order', async () => {
	const screen = await startScreen({ bundles: callers(3), signals });
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor('by attention (3 loaded');
	screen.press('s');
	await screen.waitFor('loaded rows');
	screen.press('j', '\r');
	await screen.waitFor((now) => now[0]?.includes('by attention') === false);
	expect(screen.state().attention.isOn).toBe(false);
});

test('live rows are checked and ranked, and the reader’s row stays', async () => {
	const screen = await startScreen({ bundles: callers(5), signals });
	await screen.waitFor('hello from 1');
	screen.press('!', 'j', 'j');
	await screen.waitFor(
		(now) => cursorOf(now).includes('Caller 3') && now[0]?.includes('all checked') === true,
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

test('if the server refuses the checks, the header shows their progress', async () => {
	const screen = await startScreen({
		bundles: callers(40),
		signals,
		between: instead(new RegExp(`${idOf(4)}/messages`), () => refusal(403, '1', 'No', 'No')),
	});
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor(/by attention \(40 loaded, \d checked, then refused\)/);
});

test('the most urgent loaded row is at the top, and selecting it loads no more rows', async () => {
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
	await screen.waitFor((now) => names(now)[0] === 'Caller 99' && now[0]?.includes('all checked') === true);
	await screen.waitFor('Can you book');
	expect(screen.rows()[0]).toContain('1 of 100 loaded');
	screen.press('G');
	await screen.waitFor('of 200 loaded');
});

test('a connection lost during the checks is retried', async () => {
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
	await screen.waitFor('by attention (12 loaded, all checked)');
});

/** Milliseconds in an editor after which the checks would have started. */
const inEditor = 900;

test('while another program has the terminal, no row is checked', async () => {
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
	await screen.waitFor('by attention (30 loaded, all checked)');
	expect(asked).toBe(1);
});

test('after the worst rows were deleted, no other is above the cursor', async () => {
	const bundles = callers(12).map((one, index) =>
		index > 1 && index < 10 ? caller(index + 1, { messages: leftAlone }) : one,
	);
	const screen = await startScreen({ bundles, signals });
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor((now) => names(now)[1] === 'Caller 3' && now[0]?.includes('all checked') === true);
	screen.press('j');
	await screen.waitFor((now) => names(now)[0] === 'Caller 3');
	screen.press(' ', ' ', ' ', ' ', 'H');
	await screen.waitFor('4 marked');
	screen.press('D');
	await screen.waitFor('[ Cancel ]');
	screen.press('y');
	await screen.waitFor(/4 done/);
	screen.press('\x1b');
	const rows = await screen.waitFor(
		(now) => names(now)[0] === 'Caller 7' && now[0]?.includes('1 of 8') === true,
	);
	expect(cursorOf(rows)).toContain('Caller 7');
	expect(rows.join('\n')).toMatch(/of 8 loaded, 1 h/);
	screen.press('j');
	expect(cursorOf(await screen.waitFor((now) => now[0]?.includes('2 of 8') === true))).toContain('Caller 8');
});

test('Ctrl-o after another filter finds the order by attention as it was left', async () => {
	const bundles = callers(60).map((one, index) =>
		index >= 50 && index < 55 ? caller(index + 1, { messages: leftAlone }) : one,
	);
	const screen = await startScreen({ bundles, signals });
	await screen.waitFor('hello from 1');
	screen.press('!');
	await screen.waitFor((now) => names(now)[1] === 'Caller 51' && now[0]?.includes('all checked') === true);
	screen.press('j', 'j', 'j');
	const before = names(await screen.waitFor((now) => now[0]?.includes('3 of 60') === true));
	expect(before.slice(0, 3)).toEqual(['Caller 51', 'Caller 52', 'Caller 53']);
	screen.press('/');
	screen.paste('crm');
	await screen.waitFor('0 of 60 loaded');
	screen.press('\x07');
	await screen.waitFor('No conversations match the filter.');
	screen.press('\x0f');
	const after = await screen.waitFor((now) => now[0]?.includes('3 of 60') === true);
	expect(names(after)).toEqual(before);
	expect(cursorOf(after)).toContain('Caller 53');
});

test('a search that is typed and given up leaves the row where it was, also out of its rank', async () => {
	const bundles = callers(30).map((one, index) => (index === 20 ? caller(21, { messages: leftAlone }) : one));
	const screen = await startScreen({ bundles, signals });
	await screen.waitFor('hello from 1');
	screen.press('!');
	const before = names(await screen.waitFor((now) => names(now)[1] === 'Caller 21'));
	screen.press('/', '2', '1', 'x');
	await screen.waitFor('0 of 30 loaded');
	screen.press('\x1b');
	const after = await screen.waitFor((now) => names(now).length === 30);
	expect(names(after)).toEqual(before);
	expect(cursorOf(after)).toContain('Caller 1 ');
});
