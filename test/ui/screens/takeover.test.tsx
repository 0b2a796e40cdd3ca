import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);
const base = callers(1)[0]?.conversation.metadata ?? {};
const banner = 'You took this over on Sun 22 Nov at 12:00';

const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(id)?.metadata;
const isPut = (request: Request): boolean => request.method === 'PUT';
const puts = (screen: TestScreen): string[] => screen.requests.filter((one) => one.startsWith('PUT'));
const without = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);

/** Someone else writes these keys. */
function secondWriter(screen: TestScreen, change: { readonly [key: string]: string }): void {
	screen.store.conversations.updateMetadata(id, { ...base, ...change }, 'replace');
}

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

async function takenOver(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await started(options);
	screen.press('A');
	await screen.waitFor('─ Take over this conversation? ─');
	screen.press('y');
	await screen.waitFor('You took over Caller 1');
	await screen.waitFor(banner);
	return screen;
}

/** A folder of records that outlives a screen. */
function lastingFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-held-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

function heldFiles(folder: string): string[] {
	const held = join(folder, 'held');
	return existsSync(held) ? readdirSync(held).filter((name) => name.endsWith('.json')) : [];
}

describe('taking over', () => {
	test('asks with Cancel focused, and Enter then sends nothing', async () => {
		const screen = await started();
		screen.press('A');
		const rows = (await screen.waitFor('─ Take over this conversation? ─')).join('\n');
		expect(rows).toMatch(/Who +\+13125550001/);
		expect(rows).toContain('[ Cancel ]    Take over');
		screen.press('\r');
		await screen.waitFor(without('Take over this conversation?'));
		expect(puts(screen)).toEqual([]);
		expect(metadataOf(screen)).toEqual(base);
	});

	test('disables the assistant, and shows it on every pane, in the list and in the header', async () => {
		const screen = await takenOver();
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'true' });
		expect(screen.rows()[0]).toContain('1 taken over');
		expect(screen.text()).toMatch(/Caller 1 +O/);
		for (const pane of ['2', '3', '4', '5']) {
			screen.press(pane);
			await screen.waitFor(banner);
		}
		const folder = screen.stateFolder;
		await expect.poll(() => heldFiles(folder)).toHaveLength(1);
		const [file = ''] = heldFiles(folder);
		const path = join(folder, 'held', file);
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ id });
	});

	test('is handed back by the same key, as "false": a merging server would keep a missing key', async () => {
		const screen = await takenOver();
		screen.press('A');
		const rows = (await screen.waitFor('─ Hand this conversation back? ─')).join('\n');
		expect(rows).not.toContain('not take it over from this machine');
		screen.press('y');
		await screen.waitFor('Handed back Caller 1.');
		await screen.waitFor(without('1 taken over'));
		expect(screen.text()).not.toContain('You took this over');
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'false' });
		await expect.poll(() => heldFiles(screen.stateFolder)).toEqual([]);
	});

	test('is handed back on a merging server; an undo that only removes the key is not', async () => {
		const screen = await takenOver({ metadataWrites: 'merge' });
		screen.press('u');
		await screen.waitFor('The server restored ai_disabled.');
		expect(screen.rows()[0]).toContain('1 taken over');
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'true' });
		screen.press('A', 'y');
		await screen.waitFor('Handed back Caller 1.');
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'false' });
	});

	test('does not start if the server accepts the write without applying it', async () => {
		const screen = await started();
		screen.intervene((request) =>
			isPut(request) ? Response.json({ data: screen.store.conversations.get(id) }) : null,
		);
		screen.press('A', 'y');
		await screen.waitFor('The server did not store ai_disabled.');
		expect(screen.state().takeovers.size).toBe(0);
		expect(screen.text()).not.toContain('You took');
	});

	test('keeps concurrent changes by someone else', async () => {
		const screen = await started();
		screen.press('A');
		await screen.waitFor('Take over this conversation?');
		secondWriter(screen, { tier: 'gold' });
		screen.press('y');
		await screen.waitFor('Also kept: 1 change that someone else made meanwhile (tier).');
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold', ai_disabled: 'true' });
	});

	test('refused by the server is rolled back on screen', async () => {
		const screen = await started({
			between: (request) => (isPut(request) ? refusal(403, '10010', 'Forbidden', 'No') : null),
		});
		screen.press('A', 'y');
		await screen.waitFor('Not saved.');
		await screen.waitFor(without(' O    │'));
		expect(screen.text()).not.toContain('The AI is disabled');
		expect(screen.state().takeovers.size).toBe(0);
		expect(metadataOf(screen)).toEqual(base);
	});

	test('with a lost answer counts if the server carried it out', async () => {
		const screen = await started();
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			await screen.pass(request);
			throw new TypeError('fetch failed');
		});
		screen.press('A', 'y');
		await screen.waitFor(banner);
		expect(screen.state().takeovers.has(id)).toBe(true);
	});

	test('of a conversation taken over by someone else does not count as yours, as the pane says', async () => {
		const screen = await started();
		secondWriter(screen, { ai_disabled: 'true' });
		screen.press('A', 'y');
		await screen.waitFor('Caller 1 needs no change: nothing was sent.');
		await screen.waitFor('The AI is disabled (not by you)');
		expect(puts(screen)).toEqual([]);
		expect(screen.state().takeovers.size).toBe(0);
		screen.press('A');
		await screen.waitFor('You did not take it over from this machine');
	});
});

