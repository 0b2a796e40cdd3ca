import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { holding, refusal } from '../between.ts';
import { caller, callers, idOf, spoken } from '../bundles.ts';
import { type Between, type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** A list of five with the cursor on the third. */
async function onThird(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(5), ...options });
	await screen.waitFor('hello from 1');
	screen.press('j', 'j');
	await screen.waitFor('hello from 3');
	return screen;
}

async function asked(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await onThird(options);
	screen.press('D');
	await screen.waitFor('─ Delete this conversation? ─');
	return screen;
}

const isDelete = (request: Request): boolean => request.method === 'DELETE';
const deletes = (screen: TestScreen): readonly string[] =>
	screen.requests.filter((request) => request.startsWith('DELETE'));
const without = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);
const cut = (): never => {
	throw new TypeError('fetch failed');
};

/** The files in the trash. */
function trashed({ stateFolder }: TestScreen): readonly string[] {
	const folder = join(stateFolder, 'trash');
	return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson')) : [];
}

async function outcomes({ records }: TestScreen): Promise<readonly string[]> {
	return (await records.journal.read(100)).entries.map(({ operation, outcome }) => `${operation} ${outcome}`);
}

describe('the question before a delete', () => {
	test('names end user, conversation, time, length and the trash', async () => {
		const screen = await asked();
		const text = (await screen.waitFor(/Messages +2 /)).join('\n');
		for (const words of [
			/Who +\+13125550003/,
			/Name +Caller 3/,
			/Began +Sun 22 Nov 11:52:00 \+00:00/,
			/Last message +Sun 22 Nov 11:57:00 \+00:00/,
			/Channel +phone call/,
			/for 30 days \(:trash\)/,
			/\[ Cancel \] {4}Delete/,
		])
			expect(text).toMatch(words);
	});

	test.each([
		['Enter, since Cancel has the focus', '\r'],
		['D again', 'D'],
		['n', 'n'],
		['Esc', '\x1b'],
		['q', 'q'],
		['Tab, and back', '\t|\x1b[Z|\r'],
	])('%s deletes nothing', async (_, keys) => {
		const screen = await asked();
		for (const key of keys.split('|')) screen.press(key);
		if (keys === 'D') screen.press('\x1b');
		await screen.waitFor(without('Delete this conversation?'));
		expect(deletes(screen)).toEqual([]);
		expect(screen.store.conversations.get(idOf(3))).not.toBeNull();
		expect(trashed(screen)).toEqual([]);
	});

	test('Tab focuses the button, and Enter presses it; the footer says what Enter does', async () => {
		const screen = await asked();
		await screen.waitFor(/ Enter cancel {2}y yes/);
		screen.press('\t');
		await screen.waitFor('[ Delete ]');
		await screen.waitFor(/ Enter delete {2}y yes/);
		screen.press('\r');
		await screen.waitFor('Deleted Caller 3. :trash has it.');
		expect(screen.store.conversations.get(idOf(3))).toBeNull();
	});

	test('says that an edit left unsaved is lost with it', async () => {
		const screen = await onThird();
		screen.press('e');
		await screen.waitFor('add');
		screen.press('a', 'note', '\r', 'mine', '\r', '\x1b');
		await screen.waitFor('tconv keeps your edit');
		screen.press('D');
		await screen.waitFor('Your unsaved edit of its metadata is lost with it.');
	});

	test('is not asked in a terminal too small to show the conversation', async () => {
		const screen = await onThird();
		screen.resize({ columns: 59, rows: 15 });
		await screen.waitFor('tconv needs 60x15');
		screen.press('D', 'y', 'd');
		await expect.poll(() => screen.state().notice?.text).toContain('the terminal is too small');
		screen.resize({ columns: 120, rows: 40 });
		await screen.waitFor('hello from 3');
		expect(screen.state()).toMatchObject({ overlays: [], done: { doneThrough: new Map() } });
		expect(deletes(screen)).toEqual([]);
	});

	test('takes no answer once the terminal is too small to show it', async () => {
		const screen = await asked();
		screen.resize({ columns: 59, rows: 15 });
		await screen.waitFor('tconv needs 60x15');
		screen.press('y');
		screen.resize({ columns: 120, rows: 40 });
		await screen.waitFor('─ Delete this conversation? ─');
		expect(deletes(screen)).toEqual([]);
		screen.press('y');
		await screen.waitFor('Deleted Caller 3.');
	});

	test('counts messages while it is open, and says why it cannot', async () => {
		const gate = holding(/messages\?page\[number\]=1&page\[size\]=1$/);
		const screen = await onThird();
		screen.intervene(gate.between);
		screen.press('D');
		await screen.waitFor(/Messages +counting…/);
		gate.release();
		await screen.waitFor(/Messages +2 /);
		screen.press('\x1b');
		await screen.waitFor(without('Delete this conversation?'));
		screen.intervene((request) =>
			/size%5D=1$/.test(request.url) ? refusal(403, '10010', 'Account is disabled', 'No') : null,
		);
		screen.press('D');
		await screen.waitFor(/Messages +unknown: /);
	});

	test('is whole on the smallest screen, hostile names and all', async () => {
		const hostile = caller(3, {
			conversation: {
				...caller(3).conversation,
				name: `\x1b]8;;https://evil.example\x07click\x1b]8;;\x07 \u202Eeman ${'long '.repeat(60)}`,
			},
		});
		const bundles = [caller(1), caller(2), hostile];
		const screen = await startScreen({ bundles, size: { columns: 60, rows: 15 }, glyphs: asciiGlyphs });
		await screen.waitFor('loaded, all');
		screen.press('j', 'j', 'D');
		const rows = await screen.waitFor(/Messages +2 /);
		expect(rows).toHaveLength(15);
		for (const row of rows) expect(row.length).toBeLessThanOrEqual(60);
		expect(rows.join('\n')).toContain('[ Cancel ]    Delete');
		expect(rows.join('\n')).toMatch(/Who .*\n.*Name .*~.*\n.*Began /);
		expect(screen.raw()).not.toContain('\x1b]8');
		expect(screen.text()).not.toContain('\u202E');
	});
});

