import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { at } from '../../store/fixtures.ts';
import { firstPage, pathOf, refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { type Between, type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** A list with this many marked rows at the top. */
async function withMarks(count: number, options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(count + 2), ...options });
	await screen.waitFor(/\d loaded/);
	screen.press('V', ...Array<string>(count - 1).fill('j'), 'V');
	await screen.waitFor(`${count} marked`);
	return screen;
}

/** Sets a key on the marked conversations and confirms. */
async function tag(screen: TestScreen, typed = 'tier=gold'): Promise<void> {
	screen.press('e');
	await screen.waitFor('set or remove a key');
	screen.press(...typed, '\r');
	await screen.waitFor('[ Cancel ]');
	screen.press('y');
}

const isPut = (request: Request): boolean => request.method === 'PUT';
const puts = ({ requests }: TestScreen): number =>
	requests.filter((request) => request.startsWith('PUT')).length;
const tiers = ({ store }: TestScreen, count: number): readonly unknown[] =>
	Array.from({ length: count }, (_, index) => store.conversations.get(idOf(index + 1))?.metadata.tier);
const gone = (words: string) => (rows: readonly string[]) => !rows.join('\n').includes(words);

/** Holds writes until `open`, which also lets later ones pass. */
function gate(): { readonly between: Between; readonly open: () => void } {
	const { promise, resolve } = Promise.withResolvers<null>();
	return { between: (request) => (isPut(request) ? promise : null), open: () => resolve(null) };
}

async function kept({ records }: TestScreen) {
	const { batches } = await records.batches.list();
	// With a stopped clock, no batch is newer than another.
	return batches
		.toSorted((a, b) => a.items.size - b.items.size)
		.map(({ plan, ended, items }) => ({
			task: plan.task.kind,
			ended,
			kinds: [...items.values()].map(({ kind }) => kind),
		}));
}

