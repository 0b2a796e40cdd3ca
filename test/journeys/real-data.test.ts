import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/tooling/build.ts';
import { expectWhole, placeInList, pressUntil, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { type Served, serve } from '../harness/serve.ts';

const file = join(projectRoot, '..', 'shared', 'data', 'sgd-conversations.ndjson.gz');

describe.skipIf(!existsSync(file))('2,098 real conversations, over HTTP', () => {
	let served: Served;
	beforeAll(async () => {
		served = await serve('--data', file, '--key', 'KEY-of-a-journey');
	}, 60_000);
	afterAll(() => served.stop());
	const env = () => ({ TELNYX_BASE_URL: served.url, TELNYX_API_KEY: 'KEY-of-a-journey' });

	test.each(sizes)('can be walked, read and searched at $cols×$rows', async ({ panes, ...size }) => {
		await using terminal = await openProgram([], { ...size, env: env() });
		const first = await terminal.waitFor(/1 of \d+ loaded/);
		expect(expectWhole(terminal)).toBe(panes);
		expect(first[0]).toContain(new URL(served.url).host);
		expect(first[1], 'an account has no banner').toMatch(/^╭─ Conversations/);
		const { loaded } = placeInList(first);
		await pressUntil(terminal, 'PgDn', (screen) => placeInList(screen).at > loaded);
		expectWhole(terminal);

		terminal.press('g', 'Enter');
		await terminal.waitFor(/\d\d:\d\d:\d\d +(user|assistant|tool) /);
		expectWhole(terminal);
		terminal.press('3');
		await terminal.waitFor(/completed|pending|failed|in progress|No insights/);
		expectWhole(terminal);
		terminal.press('5');
		await terminal.waitFor('"telnyx_conversation_channel"');
		terminal.press('/');
		terminal.type('role');
		await terminal.waitFor((screen) => /role/.test(screen.at(-1) ?? ''));
		terminal.press('Enter');
		await terminal.waitFor(/find role \d+ of \d+/);
		expectWhole(terminal);
		terminal.press('Esc');
		await terminal.waitFor((screen) => !/find role/.test(screen.at(-1) ?? ''));
		await quit(terminal);
		expect(terminal.raw).not.toContain('KEY-of-a-journey');
	});
});