describe('a delete', () => {
	test('puts all of it into the trash, then deletes it; the row leaves and the cursor goes to its neighbour', async () => {
		const screen = await asked();
		screen.press('y');
		await screen.waitFor('Deleted Caller 3. :trash has it.');
		await screen.waitFor('hello from 4');
		expect(screen.state().selectedId).toBe(idOf(4));
		expect(screen.text()).not.toMatch(/call .*Caller 3/);
		expect(screen.store.conversations.get(idOf(3))).toBeNull();
		const [name = '', ...others] = trashed(screen);
		expect(others).toEqual([]);
		expect(name).toMatch(/\.deleted\.ndjson$/);
		const path = join(screen.stateFolder, 'trash', name);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readFileSync(path, 'utf8')).toContain('hello from 3');
		expect(await outcomes(screen)).toEqual(['delete begun', 'delete done']);
	});

	test('is shown on its row, which stays until the server confirms', async () => {
		const gate = Promise.withResolvers<null>();
		const screen = await asked({ between: (request) => (isDelete(request) ? gate.promise : null) });
		screen.press('y');
		await screen.waitFor(/▌.*0003 deleting…/);
		screen.press('D');
		await screen.waitFor('This conversation is already being deleted.');
		screen.press('A');
		await screen.waitFor('This conversation is already being deleted.');
		expect(screen.store.conversations.get(idOf(3))).not.toBeNull();
		gate.resolve(null);
		await screen.waitFor('Deleted Caller 3.');
		expect(deletes(screen)).toHaveLength(1);
	});

	test('refused by the server leaves the row, and nothing in the trash', async () => {
		const screen = await asked({
			between: (request) => (isDelete(request) ? refusal(403, '10010', 'Forbidden', 'No') : null),
		});
		screen.press('y');
		await screen.waitFor('Not deleted: Caller 3.');
		await screen.waitFor(without('deleting…'));
		expect(screen.text()).toMatch(/call .*Caller 3/);
		expect(trashed(screen)).toEqual([]);
		expect(await outcomes(screen)).toEqual(['delete begun', 'delete failed']);
		screen.intervene(null);
		screen.press('D', 'y');
		await screen.waitFor('Deleted Caller 3.');
	});

	test('with a lost answer counts if the server carried it out', async () => {
		const screen = await asked();
		screen.intervene(async (request) => {
			if (!isDelete(request)) return null;
			await screen.pass(request);
			return cut();
		});
		screen.press('y');
		await screen.waitFor(/Deleted Caller 3\. :trash has it\./);
		expect(screen.store.conversations.get(idOf(3))).toBeNull();
		expect(trashed(screen)).toEqual([expect.stringMatching(/\.deleted\.ndjson$/)]);
	});

	test('with an unknown result stays in the list, and in the trash as unconfirmed', async () => {
		const screen = await asked();
		let isCut = false;
		screen.intervene((request) => {
			isCut ||= isDelete(request);
			return isCut ? cut() : null;
		});
		screen.press('y');
		await screen.waitFor('Maybe deleted: Caller 3.');
		expect(screen.text()).toMatch(/call .*Caller 3/);
		expect(trashed(screen)).toEqual([expect.stringMatching(/\.pending\.ndjson$/)]);
		expect(await outcomes(screen)).toEqual(['delete begun', 'delete unknown']);
	});

	test('of a conversation deleted elsewhere says so, and the row leaves', async () => {
		const screen = await asked();
		screen.store.conversations.delete(idOf(3));
		screen.press('y');
		await screen.waitFor('Caller 3 was already deleted by someone else. It is not in your trash.');
		await screen.waitFor('hello from 4');
		expect(deletes(screen)).toEqual([]);
		expect(trashed(screen)).toEqual([]);
	});

	test('does not begin where the trash cannot be written', async () => {
		const screen = await asked();
		// A file in place of the folder stops even the superuser.
		rmSync(join(screen.stateFolder, 'trash'), { recursive: true, force: true });
		writeFileSync(join(screen.stateFolder, 'trash'), '');
		screen.press('y');
		await screen.waitFor('Not deleted: Caller 3.');
		expect(deletes(screen)).toEqual([]);
		expect(screen.store.conversations.get(idOf(3))).not.toBeNull();
	});

	test('does not begin where the trash is full', async () => {
		const full = await startScreen({
			bundles: [caller(1, { messages: spoken(`user: ${'long '.repeat(2000)}`) })],
			trashBytes: 1000,
		});
		await full.waitFor('long long');
		full.press('D', 'y');
		await full.waitFor('Not deleted: Caller 1.');
		expect(deletes(full)).toEqual([]);
	});

	test('of the open conversation leaves it on screen, with its status', async () => {
		const screen = await onThird();
		screen.press('\r', 'D', 'y');
		await screen.waitFor('You deleted this conversation. :trash has it.');
		expect(screen.text()).toContain('hello from 3');
		screen.press('D');
		await screen.waitFor('You already deleted this conversation; :trash has it.');
		screen.press('r');
		await screen.waitFor(without('You already deleted this conversation'));
		expect(screen.text()).not.toContain('✗');
		expect(screen.text()).toContain('You deleted this conversation.');
	});

	test('is not undone by a refresh under way', async () => {
		const screen = await asked();
		const gate = Promise.withResolvers<Response>();
		let answer: Response | null = null;
		const slow: Between = async (request) => {
			if (request.method !== 'GET' || !/\/conversations\?/.test(request.url) || answer !== null) return null;
			answer = await screen.pass(request);
			return gate.promise;
		};
		screen.press('\x1b');
		screen.intervene(slow);
		screen.press('r', 'D', 'y');
		await screen.waitFor('Deleted Caller 3.');
		gate.resolve(answer ?? Response.error());
		await screen.waitFor('hello from 4');
		screen.press('j');
		await screen.waitFor('hello from 5');
		expect(screen.text()).not.toMatch(/call .*Caller 3/);
	});
});
