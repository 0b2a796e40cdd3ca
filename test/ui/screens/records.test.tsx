import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/domain/json.ts';
import { isJsonObject } from '../../../src/domain/json.ts';
import type { ConversationBundle } from '../../../src/domain/wire.ts';
import { readBundle } from '../../../src/server/bundle.ts';
import { at, scratch } from '../../store/fixtures.ts';
import { refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, spoken, toolCall } from '../bundles.ts';
import { apiKey, startScreen, type TestScreen } from '../screen-harness.tsx';

const noon = at('2026-11-22T12:00:00Z');

const first = caller(1, {
	messages: [
		...spoken('user: I was charged twice', 'assistant: Let me look'),
		...toolCall('FindCharge', '{"amount":12}', '{"count":2}'),
	],
	insights: [insightRun('run-1', 'Poor')],
});

/** Opens the palette, types the word, and runs the first match. */
async function runFromPalette(screen: TestScreen, word: string): Promise<void> {
	screen.press(':');
	await screen.waitFor('─ Palette ');
	screen.paste(word);
	await screen.waitFor(`: ${word}`);
	screen.press('\r');
}

async function screenWith(bundles: readonly ConversationBundle[] = [first, caller(2)]): Promise<TestScreen> {
	const screen = await startScreen({ bundles });
	await screen.waitFor('Caller 1');
	return screen;
}

/** Puts a conversation into the trash as a deletion does, settled or with an unknown result. */
async function intoTrash(screen: TestScreen, bundle: ConversationBundle, isSettled = true) {
	const raw = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value));
	const entry = await screen.records.trash.keep({
		conversation: raw(bundle.conversation),
		messages: bundle.messages.map(raw),
		insights: bundle.insights.map(raw),
	});
	if (isSettled) await screen.records.trash.settle(entry, 'deleted');
	return entry;
}

const messagesOf = (screen: TestScreen, id: string) => {
	const row = screen.store.conversations.rowOf(id);
	return row === null ? null : screen.store.messages.page(row, { number: 1, size: 100 }).rows;
};