describe('a tag on all marked conversations', () => {
	test('is confirmed, set on each and reported; failed items are retried alone', async () => {
		const screen = await withMarks(12);
		screen.intervene((request) =>
			isPut(request) && request.url.endsWith(idOf(5)) ? refusal(422, '10015', 'Bad', 'not now') : null,
		);
		await tag(screen);
		await screen.waitFor('11 done, 1 failed. :batches shows it.');
		expect(screen.text()).toMatch(/11 done {2}1 failed +│/);
		screen.press('g');
		const footer = (await screen.waitFor('r retry')).at(-1);
		expect(footer).not.toMatch(/go on|write|end it/);
		expect(screen.text()).toMatch(/failed +Caller 5 +The server refused the request/);
		expect(tiers(screen, 14).filter((tier) => tier === 'gold').length).toBe(11);
		screen.intervene(null);
		const before = puts(screen);
		screen.press('r');
		await screen.waitFor('1 conversation not completed');
		screen.press('y');
		await screen.waitFor('Set tier to “gold”: 1 done.');
		expect(puts(screen)).toBe(before + 1);
		expect(tiers(screen, 14)).toEqual([...Array(12).fill('gold'), undefined, undefined]);
		expect(await kept(screen)).toMatchObject([
			{ ended: 'finished', kinds: ['done'] },
			{ ended: 'finished', kinds: expect.arrayContaining(['failed']) },
		]);
	});

	test('is shown in rows and pane, and undone as a whole with u', async () => {
		const screen = await withMarks(3);
		await tag(screen);
		await screen.waitFor('3 done. :batches shows it.');
		screen.press('q');
		await screen.waitFor(gone('─ Set tier'));
		screen.press('u');
		await screen.waitFor('─ Undo tier=gold on 3 conversations? ─');
		screen.store.conversations.updateMetadata(idOf(2), { other: 'kept' }, 'merge');
		screen.press('y');
		await screen.waitFor('Undo tier=gold: 3 done.');
		expect(tiers(screen, 3)).toEqual([undefined, undefined, undefined]);
		expect(screen.store.conversations.get(idOf(2))?.metadata.other).toBe('kept');
		screen.press('q', 'u');
		await screen.waitFor('Nothing to undo');
	});

	test('is asked about with the number that has the value already, or another one; Ctrl-x sends and confirms', async () => {
		const before = ['gold', 'gold', 'silver', null, null, null];
		const bundles = callers(6).map((one, at) => {
			const tier = before[at] ?? null;
			const { metadata } = one.conversation;
			return tier === null
				? one
				: { ...one, conversation: { ...one.conversation, metadata: { ...metadata, tier } } };
		});
		const screen = await withMarks(4, { bundles });
		screen.press('e', 'tier=gold', '\x18');
		const rows = (await screen.waitFor('Set tier on 4 conversations?')).join('\n');
		expect(rows).toContain('2 of them already have this value.');
		expect(rows).toContain('1 of them has another value, which it replaces.');
		screen.press('\x18');
		await screen.waitFor(/Set tier to “gold”: 2 done, 2 skipped/);
		expect(tiers(screen, 4)).toEqual(['gold', 'gold', 'gold', 'gold']);
	});

	test('stays undoable after another batch', async () => {
		const screen = await withMarks(2);
		for (const value of ['gold', 'silver']) {
			await tag(screen, `tier=${value}`);
			await screen.waitFor(`Set tier to “${value}”: 2 done.`);
			screen.press('q');
			await screen.waitFor(gone('─ Set tier'));
		}
		for (const [undone, expected] of [
			['silver', 'gold'],
			['gold', undefined],
		] as const) {
			screen.press('u');
			await screen.waitFor(`─ Undo tier=${undone} on 2 conversations? ─`);
			screen.press('y');
			await screen.waitFor(/2 done +│/);
			await screen.waitFor((rows) => rows.join('\n').includes(`Undo tier=${undone}: 2 done.`));
			expect(tiers(screen, 2)).toEqual([expected, expected]);
			screen.press('q');
			await screen.waitFor((rows) => !/2 done +│/.test(rows.join('\n')));
		}
		screen.press('u');
		await screen.waitFor('Nothing to undo');
	});

	test('is completed from keys and values of other conversations', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press('a');
		await screen.waitFor('Tab: assistant_id=');
		screen.press('\t');
		await screen.waitFor('set or remove a key: assistant_id=');
		screen.press('\t', '\r');
		await screen.waitFor('Sets assistant_id to “assistant-1”');
	});

	test('is kept when its prompt is left, reopened by e, and discarded by Ctrl-r in the open prompt', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('key=value sets, -key removes');
		screen.press('\x12');
		await screen.waitFor('There is nothing to discard.');
		screen.press(...'tier=gold');
		await screen.waitFor('Ctrl-r discards  Esc keeps it');
		screen.press('\x1b');
		await screen.waitFor('Nothing was set. tconv keeps the text; + reopens it.');
		screen.press('e');
		await screen.waitFor(/set or remove a key: tier=gold +Not set yet\. Ctrl-r discards it\./);
		screen.press('\x12');
		await screen.waitFor('The text was discarded. Nothing was set.');
		expect(screen.state()).toMatchObject({
			tagsLeft: new Map(),
			overlays: [{ purpose: 'tag', editor: { text: '' } }],
		});
		expect(puts(screen)).toBe(0);
	});

	test('is kept when its question is declined, and dropped once the batch begins', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press(...'tier=gold', '\r');
		await screen.waitFor('[ Cancel ]');
		screen.press('\r');
		await screen.waitFor('Nothing was changed.');
		screen.press('e');
		await screen.waitFor('tier=gold');
		screen.press('\r');
		await screen.waitFor('[ Cancel ]');
		screen.press('y');
		await screen.waitFor('2 done');
		expect(screen.state().tagsLeft.size).toBe(0);
	});

	test('emptied and confirmed leaves nothing to reopen', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press('x', '\x1b', 'e');
		await screen.waitFor('Not set yet.');
		screen.press('\x7f', '\r', 'e');
		await screen.waitFor('key=value sets, -key removes');
		expect(screen.state().tagsLeft.size).toBe(0);
	});

	test('has a box as high as its conversations, and so has the list of batches', async () => {
		const heightOf = (rows: readonly string[], title: RegExp): number => {
			const top = rows.findIndex((row) => title.test(row));
			const left = rows[top]?.search(title) ?? 0;
			return rows.findIndex((row, at) => at > top && row[left] === '╰') - top + 1;
		};
		const screen = await withMarks(2);
		await tag(screen);
		// A frame, four rows of progress, and the two conversations.
		expect(heightOf(await screen.waitFor('2 of 2  100%'), /╭─ Set tier/)).toBe(8);
		screen.press('q', ':', ...'batches', '\r');
		expect(heightOf(await screen.waitFor(/finished +Set tier/), /╭─ Batches/)).toBe(3);
	});

	test('removes a key with a minus; an invalid tag reopens the prompt and sends nothing', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press(...'tier', '\r');
		await screen.waitFor('Write key=value to set a key, or -key to remove it.');
		expect(screen.state().overlays.at(-1)).toMatchObject({ purpose: 'tag', editor: { text: 'tier' } });
		screen.press('\x15', ...'-assistant_id', '\r');
		const text = (await screen.waitFor('─ Remove assistant_id from 2 conversations? ─')).join('\n');
		expect(text).toContain('Telnyx itself uses assistant_id');
		screen.press('\r');
		await screen.waitFor(gone('Remove assistant_id'));
		expect(puts(screen)).toBe(0);
	});
});

