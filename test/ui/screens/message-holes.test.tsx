import { expect, test } from 'vitest';
import { isJsonObject, type JsonValue, jsonText } from '../../../src/domain/json.ts';
import { parseJsonText } from '../../../src/domain/json-source.ts';
import { instead, pathOf } from '../between.ts';
import { caller, callers, insightRun, spoken } from '../bundles.ts';
import { type Between, startScreen, type TestScreen } from '../screen-harness.tsx';

const talk = Array.from({ length: 250 }, (_, index) => `user: line ${index}`);
const long = caller(1, { messages: spoken(...talk), insights: [insightRun('run-1', 'fine')] });
const secondPage = /\/messages\?page\[number\]=2&/;
const page = (): Response => new Response('<html><title>Bad gateway</title></html>');

/** Passes these requests on and changes the rows of their answers. */
function changing(
	screen: TestScreen,
	pattern: RegExp,
	change: (row: JsonValue, index: number) => JsonValue,
): Between {
	return async (request) => {
		if (!pattern.test(pathOf(request))) return null;
		const answer = parseJsonText(await (await screen.pass(request)).text());
		if (!isJsonObject(answer) || !Array.isArray(answer.data)) return null;
		return new Response(jsonText({ ...answer, data: answer.data.map(change) }));
	};
}

test('an unreadable page of messages does not end the transcript', async () => {
	const screen = await startScreen({
		bundles: [long],
		between: instead(secondPage, page),
		size: { columns: 180, rows: 40 },
	});
	await screen.waitFor(/150 of 250 messages, r/);
	screen.press('\t', 'G');
	const rows = await screen.waitFor('page 2 of 3');
	expect(rows.join('\n')).toContain('page 2 of 3: The server');
	screen.intervene(null);
	screen.press('r');
	await screen.waitFor('· 250 messages');
	expect(screen.text()).not.toContain('page 2 of 3');
});

test('a transcript read again with unreadable messages keeps the readable ones', async () => {
	const screen = await startScreen({ bundles: [long] });
	await screen.waitFor('250 messages');
	screen.intervene(changing(screen, secondPage, (row, index) => (index < 40 ? { odd: index } : row)));
	screen.press('\t', 'r');
	await screen.waitFor('40 of the messages could not be read');
	expect(screen.text()).toContain('250 messages');
	expect(screen.text()).not.toContain('unreadable message');
	screen.intervene(null);
	screen.press('r');
	await screen.waitFor((now) => !now.join('\n').includes('could not be read'));
});

test('a permanently unreadable message does not block the others', async () => {
	const screen = await startScreen({ bundles: callers(2) });
	await screen.waitFor('2 messages');
	screen.intervene(async (request) => {
		if (!/\/messages\?/.test(pathOf(request))) return null;
		const answer = parseJsonText(await (await screen.pass(request)).text());
		const rows = isJsonObject(answer) && Array.isArray(answer.data) ? answer.data : [];
		const data = [...rows, { odd: true }, { role: 'user', text: 'one more' }, null];
		const meta = { page_number: 1, total_pages: 1, total_results: data.length };
		return new Response(jsonText({ data, meta }));
	});
	screen.press('\t', 'r');
	await screen.waitFor('4 messages, 1 null');
	expect(screen.text()).toContain('one more');
	expect(screen.text()).toContain('unreadable message');
});