describe('a takeover', () => {
	test('survives a restart, with its time', async () => {
		const stateFolder = lastingFolder();
		await takenOver({ stateFolder });
		await expect.poll(() => heldFiles(stateFolder)).toHaveLength(1);
		const disabled = callers(3).map((bundle) =>
			bundle.conversation.id === id
				? { ...bundle, conversation: { ...bundle.conversation, metadata: { ...base, ai_disabled: 'true' } } }
				: bundle,
		);
		const again = await started({ stateFolder, bundles: disabled });
		await again.waitFor(banner);
		expect(again.rows()[0]).toContain('1 taken over');
	});

	test.each([
		['handed back', /Caller 1 was handed back elsewhere: your takeover has ended\./, callers(3)],
		['deleted', /was deleted elsewhere: your takeover has ended\./, callers(3).slice(1)],
	])('and was %s while the program was not running ends with a notice', async (_, words, bundles) => {
		const stateFolder = lastingFolder();
		await takenOver({ stateFolder });
		await expect.poll(() => heldFiles(stateFolder)).toHaveLength(1);
		const again = await startScreen({ stateFolder, bundles });
		await again.waitFor(words);
		await again.waitFor(without('1 taken over'));
		await expect.poll(() => heldFiles(stateFolder)).toEqual([]);
	});

	test('is restored and checked once, not again for every filter', async () => {
		const stateFolder = lastingFolder();
		await takenOver({ stateFolder });
		await expect.poll(() => heldFiles(stateFolder)).toHaveLength(1);
		const again = await startScreen({ stateFolder, bundles: callers(3).slice(1), start: { focus: 'list' } });
		await again.waitFor('was deleted elsewhere');
		again.press('=', 'channel:phone_call', '\r');
		await again.waitFor(/phone_call .*2 loaded|phone call.*2 loaded/);
		expect(again.requests.filter((request) => request.endsWith(idOf(1)))).toHaveLength(1);
	});

	test('ends, with one notice, when a refresh shows that someone else handed it back', async () => {
		const screen = await takenOver();
		secondWriter(screen, { ai_disabled: 'false' });
		screen.press('r');
		await screen.waitFor('Caller 1 was handed back elsewhere: your takeover has ended.');
		await screen.waitFor(without('1 taken over'));
		screen.press('r', 'j');
		await screen.waitFor('hello from 2');
		expect(screen.state().notice).toBeNull();
	});

	test('does not end while it is being handed back, nor if that fails', async () => {
		const screen = await takenOver();
		const gate = Promise.withResolvers<null>();
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			await gate.promise;
			return refusal(403, '10010', 'Forbidden', 'No');
		});
		screen.press('A', 'y');
		const rows = (await screen.waitFor('Handing back…')).join('\n');
		expect(rows).toMatch(/handing back…|handing…/);
		expect(rows.replaceAll(/[│\s]+/g, ' ')).toContain(banner);
		expect(rows).toContain('1 taken over');
		expect(screen.state().takeovers.has(id)).toBe(true);
		gate.resolve(null);
		await screen.waitFor('Not saved.');
		await screen.waitFor(banner);
		expect(screen.state().takeovers.has(id)).toBe(true);
	});

	test('also starts by editing the key, and ends by undoing that', async () => {
		const screen = await started();
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'ai_disabled', '\r', 'y', '\x15', 'true', '\r', '\x01');
		await screen.waitFor('Save 1 change to');
		screen.press('\r');
		await screen.waitFor(banner);
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: ai_disabled=true removed.');
		await screen.waitFor(without('1 taken over'));
		expect(metadataOf(screen)).toEqual(base);
	});

	test('ends when its conversation is deleted', async () => {
		const screen = await takenOver();
		screen.press('D', 'y');
		await screen.waitFor('Deleted Caller 1.');
		await screen.waitFor(without('1 taken over'));
		await expect.poll(() => heldFiles(screen.stateFolder)).toEqual([]);
	});

	test('that cannot be stored is reported, and lasts until the program ends', async () => {
		const screen = await started();
		mkdirSync(screen.stateFolder, { recursive: true });
		writeFileSync(join(screen.stateFolder, 'held'), '');
		screen.press('A', 'y');
		await screen.waitFor('The takeover could not be saved for the next start');
		await screen.waitFor('1 taken over');
	});
});

test('at 60×15 the banner is complete, above the transcript', async () => {
	const screen = await startScreen({ bundles: callers(2), size: { columns: 60, rows: 15 } });
	await screen.waitFor('loaded, all');
	screen.press('\r');
	await screen.waitFor('hello from 1');
	screen.press('A', 'y');
	const rows = await screen.waitFor(banner);
	expect(
		rows
			.slice(2, 5)
			.join(' ')
			.replaceAll(/[│\s]+/g, ' '),
	).toContain(`${banner}, so the assistant does not answer. Press A to hand it back.`);
	expect(rows).toHaveLength(15);
});