describe('the trash', () => {
	test('is found by its name, and says so if it is empty', async () => {
		const screen = await screenWith();
		await runFromPalette(screen, 'trash');
		await screen.waitFor(/─ Trash ─[\s\S]*The trash is empty\.[\s\S]*keeps it for[\s\S]*30[\s\S]*days/);
		screen.press('R');
		await screen.waitFor('This list is still empty.');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join('').includes('The trash is empty'));
		expect(screen.state().overlays).toEqual([]);
	});

	test('lists deleted conversations, shows them in full, and restores them under a new id', async () => {
		const screen = await screenWith();
		screen.press('D');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(':trash has it');
		expect(screen.store.conversations.get(idOf(1))).toBeNull();
		await runFromPalette(screen, 'trash');
		await screen.waitFor(/Trash: 1 conversation, .*\n.*4 msg {2}\+1 312 555 0001 {2}Caller 1/);
		screen.press('\r');
		await screen.waitFor(
			/transcript[\s\S]*I was charged twice[\s\S]*FindCharge[\s\S]*"count": 2[\s\S]*insights[\s\S]*Poor/,
		);
		screen.press('G');
		await screen.waitFor(/assistant_id +assistant-1 \(Reception\)/);
		screen.press('R');
		await screen.waitFor(/with a new id; the old id[\s\S]*Insights cannot be restored/);
		expect(screen.state().overlays.at(-1)).toMatchObject({ dialog: { focus: 'cancel' } });
		screen.press('y');
		await screen.waitFor(/Restored Caller 1 as \S+, with 4 messages\./);
		const { openId } = screen.state();
		expect(openId).not.toBe(idOf(1));
		const anew = screen.store.conversations.get(openId ?? '');
		expect(anew).toMatchObject({ name: 'Caller 1', metadata: first.conversation.metadata });
		expect(messagesOf(screen, openId ?? '')).toMatchObject(
			first.messages.map((one) => ({ role: one?.role, text: one?.text, sent_at: one?.sent_at })),
		);
		// It stays in the trash, which alone has its insights.
		expect((await screen.records.trash.list()).entries).toMatchObject([{ state: 'deleted', insights: 1 }]);
		const { entries } = await screen.records.journal.read(10);
		expect(entries.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
			'delete begun',
			'delete done',
			'restore begun',
			'restore done',
		]);
	});

	test('a failed restoration shows its progress, and continues without doubling a message', async () => {
		const screen = await screenWith();
		await intoTrash(
			screen,
			caller(7, { messages: spoken('user: a', 'assistant: b', 'user: c', 'assistant: d') }),
		);
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 7');
		let posts = 0;
		screen.intervene((request) =>
			request.method === 'POST' && request.url.endsWith('/message') && ++posts === 3
				? refusal(422, '10015', 'Bad Request', 'Not now.')
				: null,
		);
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(
			/only 2 of 4 [\s\S]*2 of 4 messages are in the new[\s\S]*Not restored after 2 of 4 messages: .* R continues\./,
		);
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(/Restored Caller 7 as \S+, with 4 messages\./);
		expect(
			messagesOf(screen, screen.state().openId ?? '')?.map((row) => isJsonObject(row) && row.text),
		).toEqual(['a', 'b', 'c', 'd']);
		expect(screen.requests.filter((request) => request === 'POST /ai/conversations')).toHaveLength(2);
		expect(screen.store.conversations.get(screen.state().openId ?? '')).toMatchObject({ name: 'Caller 7' });
	});

	test('a restoration cut off by the program’s end is continued by the next program', async () => {
		const bundle = caller(7, { messages: spoken('user: a', 'assistant: b', 'user: c') });
		const screen = await screenWith();
		const entry = await intoTrash(screen, bundle);
		// The state left by the first program: an id on disk, a conversation and one message.
		const { attemptId } = await screen.records.restorations.begin(entry.name);
		const post = async (path: string, key: string, body: unknown): Promise<JsonObject> => {
			const headers = {
				authorization: `Bearer ${apiKey}`,
				'idempotency-key': key,
				'content-type': 'application/json',
			};
			const url = `http://embedded.invalid/v2/ai/conversations${path}`;
			const answer = await screen.pass(
				new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }),
			);
			expect(answer.ok).toBe(true);
			const text = await answer.text();
			return text === '' ? {} : JSON.parse(text);
		};
		const { name, metadata } = bundle.conversation;
		const { id } = await post('', `${attemptId}-c`, { name, metadata });
		const [said] = bundle.messages;
		await post(`/${id}/message`, `${attemptId}-0`, { role: 'user', content: 'a', sent_at: said?.sent_at });
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 7');
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(`Restored Caller 7 as ${id}, with 3 messages.`);
		expect(messagesOf(screen, String(id))?.map((row) => isJsonObject(row) && row.text)).toEqual([
			'a',
			'b',
			'c',
		]);
	});

	test('a restoration whose new conversation was deleted starts over', async () => {
		const screen = await screenWith();
		await intoTrash(screen, caller(7));
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 7');
		let made = '';
		screen.intervene((request) => {
			made = /conversations\/([^/]+)\/message$/.exec(request.url)?.[1] ?? '';
			if (made !== '') screen.store.conversations.delete(made);
			return null;
		});
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(/Not restored after 0 of 2 messages: .* R starts over\./);
		screen.intervene(null);
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor(/Restored Caller 7 as \S+, with 2 messages\./);
		expect(screen.state().openId).not.toBe(made);
	});

	test('a restoration is shown in the list, can be stopped, and is not started twice', async () => {
		const screen = await screenWith();
		await intoTrash(screen, caller(7, { messages: spoken('user: a', 'assistant: b', 'user: c') }));
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 7');
		const waiting: (() => void)[] = [];
		screen.intervene(async (request) => {
			if (request.url.endsWith('/message')) await new Promise<void>((resolve) => waiting.push(resolve));
			return null;
		});
		screen.press('x');
		await screen.waitFor('This conversation is not being restored.');
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor('restoring 0 of 3');
		screen.press('R');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor('This conversation is already being restored.');
		screen.press('x');
		screen.intervene(null);
		for (const go of waiting) go();
		await screen.waitFor('Not restored after 1 of 3 messages: Stopped. R continues.');
	});

	test('an unconfirmed deletion is marked, and can be checked on the server', async () => {
		const screen = await screenWith();
		await intoTrash(screen, caller(2), false);
		await intoTrash(screen, caller(9), false);
		await runFromPalette(screen, 'trash');
		await screen.waitFor((rows) => rows.filter((row) => row.includes('deleted? c checks')).length === 2);
		const list = async () => (await screen.records.trash.list()).entries;
		for (const key of ['g', 'G']) {
			screen.press(key, 'R');
			await screen.waitFor('may still have the old conversation');
			screen.press('\x1b');
			await screen.waitFor((rows) => !rows.join('').includes('[ Cancel ]'));
			screen.press('c');
			await screen.waitFor(/Caller \d was (not )?deleted: the server/);
		}
		expect((await list()).map(({ title, state }) => `${title} ${state}`).sort()).toEqual([
			'Caller 2 pending',
			'Caller 9 deleted',
		]);
	});

	test('exports a file for `serve`, readable by its owner alone, and never over another file', async () => {
		const screen = await screenWith();
		await intoTrash(screen, first);
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 1');
		const path = join(scratch(), 'one.ndjson');
		const ask = async (): Promise<void> => {
			screen.press('X');
			await screen.waitFor(/export to: .*conversation-|export to: .*000999998\.ndjson/);
			screen.press('\x15');
			screen.paste(path);
			screen.press('\r');
		};
		await ask();
		await screen.waitFor(`Exported to ${path}`);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		const text = readFileSync(path, 'utf8');
		expect(readBundle(text)).toEqual({ ok: true, bundle: JSON.parse(JSON.stringify(first)) });
		await ask();
		await screen.waitFor('already exists. Choose another name');
		expect(readFileSync(path, 'utf8')).toBe(text);
	});

	test('names unreadable files and shows the others', async () => {
		const screen = await screenWith();
		await intoTrash(screen, first);
		const name = '20260101T000000.000000Z-broken.deleted.ndjson';
		writeFileSync(join(screen.stateFolder, 'trash', name), '{"trash":1');
		await runFromPalette(screen, 'trash');
		await screen.waitFor(/Caller 1[\s\S]*Cannot read /);
		expect(readdirSync(join(screen.stateFolder, 'trash'))).toContain(name);
	});

	test('says why and where it is unreadable, and r tries again', async () => {
		const screen = await screenWith();
		const folder = join(screen.stateFolder, 'trash');
		mkdirSync(screen.stateFolder, { recursive: true });
		writeFileSync(folder, 'a file in its place');
		await runFromPalette(screen, 'trash');
		await screen.waitFor(/The trash could not be read: [\s\S]*r tries again/);
		rmSync(folder);
		screen.press('r');
		await screen.waitFor('The trash is empty');
	});

	test('restores nothing in read-only mode', async () => {
		const screen = await startScreen({ bundles: [caller(2)], readOnly: 'started with --read-only' });
		await screen.waitFor('Caller 2');
		await intoTrash(screen, first);
		await runFromPalette(screen, 'trash');
		await screen.waitFor('Caller 1');
		screen.press('R');
		await screen.waitFor('Read-only: started with --read-only');
		expect(screen.requests.some((request) => request.startsWith('POST'))).toBe(false);
	});

	test('shows hostile text as text', async () => {
		const screen = await screenWith();
		const { conversation } = caller(8);
		const hostile = '\u001b]52;c;aGk=\u0007\u202e<b>';
		await intoTrash(screen, {
			conversation: { ...conversation, name: hostile, metadata: { from: hostile, [hostile]: hostile } },
			messages: [{ role: hostile, text: hostile }],
			insights: [],
		});
		await runFromPalette(screen, 'trash');
		await screen.waitFor('⟨U+202E⟩');
		screen.press('\r');
		await screen.waitFor('transcript');
		for (const sign of ['\u001b]52', '\u0007', '\u202e'])
			expect(screen.frames().filter((frame) => frame.includes(sign))).toEqual([]);
	});
});