describe('deleting all marked conversations', () => {
	test('needs the typed number from eleven on; each is in the trash and off the list', async () => {
		const screen = await withMarks(11);
		screen.press('D');
		await screen.waitFor('─ Delete 11 conversations? ─');
		screen.press('\t', '\t', '\r');
		await screen.waitFor('first type 11 into the field');
		screen.press('\t', ...'11', '\t', 'y');
		await screen.waitFor('Delete: 11 done.');
		// The batch keeps titles after the rows have left the list.
		expect(screen.text()).toMatch(/done +Caller 1 /);
		expect(screen.store.conversations.count()).toBe(2);
		const { entries } = await screen.records.trash.list();
		expect(entries.map(({ state }) => state)).toEqual(Array(11).fill('deleted'));
		screen.press('q');
		await screen.waitFor('2 loaded');
		expect(screen.text()).not.toContain('marked');
	});

	test('hides key hints in the footer while the number is typed', async () => {
		const screen = await withMarks(11);
		screen.press('D');
		await screen.waitFor('─ Delete 11 conversations? ─');
		expect(screen.text()).toContain('Esc cancel');
		expect(screen.text()).not.toContain('y yes');
		screen.press('\t');
		await screen.waitFor('y yes');
	});

	test('needs no number up to ten', async () => {
		const screen = await withMarks(10);
		screen.press('D');
		await screen.waitFor('─ Delete 10 conversations? ─');
		screen.press('y');
		await screen.waitFor('Delete: 10 done.');
		expect(screen.store.conversations.count()).toBe(2);
	});
});

test('a batch takes over all marked conversations; another hands them back', async () => {
	const screen = await withMarks(3);
	screen.press('A');
	const asked = await screen.waitFor('─ Take over 3 conversations? ─');
	expect(asked.join('\n')).toContain('[ Cancel ]    Take over');
	screen.press('y');
	await screen.waitFor('Take over: 3 done.');
	await screen.waitFor('3 taken over');
	screen.press('q', 'A');
	await screen.waitFor('─ Hand 3 conversations back? ─');
	screen.press('y');
	await screen.waitFor('Hand back: 3 done.');
	await screen.waitFor(gone('3 taken over'));
	expect(screen.store.conversations.get(idOf(1))?.metadata.ai_disabled).toBe('false');
});

