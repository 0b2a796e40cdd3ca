import { describe, expect, test } from 'vitest';
import { anyPage, pathOf, refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

/** Waits until its signal aborts. */
const forEver = (_: number, signal: AbortSignal | undefined): Promise<void> =>
	new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

async function started(options: Parameters<typeof startScreen>[0] = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(12), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

const limited = (): Response =>
	Response.json({ errors: [] }, { status: 429, headers: { 'retry-after': '28' } });
const broken = (): Response => refusal(500, '10007', 'Oops', 'Something broke');
const header = (rows: readonly string[]): string => rows[0] ?? '';

describe('the header shows a wait, and Esc ends it:', () => {
	test('a rate limit with its remaining time', async () => {
		const screen = await started({ sleep: forEver });
		screen.intervene((request) => (anyPage.test(pathOf(request)) ? limited() : null));
		screen.press('r');
		await screen.waitFor((rows) => header(rows).includes('rate limited, retry in 28 s (Esc ends the wait)'));
		screen.press('\x1b');
		await screen.waitFor('Too many requests. Try again in 28 seconds.');
		expect(header(screen.rows())).not.toContain('rate limited');
		expect(screen.text()).toContain('Caller 1');
	});

	test('a retry with its number', async () => {
		const screen = await started({ sleep: forEver });
		screen.intervene((request) => (anyPage.test(pathOf(request)) ? broken() : null));
		screen.press('r');
		await screen.waitFor((rows) => header(rows).includes('failed, try 2 of 3 in '));
		screen.press('\x1b');
		await screen.waitFor('The server failed (500).');
	});

	test('a slow answer; Esc first ends a search, if there is one', async () => {
		const screen = await started();
		screen.intervene((request) =>
			anyPage.test(pathOf(request)) ? new Promise<never>(() => undefined) : null,
		);
		screen.press('r');
		await screen.waitFor('loading');
		screen.waitTicker.advance(3000);
		await screen.waitFor((rows) => header(rows).includes('no answer for '));
		screen.press('\x1b');
		await screen.waitFor('You ended the wait. r asks again.');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor((rows) => !rows.join('\n').includes('You ended the wait'));
	});
});

test('moving through rows asks a failing server once a second, and r asks at once', async () => {
	const screen = await started({ brakes: true });
	screen.intervene(broken);
	screen.press('j');
	await screen.waitFor((rows) => header(rows).includes('retrying each second'));
	const before = screen.requests.length;
	for (let row = 3; row <= 10; row += 1) {
		screen.press('j');
		await screen.waitFor(`Caller ${row} `);
		await expect.poll(() => screen.state().openId).toBe(idOf(row));
	}
	expect(screen.requests.length).toBe(before);
	screen.waitTicker.advance(1000);
	await expect.poll(() => screen.requests.length).toBe(before + 1);
	// The row now under the cursor comes first.
	expect(screen.requests.at(-1)).toContain(idOf(10));
	screen.press('r');
	await screen.waitFor(() => screen.requests.some((one, at) => at > before && /conversations\?/.test(one)));
});
