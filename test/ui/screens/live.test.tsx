import { describe, expect, test } from 'vitest';
import { anyPage, instead, refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, secondsBeforeNoon, spoken } from '../bundles.ts';
import { say } from '../gestures.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

async function live(screen: TestScreen): Promise<void> {
	await screen.waitFor(/loaded, all/);
	screen.press('t');
	await screen.waitFor('live,');
	await screen.waitFor(/next in 5 s/);
}

/** Runs the next poll and waits for its end. */
async function look(screen: TestScreen): Promise<void> {
	const before = screen.requests.length;
	screen.ticker.advance(31_000);
	await screen.waitFor(() => screen.requests.length > before);
}

/** The row of the screen with a text. */
const rowOf = (screen: TestScreen, text: string): number =>
	screen.rows().findIndex((row) => row.includes(text));

describe('live', () => {
	test('a new conversation appears above, and the reader’s row stays in place', async () => {
		const screen = await startScreen({ bundles: callers(60) });
		await live(screen);
		screen.press('j', 'j', 'j');
		await screen.waitFor((rows) => rows.some((row) => /^│▌.*Caller 4/.test(row)));
		const before = rowOf(screen, 'Caller 4');
		screen.store.conversations.insert({ ...caller(0).conversation, name: 'Newcomer' });
		await look(screen);
		await screen.waitFor('1 new ↑');
		expect(rowOf(screen, 'Caller 4')).toBe(before);
		expect(screen.text()).not.toContain('Newcomer');
		screen.press('g');
		await screen.waitFor('Newcomer');
		expect(screen.state().selectedId).toBe(idOf(0));
	});

	test('new rows do not push the first row down', async () => {
		const screen = await startScreen({ bundles: callers(60) });
		await live(screen);
		const before = rowOf(screen, 'Caller 1 ');
		screen.store.conversations.insert({ ...caller(0).conversation, name: 'Newcomer' });
		await look(screen);
		await screen.waitFor('1 new ↑');
		expect(rowOf(screen, 'Caller 1 ')).toBe(before);
	});

	test('a list shorter than its pane also stays in place and counts new rows', async () => {
		const screen = await startScreen({ bundles: callers(4) });
		await live(screen);
		screen.press('j');
		await screen.waitFor((rows) => rows.some((row) => /^│▌.*Caller 2 /.test(row)));
		const before = rowOf(screen, 'Caller 2 ');
		for (const name of ['Newcomer', 'Another'])
			screen.store.conversations.insert({ ...caller(0).conversation, id: name, name });
		await look(screen);
		await screen.waitFor('2 new ↑');
		expect(rowOf(screen, 'Caller 2 ')).toBe(before);
		screen.press('/', 'aller');
		await screen.waitFor('Caller 1 ');
		expect(screen.text()).toContain('Caller 4');
		screen.press('\u001b');
		await screen.waitFor((rows) => !/ found,/.test(rows[0] ?? ''));
		screen.press('g');
		await screen.waitFor('Newcomer');
	});

	test('a burst with equal times is in the list completely, each once', async () => {
		const screen = await startScreen({ bundles: callers(60) });
		await live(screen);
		for (let number = 100; number < 260; number += 1) {
			screen.store.conversations.insert({
				...caller(number).conversation,
				created_at: secondsBeforeNoon(0),
				last_message_at: secondsBeforeNoon(0),
			});
		}
		await look(screen);
		await screen.waitFor('160 new ↑');
		await screen.waitFor('220 loaded');
	});

	test('the open conversation grows, and a reader at its end stays there', async () => {
		const lines = Array.from(
			{ length: 60 },
			(_, index) => `${index % 2 ? 'assistant' : 'user'}: line ${index}`,
		);
		const screen = await startScreen({ bundles: [caller(1, { messages: spoken(...lines) }), caller(2)] });
		await live(screen);
		screen.press('l', 'G');
		await screen.waitFor('line 59');
		say(screen, 1, 'and one more thing', 1);
		await look(screen);
		await screen.waitFor('and one more thing');
		screen.press('k', 'k', 'k', 'k', 'k', 'k', 'g');
		await screen.waitFor('line 0');
		say(screen, 1, 'out of sight', 2);
		await look(screen);
		await screen.waitFor('1 new ↓');
		expect(screen.text()).toContain('line 0');
		expect(screen.text()).not.toContain('out of sight');
		screen.press('G');
		await screen.waitFor('out of sight');
		expect(screen.text()).not.toContain('1 new ↓');
	});

	test('too many requests: it says so, slows down, and recovers', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		screen.intervene(instead(anyPage, () => refusal(429, '10011', 'Too many requests', 'Slow down.')));
		await look(screen);
		await screen.waitFor('rate limited (429)');
		screen.intervene(null);
		screen.ticker.advance(120_000);
		await screen.waitFor(/live, 0 s old, next in/);
	});

	test('a wait named by the server is shown as one, not as a slow answer', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		screen.intervene(
			instead(anyPage, () => {
				const answer = refusal(429, '10011', 'Too many requests', 'Slow down.');
				answer.headers.set('retry-after', '17');
				return answer;
			}),
		);
		await look(screen);
		await screen.waitFor(/rate limited \(429\), data \d+ s old, next in 17 s/);
	});

	test('a conversation deleted elsewhere is shown as gone, and its content stays', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		screen.store.conversations.delete(idOf(1));
		// Without changes polls are 30 s apart; six of them have passed.
		await look(screen);
		await screen.waitFor(/gone/);
		expect(screen.state().live.gone).toEqual(new Set([idOf(1)]));
		expect(screen.text()).toContain('hello from 1');
	});

	test('pending insights are polled until they are done, live or not', async () => {
		const bundle = caller(1, {
			insights: [insightRun('run-1', '', { status: 'pending', conversation_insights: [] })],
		});
		const screen = await startScreen({ bundles: [bundle] });
		await screen.waitFor('Caller 1');
		const asked = () => screen.requests.filter((one) => one.includes('conversations-insights')).length;
		// The next request is scheduled after the last frame, so no frame shows it.
		await expect.poll(() => [asked(), screen.ticker.pending]).toEqual([1, 1]);
		screen.ticker.advance(3_000);
		await expect.poll(() => [asked(), screen.ticker.pending]).toEqual([2, 1]);
		screen.ticker.advance(3_000);
		expect(asked()).toBe(2);
		screen.ticker.advance(1_500);
		await expect.poll(asked).toBe(3);
	});

	test('switched off, nothing is polled and no mark remains', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		screen.press('t');
		await screen.waitFor('Live updates are off');
		const before = screen.requests.length;
		screen.ticker.advance(600_000);
		expect(screen.requests.length).toBe(before);
		expect(screen.ticker.pending).toBe(0);
	});
});