describe('the journal', () => {
	const write = { operation: 'update-metadata', conversationId: idOf(1), runId: null } as const;

	test('is found by its name, and says so if nothing was written', async () => {
		const screen = await screenWith();
		await runFromPalette(screen, 'journal');
		await screen.waitFor(/─ Journal ─[\s\S]*This machine has not written to the account yet/);
	});

	test('lists each write once, latest first, with its changes', async () => {
		const screen = await screenWith();
		const { journal } = screen.records;
		const metadata = { telnyx_end_user_target: '+13125550001', tier: 'silver', gone: 'x', same: '1' };
		const begun = { ...write, attempt: 'a', at: noon, before: metadata, problem: null };
		const wanted = { telnyx_end_user_target: '+13125550001', tier: 'gold', same: '1', new: 'y' };
		await journal.append({ ...begun, after: wanted, outcome: 'begun' });
		await journal.append({ ...begun, after: wanted, outcome: 'done', problem: 'The answer was lost.' });
		await journal.append({
			...begun,
			attempt: 'b',
			operation: 'delete',
			before: { name: 'Lost one' },
			after: null,
			outcome: 'begun',
		});
		await journal.append({
			...begun,
			attempt: 'c',
			operation: 'create',
			conversationId: null,
			after: { name: 'New one' },
			before: null,
			outcome: 'begun',
		});
		await journal.append({
			...begun,
			attempt: 'c',
			operation: 'create',
			conversationId: null,
			after: { name: 'New one' },
			before: null,
			outcome: 'failed',
			problem: 'The server refused it.',
		});
		await runFromPalette(screen, 'journal');
		await screen.waitFor(
			/Journal: 3 writes .*\n.*create +failed +New one +The server refused it\..*\n.*delete +no end +Lost one.*\n.*metadata +done +\+1 312 555 0001 +The answer was lost/,
		);
		screen.press('o');
		await screen.waitFor('This record has no conversation to open.');
		screen.press('G', '\r');
		await screen.waitFor(/outcome +done[\s\S]*note +The answer was lost/);
		const text = screen.text();
		expect(text).toMatch(/- gone[\s\S]*- x/);
		expect(text).toMatch(/~ tier[\s\S]*- silver[\s\S]*\+ gold/);
		expect(text).toMatch(/\+ new[\s\S]*\+ y/);
		expect(text).toContain('2 keys unchanged');
		screen.press('\x1b', 'k');
		await screen.waitFor('cut off when tconv ended: the result is unknown');
		screen.press('j', 'o');
		await screen.waitFor((rows) => !rows.join('').includes('Journal'));
		expect(screen.state().openId).toBe(idOf(1));
	});

	test('says how many of its lines were cut off', async () => {
		const screen = await screenWith();
		mkdirSync(screen.stateFolder, { recursive: true });
		writeFileSync(join(screen.stateFolder, 'journal.ndjson'), '{"attempt":"a","at"\n{"x"');
		await runFromPalette(screen, 'journal');
		await screen.waitFor('2 lines of the journal are cut off');
	});

	test('of a thousand writes shows any, from the first to the last', async () => {
		const screen = await screenWith(callers(1));
		const { journal } = screen.records;
		const entries = Array.from({ length: 1000 }, (_, index) => ({
			...write,
			attempt: `attempt-${index}`,
			at: noon,
			conversationId: `conversation-${index}`,
			before: null,
			after: null,
			outcome: 'done' as const,
			problem: null,
		}));
		await Promise.all(entries.map((entry) => journal.append(entry)));
		await runFromPalette(screen, 'journal');
		await screen.waitFor(/Journal: 1,000 writes[\s\S]*conversation-999/);
		screen.press('G');
		await screen.waitFor(/conversation-0 /);
		screen.press('\r');
		await screen.waitFor(/conversation +conversation-0 /);
		expect(existsSync(join(screen.stateFolder, 'journal.ndjson'))).toBe(true);
	});
});

test.each([
	[60, 15],
	[80, 24],
	[200, 60],
])('both fit on a screen of %d×%d', async (columns, rows) => {
	const screen = await startScreen({ bundles: [caller(2)], size: { columns, rows } });
	await screen.waitFor('312 555 0002');
	await intoTrash(screen, first);
	for (const word of ['trash', 'journal']) {
		await runFromPalette(screen, word);
		await screen.waitFor(word === 'trash' ? '555 0001  Caller' : 'has not written to the account');
		expect(screen.rows()).toHaveLength(rows);
		expect(Math.max(...screen.rows().map((row) => row.length))).toBeLessThanOrEqual(columns);
		screen.press('\x1b');
		await screen.waitFor((all) => !/─ (Trash|Journal)/.test(all.join('')));
	}
});
