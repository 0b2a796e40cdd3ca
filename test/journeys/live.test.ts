import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expectWhole, quit } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';
import { scratch } from '../store/fixtures.ts';

const key = 'KEY-of-a-journey-0123456789';
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

/** Another user of the same account. */
function operator(url: string) {
	const send = async (method: string, path: string, body?: object): Promise<string> => {
		const answer = await fetch(`${url}${path}`, {
			method,
			headers,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		expect(answer.ok, `${method} ${path}`).toBe(true);
		return answer.text();
	};
	return {
		create: async (name: string): Promise<string> => {
			const { id }: { id: string } = JSON.parse(await send('POST', '/ai/conversations', { name }));
			return id;
		},
		say: (id: string, content: string) =>
			send('POST', `/ai/conversations/${id}/message`, { role: 'user', content }),
		remove: (id: string) => send('DELETE', `/ai/conversations/${id}`),
	};
}

test.each([
	{ cols: 120, rows: 40 },
	{ cols: 80, rows: 24 },
])(
	'at $cols×$rows: what others do comes in by itself, and nothing moves under the reader',
	async (size) => {
		await using server = await serve('--empty', '--key', key);
		const other = operator(server.url);
		for (let number = 1; number <= 45; number += 1) await other.create(`Filler ${number}`);
		const old = await other.create('Old one');
		const read = await other.create('Read now');
		await other.say(read, 'first words');
		const config = scratch();
		writeFileSync(`${config}/settings.json`, JSON.stringify({ liveSeconds: 2, live: true }));
		const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: key, TCONV_CONFIG_DIR: config };
		await using terminal = await openProgram([], { ...size, env });
		await terminal.waitFor('Old one');
		// The first pass reached the end of the list and read the top again: rows from here on are new.
		await terminal.waitFor(/loaded.*live,? [12] s/);
		const row = terminal.screen().findIndex((line) => line.includes('Read now'));

		await other.create('Newcomer');
		await terminal.waitFor('1 new ↑', 15_000);
		expect(terminal.screen().findIndex((line) => line.includes('Read now'))).toBe(row);
		expectWhole(terminal);

		terminal.press('l');
		await terminal.waitFor('first words');
		await other.say(read, 'and more of them');
		await terminal.waitFor('and more of them', 15_000);

		terminal.press('h');
		await other.say(old, 'after all this time');
		await terminal.waitFor('2 new ↑', 15_000);
		await other.remove(read);
		await terminal.waitFor('gone', 30_000);
		await terminal.waitFor(/was deleted elsewhere|gone {2,}/);
		terminal.press('t');
		await terminal.waitFor('Live updates are off');
		await quit(terminal);
	},
	90_000,
);