describe('a running batch', () => {
	test('can be closed and reopened; ended, it shows its results and continues later', async () => {
		const screen = await withMarks(20);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		expect(screen.text()).toContain('20 left');
		screen.press('\x1b');
		await screen.waitFor('The batch keeps running. :batches shows it again.');
		await screen.waitFor('batch 0/20');
		screen.press(':');
		await screen.waitFor('─ Palette ─');
		screen.press(...'batches', '\r');
		await screen.waitFor(/running +Set tier/);
		screen.press('\r');
		await screen.waitFor(/under way +Caller 1/);
		screen.press('x');
		await screen.waitFor('Ending: waiting for the requests under way');
		open();
		const text = (await screen.waitFor('Ended early.')).join('\n');
		const done = tiers(screen, 20).filter((tier) => tier === 'gold').length;
		expect(done).toBeLessThan(20);
		expect(text).toContain(`${done} done`);
		screen.press('c');
		await screen.waitFor(`${20 - done} conversations not started`);
		screen.press('y');
		await screen.waitFor(`Set tier to “gold”: ${20 - done} done.`);
		expect(tiers(screen, 22).filter((tier) => tier === 'gold').length).toBe(20);
	});

	test('continues with items that failed before its end, and r retries them again', async () => {
		const screen = await withMarks(20);
		const { between, open } = gate();
		const isBad = (request: Request): boolean => isPut(request) && request.url.endsWith(idOf(1));
		screen.intervene((request) =>
			isBad(request) ? refusal(422, '10015', 'Bad', 'not now') : between(request),
		);
		await tag(screen);
		await screen.waitFor(/failed +Caller 1/);
		screen.press('x');
		await screen.waitFor('Ending: waiting for the requests under way');
		open();
		await screen.waitFor('Ended early.');
		const done = tiers(screen, 20).filter((tier) => tier === 'gold').length;
		screen.press('c');
		await screen.waitFor(`${20 - done} conversations left over`);
		screen.press('y');
		await screen.waitFor(`Set tier to “gold”: ${19 - done} done, 1 failed.`);
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('1 conversation not completed');
		screen.press('y');
		await screen.waitFor('Set tier to “gold”: 1 done.');
		expect(tiers(screen, 20).every((tier) => tier === 'gold')).toBe(true);
	});

	test('is confirmed when quitting, and Cancel keeps it running', async () => {
		const screen = await withMarks(3);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		screen.press('q');
		await screen.waitFor('The batch keeps running.');
		screen.press('q');
		await screen.waitFor('─ Quit and end the batch? ─');
		screen.press('\r');
		await screen.waitFor(gone('Quit and end the batch?'));
		open();
		await screen.waitFor('3 done. :batches shows it.');
	});

	test('prevents a second one', async () => {
		const screen = await withMarks(3);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		screen.press('q');
		await screen.waitFor('The batch keeps running.');
		await tag(screen, 'other=x');
		await screen.waitFor('Not started: another batch is running.');
		open();
		await screen.waitFor('3 done. :batches shows it.');
		expect(screen.store.conversations.get(idOf(1))?.metadata.other).toBeUndefined();
	});
});

test('a list requested before a batch and answered during it does not restore old data', async () => {
	const screen = await withMarks(4);
	const { promise, resolve } = Promise.withResolvers<void>();
	let heads = 0;
	screen.intervene(async (request) => {
		if (isPut(request) && request.url.endsWith(idOf(4))) resolve();
		if (!firstPage.test(pathOf(request)) || ++heads > 1) return null;
		const old = await screen.pass(request);
		await promise;
		return old;
	});
	screen.press('r');
	await screen.waitFor('loading');
	screen.press('A');
	await screen.waitFor('─ Take over 4 conversations? ─');
	screen.press('y');
	await screen.waitFor('Take over: 4 done.');
	screen.press('q');
	const rows = await screen.waitFor((lines) => !/loading|─ Take over/.test(lines.join('\n')));
	expect(rows.filter((row) => /●.* call .* O/.test(row)).length).toBe(4);
	expect(rows[0]).toContain('4 taken over');
});

test('a refused key stops the batch, and the rest waits', async () => {
	const screen = await withMarks(20);
	screen.intervene((request) => (isPut(request) ? refusal(401, '10009', 'No', 'who are you') : null));
	await tag(screen);
	await screen.waitFor(/[Ss]topped: The API key was not accepted/);
	expect(screen.text()).toMatch(/\d+ left/);
	expect(await kept(screen)).toMatchObject([{ ended: 'cancelled' }]);
});

