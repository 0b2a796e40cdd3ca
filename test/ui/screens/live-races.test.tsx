import { describe, expect, test } from 'vitest';
import { notLive } from '../../../src/state/live.ts';
import { pathOf } from '../between.ts';
import { caller, callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { say } from '../gestures.ts';
import { type Between, startScreen, type TestScreen } from '../screen-harness.tsx';

/** The request of a poll. */
const lookPage = /last_message_at=gte\./;

/** Lets the server answer matching requests, and holds the answers until they are released. */
function late(
	screen: TestScreen,
	pattern: RegExp,
): { readonly release: () => void; readonly held: () => number } {
	const gate = Promise.withResolvers<void>();
	let held = 0;
	const between: Between = async (request) => {
		if (!pattern.test(pathOf(request))) return null;
		const answer = await screen.pass(request);
		held += 1;
		await gate.promise;
		return answer;
	};
	screen.intervene(between);
	return {
		held: () => held,
		release: () => {
			screen.intervene(null);
			gate.resolve();
		},
	};
}

async function live(screen: TestScreen): Promise<void> {
	await screen.waitFor(/loaded, all|more ↓/);
	screen.press('t');
	await screen.waitFor(/live, .*next in 5 s/);
}

/** Runs polls until one brings a new conversation. */
async function lookFor(screen: TestScreen, name: string): Promise<void> {
	const number = 900;
	screen.store.conversations.insert({
		...caller(number).conversation,
		name,
		last_message_at: secondsBeforeNoon(-100),
	});
	await expect
		.poll(() => {
			screen.ticker.advance(31_000);
			return [...screen.state().live.fresh.keys()];
		})
		.toContain(idOf(number));
}

describe('live updates during other requests', () => {
	test('an earlier poll does not bring back a conversation deleted here', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		say(screen, 1, 'one more thing', 1);
		const answers = late(screen, lookPage);
		screen.ticker.advance(31_000);
		await expect.poll(answers.held).toBe(1);
		screen.press('D');
		await screen.waitFor('Delete');
		screen.press('y');
		await screen.waitFor('Deleted Caller 1');
		answers.release();
		await lookFor(screen, 'Newcomer');
		screen.press('g');
		await screen.waitFor('Newcomer');
		expect(screen.rows().filter((row) => /^│.*Caller 1 /.test(row))).toEqual([]);
	});

	test('an earlier poll does not overwrite saved metadata on screen', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await live(screen);
		say(screen, 1, 'one more thing', 1);
		const answers = late(screen, lookPage);
		screen.ticker.advance(31_000);
		await expect.poll(answers.held).toBe(1);
		screen.press('A');
		await screen.waitFor('Take over this conversation?');
		screen.press('y');
		await screen.waitFor('You took over Caller 1');
		await expect.poll(() => screen.store.conversations.get(idOf(1))?.metadata.ai_disabled).toBe('true');
		await screen.waitFor('AI disabled');
		const before = screen.frames().length;
		answers.release();
		await lookFor(screen, 'Newcomer');
		const frames = screen.frames().slice(before);
		expect(frames.filter((frame) => !frame.includes('AI disabled'))).toEqual([]);
	});

	test('an earlier refresh does not remove rows that arrived since', async () => {
		const screen = await startScreen({ bundles: callers(400) });
		await live(screen);
		const answers = late(screen, /^\/ai\/conversations\?(?!.*last_message_at=)(?!.*id=)/);
		screen.store.conversations.delete(idOf(2));
		screen.press('R');
		await expect.poll(answers.held).toBeGreaterThan(0);
		await lookFor(screen, 'Newcomer');
		answers.release();
		await screen.waitFor((rows) => !rows.some((row) => row.includes('Caller 2 ')));
		screen.press('g');
		await screen.waitFor('Newcomer');
	});

	test('a conversation that arrives during the first page is in the list', async () => {
		const gate = Promise.withResolvers<void>();
		let held = 0;
		let pass: TestScreen['pass'] | null = null;
		const screen = await startScreen({
			bundles: callers(400),
			start: { live: { ...notLive, isOn: true } },
			between: async (request) => {
				if (!/limit=100/.test(pathOf(request)) || pass === null) return null;
				const answer = await pass(request);
				held += 1;
				await gate.promise;
				return answer;
			},
		});
		pass = screen.pass;
		await expect.poll(() => held).toBeGreaterThan(0);
		screen.store.conversations.insert({ ...caller(0).conversation, name: 'Newcomer' });
		for (let count = 0; count < 3; count += 1) {
			screen.ticker.advance(31_000);
			await expect.poll(() => screen.requests.at(-1)).toMatch(lookPage);
		}
		screen.intervene(null);
		gate.resolve();
		await screen.waitFor('more ↓');
		await expect
			.poll(() => {
				screen.ticker.advance(31_000);
				return screen.text();
			})
			.toContain('of 101 loaded');
	});
});
