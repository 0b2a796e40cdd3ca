import { expect, test } from 'vitest';
import { expectWhole, quit, sizes } from '../harness/frame.ts';
import { openProgram } from '../harness/program.ts';
import { serve } from '../harness/serve.ts';

const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };

/** Adds a conversation with these user messages to the server. */
async function create(url: string, name: string, texts: readonly string[]): Promise<void> {
	const post = async (path: string, body: unknown) => {
		const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		expect(answer.status).toBe(200);
		return answer.text();
	};
	const { id } = JSON.parse(await post('/ai/conversations', { name }));
	for (const content of texts) await post(`/ai/conversations/${id}/message`, { role: 'user', content });
}

// This terminal gives these vowel signs a cell each, the renderer none: the line is half as long again.
const hindi = 'मैंने देख लिया है। आपकी बुकिंग पक्की है और आपका कमरा तीन बजे तक तैयार हो जाएगा।';

test.each(sizes)(
	'at $cols×$rows, rows that the terminal holds to be wider than they are push no other row out of its place',
	async ({ cols, rows }) => {
		await using server = await serve('--empty');
		await create(server.url, 'Plain', ['Plain text.']);
		await create(
			server.url,
			'Hindi',
			Array.from({ length: 8 }, (_, index) => `${index} ${hindi}`),
		);
		const env = { TELNYX_BASE_URL: server.url, TELNYX_API_KEY: 'any' };
		await using terminal = await openProgram([], { cols, rows, env });
		await terminal.waitFor(/1 of 2 loaded/);
		terminal.press('Enter');
		// A wide screen counts the messages before Enter; the footer is that of the pane after Enter.
		await terminal.waitFor('8 messages');
		const screen = await terminal.waitFor((after) => (after.at(-1) ?? '').startsWith(' Enter'));
		expect(screen[0]).toMatch(/^ tconv .*1 of 2 loaded/);
		expect(screen.filter((line) => line.includes('मैंने'))).toHaveLength(8);
		terminal.press('1', 'j', 'Enter');
		await terminal.waitFor('Plain text.');
		await terminal.waitFor((after) => !after.some((line) => line.includes('मैंने')));
		expectWhole(terminal);
		await quit(terminal);
	},
);
