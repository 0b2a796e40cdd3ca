import { expect, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';

const key = 'KEY-of-a-journey';

test('when the server goes away, the loaded data stays beside the error', async () => {
	await using server = await serve('--demo', '300', '--key', key);
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key };
	await using terminal = await openProgram([], { cols: 120, rows: 40, env });
	const before = await terminal.waitFor(/1 of \d+ loaded/);
	await terminal.waitFor(/\d\d:\d\d:\d\d +(user|assistant|tool) /);
	await server.stop();
	terminal.press('r');
	const after = await terminal.waitFor(
		(screen) => screen.some((line) => /connection|refused|failed|reach/i.test(line)),
		15_000,
	);
	const names = (screen: string[]) => screen.map((line) => /^│[▌ ](.{30})/.exec(line)?.[1]).filter(Boolean);
	expect(names(after).filter((name) => names(before).includes(name)).length).toBeGreaterThan(20);
	expectWhole(terminal);
	await quit(terminal);
});

test('the screen explains a refused key, without showing it', async () => {
	await using server = await serve('--demo', '10', '--key', key);
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'KEY-that-is-wrong' };
	await using terminal = await openProgram([], { cols: 120, rows: 40, env });
	const screen = await terminal.waitFor('API key was not accepted');
	expect(screen[0]).toMatch(/^ tconv/);
	await quit(terminal);
	expect(terminal.raw).not.toContain('KEY-that-is-wrong');
});

test('an account without conversations has a screen that says so', async () => {
	await using server = await serve('--empty', '--key', key);
	const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key };
	await using terminal = await openProgram([], { cols: 120, rows: 40, env });
	await terminal.waitFor(/no conversations/i);
	expectWhole(terminal);
	await quit(terminal);
});