test('a batch that was cut off is reported at the start and settled with the server', async () => {
	const first = await startScreen({ bundles: callers(4) });
	await first.waitFor('hello from 1');
	const plan = {
		id: crypto.randomUUID(),
		at: at('2026-11-22T11:00:00Z'),
		task: { kind: 'set-key', key: 'tier', value: 'gold' } as const,
		ids: [1, 2, 3, 4].map((number) => idOf(number)),
	};
	const open = await first.records.batches.begin(plan);
	await open.note(idOf(1), { kind: 'done', note: null });
	await open.note(idOf(2), { kind: 'begun' });
	await open.note(idOf(3), { kind: 'begun' });
	const folder = join(first.stateFolder, 'runs');
	const file = join(folder, readdirSync(folder)[0] ?? '');
	// As a killed process would have left it.
	writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${process.pid}`, '"pid":999999999'));

	const screen = await startScreen({ bundles: callers(4), stateFolder: first.stateFolder });
	await screen.waitFor('A batch was cut off: Set tier to “gold”. :batches shows how far it got.');
	screen.store.conversations.updateMetadata(idOf(2), { tier: 'gold' }, 'merge');
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'batches', '\r');
	await screen.waitFor(/cut off +Set tier/);
	screen.press('\r');
	await screen.waitFor('2 done  1 failed  1 left');
	expect(screen.text()).toMatch(/failed +Caller 3 +The batch was cut off before this was done/);
	expect(await kept(screen)).toEqual([
		{ task: 'set-key', ended: 'cancelled', kinds: ['done', 'done', 'failed', 'waiting'] },
	]);
});

test('a takeover just before a batch was cut off is kept', async () => {
	const first = await startScreen({ bundles: callers(3) });
	const task = { kind: 'ai-disabled', disabled: true } as const;
	const ids = [idOf(1), idOf(2)];
	const plan = { id: crypto.randomUUID(), at: at('2026-11-22T11:00:00Z'), task, ids };
	const open = await first.records.batches.begin(plan);
	for (const id of ids) await open.note(id, { kind: 'begun' });
	const folder = join(first.stateFolder, 'runs');
	const file = join(folder, readdirSync(folder)[0] ?? '');
	// As a killed process would have left it.
	writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${process.pid}`, '"pid":999999999'));

	const screen = await startScreen({ bundles: callers(3), stateFolder: first.stateFolder });
	screen.store.conversations.updateMetadata(idOf(1), { ai_disabled: 'true' }, 'merge');
	await screen.waitFor('A batch was cut off');
	screen.press('R');
	await screen.waitFor((rows) => rows.join('\n').includes('disabled'));
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'batches', '\r');
	await screen.waitFor(/cut off +Take over/);
	screen.press('\r');
	await screen.waitFor('1 done  1 failed');
	await screen.records.takeovers.idle();
	expect([...(await screen.records.takeovers.list()).takeovers.keys()]).toEqual([idOf(1)]);
	expect([...screen.state().takeovers.keys()]).toEqual([idOf(1)]);
});

test('a batch of another tconv is neither retried nor continued here', async () => {
	const screen = await startScreen({ bundles: callers(4) });
	await screen.waitFor('hello from 1');
	const ids = [1, 2, 3, 4].map((number) => idOf(number));
	const task = { kind: 'set-key', key: 'tier', value: 'gold' } as const;
	const plan = { id: crypto.randomUUID(), at: at('2026-11-22T11:00:00Z'), task, ids };
	const open = await screen.records.batches.begin(plan);
	await open.note(idOf(1), { kind: 'begun' });
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'batches', '\r');
	await screen.waitFor(/running +Set tier/);
	screen.press('\r');
	await screen.waitFor('Another tconv runs this batch.');
	for (const key of ['r', 'c', 'x']) {
		screen.press(key);
		await screen.waitFor('Another tconv runs this batch: end it or continue it there.');
		screen.press('j');
		await screen.waitFor(gone('Another tconv runs this batch:'));
	}
});

test.each([
	[{ columns: 60, rows: 15 }, undefined],
	[{ columns: 80, rows: 24 }, asciiGlyphs],
])('at %j a batch fits on the screen', async (size, glyphs) => {
	const screen = await withMarks(8, { size, ...(glyphs === undefined ? {} : { glyphs }) });
	await tag(screen);
	const rows = await screen.waitFor('8 done. :batches shows it.');
	expect(rows.length).toBe(size.rows);
	expect(Math.max(...rows.map((row) => row.length))).toBe(size.columns);
	expect(rows.join('\n')).toMatch(/8 of 8 +100%/);
	expect(rows.join('\n')).toMatch(/done +Caller 1/);
});

test('unreadable batches are not shown as still loading', async () => {
	const screen = await startScreen({ bundles: callers(2) });
	writeFileSync(join(screen.stateFolder, 'runs'), 'a file');
	await screen.waitFor('2 loaded');
	screen.press(':');
	await screen.waitFor('Esc close');
	screen.press(...'batches', '\r');
	await screen.waitFor('The batches could not be read');
	expect(screen.text()).not.toContain('Reading');
});

test('a read-only session starts only exports', async () => {
	const screen = await withMarks(2, { readOnly: 'started with --read-only' });
	for (const key of ['e', 'A', 'D']) {
		screen.press(key);
		await screen.waitFor('Read-only: started with --read-only');
		screen.press('l', 'h');
		await screen.waitFor(gone('Read-only: started'));
	}
	screen.press('X');
	await screen.waitFor('Export: 2 conversations');
	screen.press('\t', '\t', '\x15', ...join(screen.stateFolder, 'out.ndjson'));
	await screen.waitFor(/file +\/.*out\.ndjson/);
	screen.press('\x18');
	await screen.waitFor('Exported to');
});
