import { expect, test } from 'vitest';
import { instead, refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const troubled = [
	caller(1),
	caller(2, { messages: [...spoken('user: hi'), ...toolCall('look', '{}', null)] }),
	caller(3, { insights: [insightRun('i1', '', { status: 'failed', conversation_insights: [] })] }),
	caller(4),
];

test('rows on the screen are looked into once the list rests, and say what is wrong with them', async () => {
	const screen = await startScreen({ bundles: troubled, badges: true });
	const rows = await screen.waitFor((now) => / T │/.test(now[3] ?? '') && / {2}I│/.test(now[4] ?? ''));
	expect(rows[2]).toMatch(/5m00 {4}│/);
	expect(rows[5]).toMatch(/5m00 {4}│/);
});

test('without the setting no row is looked into that was not opened', async () => {
	const screen = await startScreen({ bundles: troubled });
	await screen.waitFor('hello from 1');
	screen.press('j');
	await screen.waitFor('look');
	expect(screen.rows()[3]).toMatch(/ T │/);
	expect(screen.requests.filter((one) => one.includes(idOf(3)))).toEqual([]);
});

test('a refusal ends the looking: badges are not worth an account’s rate limit', async () => {
	const refused = new RegExp(`${idOf(2)}/messages|${idOf(3)}/messages`);
	const screen = await startScreen({
		bundles: callers(30),
		badges: true,
		between: instead(refused, () => refusal(403, '1', 'No', 'No')),
	});
	await screen.waitFor(() => screen.requests.some((one) => refused.test(one)));
	screen.press('G');
	await screen.waitFor('hello from 30');
	expect(screen.requests.filter((one) => one.includes(`${idOf(20)}/messages`))).toEqual([]);
});
