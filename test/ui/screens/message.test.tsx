import { describe, expect, test } from 'vitest';
import { isJsonObject } from '../../../src/domain/json.ts';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { holding, instead, refusal } from '../between.ts';
import { caller, callers, idOf, spoken } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);
const adding = /\/message$/;
const send = '\x18';
const newline = '\r';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

async function composing(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await started(options);
	screen.press('m');
	await screen.waitFor('─ Message to Caller 1 ─');
	return screen;
}

/** The conversation's messages on the server, without its first two. */
function added({ store }: TestScreen): { role: unknown; text: unknown }[] {
	const row = store.conversations.rowOf(id);
	if (row === null) throw new Error('The conversation is gone.');
	const { rows } = store.messages.page(row, { number: 1, size: 100 });
	return rows
		.slice(2)
		.map((row) => (isJsonObject(row) ? { role: row.role, text: row.text } : { role: null, text: null }));
}

const posts = ({ requests }: TestScreen): readonly string[] =>
	requests.filter((one) => one.startsWith('POST'));
const outcomes = async ({ records }: TestScreen): Promise<string[]> =>
	(await records.journal.read(20)).entries.map(({ operation, outcome }) => `${operation} ${outcome}`);

describe('a message', () => {
	test('is written in several lines with a sender, and shown once the server has it', async () => {
		const screen = await composing();
		const before = screen.text();
		expect(before).toMatch(/but may not deliver it[^a-z]+to the caller\./);
		expect(before).toContain('may answer too');
		expect(before).toMatch(/From +\[assistant\] +user +system/);
		screen.press('\t');
		await screen.waitFor(/assistant +\[user\] +system/);
		screen.press('F', 'r', 'o', 'm', newline, 'q');
		screen.paste(' 👨‍👩‍👧\r\nand\tpasted');
		await screen.waitFor('and  pasted');
		screen.press(send);
		await screen.waitFor('Added to the history. Telnyx does not say whether it reaches the caller.');
		await screen.waitFor((rows) => /user .*From/.test(rows.join('\n')));
		expect(added(screen)).toEqual([{ role: 'user', text: 'From\nq 👨‍👩‍👧\nand\tpasted' }]);
		expect(screen.state()).toMatchObject({ overlays: [], messages: new Map() });
		expect(await outcomes(screen)).toEqual(['add-message begun', 'add-message done']);
	});

	test('just sent is on the screen: the transcript stays at its end', async () => {
		const long = caller(1, {
			messages: spoken(...Array.from({ length: 40 }, (_, at) => `user: line ${at}`)),
		});
		const screen = await startScreen({ bundles: [long], size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 1');
		screen.press('2');
		await screen.waitFor('line 1');
		screen.press('m');
		await screen.waitFor('─ Message to Caller 1 ─');
		screen.paste('the new words');
		await screen.waitFor('the new words');
		screen.press(send);
		await screen.waitFor('Added to the history.');
		await screen.waitFor((rows) => /assistant +the new words/.test(rows.join('\n')));
		screen.press('k');
		await screen.waitFor((rows) => rows.join('\n').includes('line 39'));
		expect(screen.text()).toContain('the new words');
	});

	test('does not mention the assistant if the AI is off', async () => {
		const [first, ...rest] = callers(3);
		if (first === undefined) throw new Error('no caller');
		const { conversation } = first;
		const metadata = { ...conversation.metadata, ai_disabled: 'true' };
		const screen = await composing({
			bundles: [{ ...first, conversation: { ...conversation, metadata } }, ...rest],
		});
		expect(screen.text()).not.toContain('may answer');
		expect(screen.text()).toContain('may not deliver it');
	});

	test('that is empty is not sent, and is not kept', async () => {
		const screen = await composing();
		screen.press(' ', newline, send);
		await screen.waitFor('The message is empty: nothing was sent.');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Message to'));
		expect(screen.state().messages.size).toBe(0);
		expect(posts(screen)).toEqual([]);
	});

	test('left open is kept for its conversation, and m reopens it', async () => {
		const screen = await composing();
		screen.press('h', 'a', 'l', 'f', '\x1b');
		await screen.waitFor('The message was not sent. tconv keeps it; m reopens it.');
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.press('m');
		await screen.waitFor('─ Message to Caller 2 ─');
		expect(screen.text()).not.toContain('half');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Message to'));
		screen.press('k', 'm');
		await screen.waitFor('─ Message to Caller 1 ─');
		expect(screen.text()).toContain('half');
	});

	test('that was refused is kept with the reason, and nothing was added', async () => {
		const screen = await composing({
			between: instead(adding, () => refusal(422, '10015', 'Bad Request', 'content is too long')),
		});
		screen.press('h', 'i', send);
		await screen.waitFor(/The server says:[^a-z]+content is too long/);
		expect(screen.text()).toContain('Nothing was added.');
		expect(screen.state().messages.get(id)).toMatchObject({ area: { text: 'hi' }, isSending: false });
		expect(added(screen)).toEqual([]);
		screen.intervene(null);
		screen.press('!', send);
		await screen.waitFor('Added to the history.');
		expect(added(screen)).toEqual([{ role: 'assistant', text: 'hi!' }]);
	});

	test('with a lost answer may have been added, says so, and sent again is there once', async () => {
		const screen = await composing();
		const keys: (string | null)[] = [];
		screen.intervene(async (request) => {
			if (request.method !== 'POST') return null;
			keys.push(request.headers.get('idempotency-key'));
			await screen.pass(request);
			throw new TypeError('fetch failed');
		});
		screen.press('o', 'n', 'c', 'e', send);
		await screen.waitFor(/may[^a-z]+have been added anyway/);
		// The answer was lost, but the message is on screen.
		await screen.waitFor('3 messages');
		screen.intervene((request) => {
			if (request.method === 'POST') keys.push(request.headers.get('idempotency-key'));
			return null;
		});
		screen.press(send);
		await screen.waitFor('Added to the history.');
		expect(new Set(keys).size).toBe(1);
		expect(added(screen)).toEqual([{ role: 'assistant', text: 'once' }]);
		expect(await outcomes(screen)).toEqual([
			'add-message begun',
			'add-message unknown',
			'add-message begun',
			'add-message done',
		]);
	});

	test('different after a lost answer has a new key', async () => {
		const screen = await composing({
			between: instead(adding, () => {
				throw new TypeError('fetch failed');
			}),
		});
		screen.press('a', send);
		await screen.waitFor(/may[^a-z]+have been added/);
		const first = screen.state().messages.get(id)?.attempt?.key;
		screen.press('b', send);
		await screen.waitFor(() => screen.state().messages.get(id)?.attempt?.text === 'ab');
		expect(screen.state().messages.get(id)?.attempt?.key).not.toBe(first);
	});

	test('being sent takes no keys, can be closed, and is sent once', async () => {
		const held = holding(adding);
		const screen = await composing({ between: held.between });
		screen.press('a', send);
		await screen.waitFor('Sending …');
		screen.press('x', send);
		await screen.waitFor('The message is being sent.');
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Message to'));
		held.release();
		await screen.waitFor('Added to the history.');
		expect(added(screen)).toEqual([{ role: 'assistant', text: 'a' }]);
	});

	test.each([
		{ columns: 60, rows: 15 },
		{ columns: 80, rows: 24 },
		{ columns: 200, rows: 60 },
	])('has room to be written in at $columns×$rows, and scrolls with the caret', async (size) => {
		const screen = await startScreen({ bundles: callers(3), size, glyphs: asciiGlyphs });
		await screen.waitFor('Caller 1');
		screen.press('m');
		await screen.waitFor('- Message to Caller 1 -');
		screen.paste(Array.from({ length: 40 }, (_, at) => `row ${at}`).join('\n'));
		const rows = await screen.waitFor('row 39');
		expect(rows).toHaveLength(size.rows);
		expect(rows.join('\n')).not.toContain('row 0 ');
		expect(rows.join('\n')).toMatch(/\d\d rows above, 0 below/);
		expect(rows.join('\n')).toMatch(/may[ |\n]+not[ |\n]+deliver/);
		screen.press('\x1b[1;5H');
		await screen.waitFor(/row 0 /);
	});

	test.each([
		{ columns: 80, rows: 24 },
		{ columns: 120, rows: 40 },
	])(
		'leaves the last turns in sight at $columns×$rows, from the list and from the start of the transcript',
		async (size) => {
			const long = caller(1, {
				messages: spoken(...Array.from({ length: 60 }, (_, at) => `user: turn ${at}`), 'user: the last word'),
			});
			const screen = await startScreen({ bundles: [long, ...callers(3).slice(1)], size });
			await screen.waitFor('Caller 2');
			screen.press('m');
			const written = await screen.waitFor((rows) => /the last word/.test(rows.join('\n')));
			const at = (words: string): number => written.findIndex((row) => row.includes(words));
			expect(at('turn 59')).toBeGreaterThan(0);
			expect(at('the last word')).toBeLessThan(at('─ Message to Caller 1 ─'));
			expect(written.join('\n')).toContain('Ctrl-r discards');
			screen.paste(Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n'));
			const full = await screen.waitFor('line 59');
			expect(full.join('\n')).toContain('the last word');
			expect(full).toHaveLength(size.rows);
			screen.press('\x1b', '2', 'm');
			await screen.waitFor('This is your message, not sent yet. Ctrl-r discards it.');
			expect(screen.text()).toContain('the last word');
			// The reader's place in the transcript is kept.
			screen.press('\x12');
			await screen.waitFor(/turn 0\b/);
		},
	);

	test('moves neither the cursor nor the rows of the list', async () => {
		const screen = await startScreen({ bundles: callers(60), size: { columns: 120, rows: 24 } });
		await screen.waitFor('hello from 1');
		screen.press(...'j'.repeat(18));
		await screen.waitFor('hello from 19');
		const before = screen.rows().slice(2, 20);
		screen.press('m');
		const writing = await screen.waitFor('─ Message to Caller 19 ─');
		expect(writing.join('\n')).toMatch(/▌.*Caller 19/);
		screen.press('\x1b');
		await screen.waitFor((rows) => !rows.join().includes('Message to'));
		expect(screen.rows().slice(2, 20)).toEqual(before);
	});

	test('is as high as its text, which never moves its first row and its keys out of sight', async () => {
		const screen = await startScreen({ bundles: callers(3), size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 1');
		screen.press('m');
		const heightOf = (rows: readonly string[]): number =>
			rows.length - rows.findIndex((row) => row.includes('─ Message to'));
		const small = heightOf(await screen.waitFor('─ Message to Caller 1 ─'));
		screen.paste('1\n2\n3\n4\n5');
		const larger = await screen.waitFor(/│ 5 /);
		expect(heightOf(larger)).toBe(small + 2);
		expect(larger.join('\n')).toMatch(/From +\[assistant\][\s\S]*Ctrl-x sends/);
	});

	test('can be written in the external editor', async () => {
		const given: string[] = [];
		const screen = await composing({
			editOutside: async (text, file) => {
				given.push(`${file.name}: ${text}`);
				return { kind: 'changed', text: `${text}, edited`, note: null };
			},
		});
		screen.press('h', 'i', '\x0f');
		await screen.waitFor('hi, edited');
		expect(given).toEqual(['message.txt: hi']);
		expect(screen.state().messages.get(id)?.area.text).toBe('hi, edited');
	});

	test('is blocked in read-only mode', async () => {
		const screen = await started({ readOnly: 'started so' });
		screen.press('m');
		await screen.waitFor('Read-only: started so');
		expect(screen.state().overlays).toEqual([]);
	});
});
