import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../src/domain/json-source.ts';
import { objectOf } from '../../domain/json-texts.ts';
import { conversation } from '../../store/fixtures.ts';
import { caller, callers, idOf, insightRun, spoken, toolCall } from '../bundles.ts';
import { apiKey, type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const tool = toolCall('look_up', '{"order": 9007199254740993}', '{"state":"lost"}');
const reading = caller(1, {
	messages: [...spoken('user: where is it?', 'assistant: one moment'), ...tool],
	insights: [insightRun('r1', 'The caller was \x1b[31mupset.')],
});

/** The screen with the copy menu open, over one conversation. */
async function withMenu(options: ScreenOptions = {}, ...before: readonly string[]): Promise<TestScreen> {
	const screen = await startScreen({ bundles: [reading], ...options });
	await screen.waitFor('where is it?');
	screen.press(...before, 'y');
	await screen.waitFor('─ Copy from Caller 1');
	return screen;
}

/** Presses a key of the menu, and returns what it copied. */
async function copied(screen: TestScreen, key: string): Promise<string> {
	const count = screen.copied.length;
	screen.press(key);
	await screen.waitFor(/ (Sent|Copied) /);
	expect(screen.copied.length).toBe(count + 1);
	expect(screen.text()).not.toContain('─ Copy');
	return screen.copied.at(-1) ?? '';
}

describe('the copy menu', () => {
	test('shows what each letter copies, and dim why it does not', async () => {
		const screen = await withMenu({ size: { columns: 90, rows: 24 } });
		const rows = screen.rows().flatMap((row) => /│ ([itTjlrupsca] {2}.*?) *│/.exec(row)?.[1] ?? []);
		expect(rows).toMatchInlineSnapshot(`
			[
			  "i  id                  c0000000-0000-4000-8000-000000999998",
			  "t  this turn           Put the cursor on a turn of the transcript.",
			  "T  whole transcript    as Markdown: 4 messages",
			  "j  JSON as it came     conversation, messages, insights, as X exports",
			  "l  filter of the list  sort:-updated.nullslast",
			  "r  request, as curl    Sample data come from no server.",
			  "u  link to the portal  Set portalUrl in settings.json first (:config).",
			  "p  phone number        +13125550001",
			  "s  summary             +13125550001 with Reception, “Caller 1”, phone call, 2026-…",
			  "c  under the cursor    In the list, i copies what the cursor is on.",
			  "a  tool’s arguments    Put the cursor on a tool call.",
			]
		`);
	});

	test('copies the id, and says how much went where', async () => {
		const screen = await withMenu();
		expect(await copied(screen, 'i')).toBe(idOf(1));
		await screen.waitFor('Sent the id, 36 characters, to your terminal’s clipboard (OSC 52).');
	});

	test('moves by arrows and Tab alone, and Enter copies the entry under the cursor', async () => {
		const screen = await withMenu();
		screen.press('\x1b[B', '\t', '\t', '\t', '\x1b[A', '\x1b[Z', '\x1b[B', '\t');
		expect(await copied(screen, '\r')).toBe('sort:-updated.nullslast');
	});

	test('stays open at a letter that does not apply, with the whole reason', async () => {
		const screen = await withMenu();
		screen.press('u');
		await screen.waitFor(/^ Set portalUrl in settings\.json first \(:config\)\./m);
		expect(screen.copied).toEqual([]);
		screen.press('q');
		await screen.waitFor((rows) => !rows.some((row) => row.includes('─ Copy')));
	});

	test('copies the number, the link and the summary', async () => {
		const screen = await withMenu({ portalUrl: 'https://portal.example/{assistant_id}/{id}' });
		expect(await copied(screen, 'p')).toBe('+13125550001');
		screen.press('y');
		expect(await copied(screen, 'u')).toBe(`https://portal.example/assistant-1/${idOf(1)}`);
		screen.press('y');
		const summary = await copied(screen, 's');
		expect(summary).toMatch(/^\+13125550001 with Reception, “Caller 1”, phone call, 2026-11-22 /);
		expect(summary).toMatch(/ Last words, assistant: “one moment” Conversation c0000000-\S+$/);
	});

	test('copies the ids of marked conversations, one a line, and says how many', async () => {
		const screen = await startScreen({ bundles: callers(4) });
		await screen.waitFor('hello from 1');
		screen.press(' ', ' ', 'y');
		await screen.waitFor('2 marked: one a line');
		expect(await copied(screen, 'i')).toBe(`${idOf(1)}\n${idOf(2)}`);
		await screen.waitFor('Sent the ids of 2 conversations, 2 lines (73 characters)');
	});

	test('beside the list, marks do not count: it is about the conversation that is read', async () => {
		const screen = await startScreen({ bundles: callers(4) });
		await screen.waitFor('hello from 1');
		screen.press(' ', 'y');
		await screen.waitFor('1 marked: one a line');
		screen.press('q', '2');
		await screen.waitFor('hello from 2');
		screen.press('y');
		await screen.waitFor('─ Copy from Caller 2 ─');
		expect(await copied(screen, 'i')).toBe(idOf(2));
	});
});

describe('what the cursor is on', () => {
	test('words: as a turn with who and when, or alone', async () => {
		const screen = await withMenu({}, '2');
		expect(await copied(screen, 't')).toBe('user, 2026-11-22 10:00:00 UTC:\nwhere is it?');
		screen.press('y');
		expect(await copied(screen, 'c')).toBe('where is it?');
	});

	test('a tool: its result or its arguments, as they came', async () => {
		const screen = await withMenu({}, '2', 'G');
		expect(await copied(screen, 'c')).toBe('{"state":"lost"}');
		screen.press('y');
		expect(await copied(screen, 'a')).toBe('{"order": 9007199254740993}');
		screen.press('6', 'G', 'y');
		await screen.waitFor('─ Copy from Caller 1');
		expect(await copied(screen, 'a')).toBe('{"order": 9007199254740993}');
	});

	test('an insight, without control characters', async () => {
		const screen = await withMenu({}, '3', 'G');
		expect(await copied(screen, 'c')).toBe('The caller was [31mupset.');
	});

	test('a value of the metadata, on which the pane has a cursor', async () => {
		const screen = await withMenu({}, '4', 'G');
		expect(await copied(screen, 'c')).toBe('assistant-1');
		await screen.waitFor('Sent the value of assistant_id, 11 characters');
	});

	test('stays the same while the conversation goes on below the menu', async () => {
		const screen = await withMenu({}, '2');
		const row = screen.store.conversations.rowOf(idOf(1));
		if (row === null) return expect.unreachable();
		screen.store.messages.add(row, { role: 'user', text: 'are you there?' });
		screen.press('q', 'r');
		await screen.waitFor('are you there?');
		screen.press('y');
		await screen.waitFor('where is it?');
		expect(await copied(screen, 'c')).toBe('where is it?');
	});
});

describe('the request as curl', () => {
	const address = 'https://api.example/v2';

	test('is that of the list in the list, and never has the key', async () => {
		const screen = await withMenu({ address });
		const command = await copied(screen, 'r');
		expect(command).toBe(
			"curl -sS -g 'https://api.example/v2/ai/conversations?order=last_message_at.desc.nullslast%2Cid.desc&limit=100' " +
				'-H "Authorization: Bearer $TELNYX_API_KEY"',
		);
		expect(command).not.toContain(apiKey);
		const url = /'(.*?)'/.exec(command)?.[1] ?? '';
		expect(screen.requests).toContain(`GET ${decodeURIComponent(url.replace(address, ''))}`);
	});

	test.each([
		['2', `${idOf(1)}/messages?page%5Bnumber%5D=1&page%5Bsize%5D=100`],
		['3', `${idOf(1)}/conversations-insights?page%5Bnumber%5D=1&page%5Bsize%5D=100`],
		['5', idOf(1)],
	])('beside it, that of the pane: %s', async (pane, path) => {
		const screen = await withMenu({ address }, pane);
		expect(await copied(screen, 'r')).toContain(`'https://api.example/v2/ai/conversations/${path}'`);
	});
});

describe('a conversation is copied whole', () => {
	const metadata = '{"order_id":9007199254740993,"price":1.10,"twice":"one","twice":"two"}';
	const odd = caller(1, {
		conversation: conversation(idOf(1), { name: 'Caller 1', metadata: objectOf(metadata) }),
		messages: [...spoken('user: where is it?'), null],
	});

	test('as JSON with every digit, doubled key and null row as it came', async () => {
		const screen = await withMenu({ bundles: [odd] });
		const line = await copied(screen, 'j');
		expect(line).not.toContain('\n');
		expect(line).toContain(`"metadata":${metadata}`);
		expect(parseJsonText(line)).toMatchObject({ messages: [{ text: 'where is it?' }, null], insights: [] });
	});

	test('with the rest of a transcript that is not loaded to its end', async () => {
		const lines = Array.from({ length: 250 }, (_, at) => `user: line ${at}`);
		const { promise: later, resolve: release } = Promise.withResolvers<void>();
		const screen = await startScreen({
			bundles: [caller(1, { messages: spoken(...lines) })],
			between: async (request) => {
				if (/page%5Bnumber%5D=[23]/.test(request.url)) await later;
				return null;
			},
		});
		await screen.waitFor('line 3');
		screen.press('y');
		await screen.waitFor(/\d+ of 250 messages, loads the rest first/);
		screen.press('T');
		screen.ticker.advance(1000);
		await screen.waitFor('Loading the transcript…');
		expect(screen.copied).toEqual([]);
		release();
		await screen.waitFor('Sent the transcript of Caller 1 as Markdown, 1,027 lines');
		const [markdown = ''] = screen.copied;
		expect(markdown.match(/^> line \d+$/gm)).toHaveLength(250);
	});

	test('also when the reader goes on to another conversation meanwhile', async () => {
		const lines = Array.from({ length: 250 }, (_, at) => `user: line ${at}`);
		const { promise: later, resolve: release } = Promise.withResolvers<void>();
		const screen = await startScreen({
			bundles: [caller(1, { messages: spoken(...lines) }), caller(2)],
			between: async (request) => {
				if (/page%5Bnumber%5D=[23]/.test(request.url)) await later;
				return null;
			},
		});
		await screen.waitFor('line 3');
		screen.press('y', 'T', 'j');
		await screen.waitFor('hello from 2');
		release();
		await screen.waitFor('Sent the transcript of Caller 1 as Markdown, 1,027 lines');
	});

	test('or says which page is missing, and as JSON not at all', async () => {
		const lines = Array.from({ length: 150 }, (_, at) => `user: line ${at}`);
		const screen = await startScreen({
			bundles: [caller(1, { messages: spoken(...lines) })],
			between: (request) =>
				/messages.*page%5Bnumber%5D=2/.test(request.url) ? new Response('{', { status: 200 }) : null,
		});
		await screen.waitFor(/100 of 150 messages/);
		screen.press('y');
		await screen.waitFor('100 of 150');
		screen.press('T');
		await screen.waitFor('could not be read: page 2 of 2');
		expect(screen.copied[0]).toContain('**Note:** A part could not be read: page 2 of 2');
		screen.press('y', 'j');
		await screen.waitFor('Nothing was copied: A part could not be read: page 2 of 2');
		expect(screen.copied).toHaveLength(1);
	});

	test('a later copy is not replaced by an earlier one that took longer', async () => {
		const { promise: later, resolve: release } = Promise.withResolvers<void>();
		const screen = await startScreen({
			bundles: callers(2),
			between: async (request) => {
				if (request.url.includes('/messages')) await later;
				return null;
			},
		});
		await screen.waitFor('Caller 2');
		screen.press('y', 'T', 'y', 'i');
		await screen.waitFor('Sent the id');
		release();
		await screen.waitFor('hello from 1');
		expect(screen.copied).toEqual([idOf(1)]);
	});
});

describe('only a key pressed at the menu copies', () => {
	test('letters that came with the key that opens the menu, such as a pasted word', async () => {
		const screen = await startScreen({ bundles: [reading] });
		await screen.waitFor('where is it?');
		screen.press('yes');
		await screen.waitFor('s came before the screen was up to date. Press it again.');
		expect(screen.copied).toEqual([]);
		expect(await copied(screen, 's')).toContain('Caller 1');
	});

	test('a row that could not be read has its JSON alone', async () => {
		const screen = await startScreen({
			bundles: callers(1),
			between: (request) =>
				/conversations\?/.test(request.url) ? Response.json({ data: [{ id: 7, odd: true }] }) : null,
		});
		await screen.waitFor('could not read this row');
		screen.press('y', 'i');
		await screen.waitFor('This row could not be read: j copies its JSON.');
		expect(await copied(screen, 'j')).toBe('{"id":7,"odd":true}');
	});
});

test('the title of the menu says that only i is about the marks', async () => {
	const screen = await startScreen({ bundles: callers(4) });
	await screen.waitFor('hello from 1');
	screen.press(' ', ' ', ' ', 'y');
	await screen.waitFor('Copy from Caller 4; i of the 3 marked');
});
