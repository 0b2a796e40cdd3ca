import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/ui/theme.ts';
import { at } from '../../store/fixtures.ts';
import { firstPage, pathOf, refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { type Between, type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

/** A list of which the first so many are marked. */
async function withMarks(count: number, options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(count + 2), ...options });
	await screen.waitFor(/\d loaded/);
	screen.press('V', ...Array<string>(count - 1).fill('j'), 'V');
	await screen.waitFor(`${count} marked`);
	return screen;
}

/** Asks for a key to be set on the marked ones, and says yes. */
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

/** Holds writes until they are let go, then and from then on. */
function gate(): { readonly between: Between; readonly open: () => void } {
	const { promise, resolve } = Promise.withResolvers<null>();
	return { between: (request) => (isPut(request) ? promise : null), open: () => resolve(null) };
}

async function kept({ records }: TestScreen) {
	const { runs } = await records.runs.list();
	// On a clock that stands still none is the newer one.
	return runs
		.toSorted((a, b) => a.items.size - b.items.size)
		.map(({ plan, ended, items }) => ({
			task: plan.task.kind,
			ended,
			kinds: [...items.values()].map(({ kind }) => kind),
		}));
}

describe('a tag on all that are marked', () => {
	test('is asked about, set on each, and said to be; what failed is tried again alone', async () => {
		const screen = await withMarks(12);
		screen.intervene((request) =>
			isPut(request) && request.url.endsWith(idOf(5)) ? refusal(422, '10015', 'Bad', 'not now') : null,
		);
		await tag(screen);
		await screen.waitFor('11 done, 1 failed. :runs keeps it.');
		expect(screen.text()).toMatch(/11 done {2}0 skipped {2}1 failed {2}0 conflict {2}0 not known {2}0 left/);
		expect(screen.text()).toMatch(/failed +Caller 5 +The server refused the request/);
		expect(tiers(screen, 14).filter((tier) => tier === 'gold').length).toBe(11);
		screen.intervene(null);
		const before = puts(screen);
		screen.press('r');
		await screen.waitFor('1 conversation that did not come to a good end');
		screen.press('y');
		await screen.waitFor('Set tier to “gold”: 1 done.');
		expect(puts(screen)).toBe(before + 1);
		expect(tiers(screen, 14)).toEqual([...Array(12).fill('gold'), undefined, undefined]);
		expect(await kept(screen)).toMatchObject([
			{ ended: 'finished', kinds: ['done'] },
			{ ended: 'finished', kinds: expect.arrayContaining(['failed']) },
		]);
	});

	test('is shown in the rows and the pane, and taken back as one with u', async () => {
		const screen = await withMarks(3);
		await tag(screen);
		await screen.waitFor('3 done. :runs keeps it.');
		screen.press('q');
		await screen.waitFor(gone('─ Set tier'));
		screen.press('u');
		await screen.waitFor('─ Take back the metadata of 3 conversations? ─');
		screen.store.conversations.updateMetadata(idOf(2), { other: 'kept' }, 'merge');
		screen.press('y');
		await screen.waitFor('Take back metadata: 3 done.');
		expect(tiers(screen, 3)).toEqual([undefined, undefined, undefined]);
		expect(screen.store.conversations.get(idOf(2))?.metadata.other).toBe('kept');
		screen.press('q', 'u');
		await screen.waitFor('There is nothing to undo');
	});

	test('once another run had written, the one before it could not be taken back any more', async () => {
		const screen = await withMarks(2);
		for (const value of ['gold', 'silver']) {
			await tag(screen, `tier=${value}`);
			await screen.waitFor(`Set tier to “${value}”: 2 done.`);
			screen.press('q');
			await screen.waitFor(gone('─ Set tier'));
		}
		for (const expected of ['gold', undefined]) {
			screen.press('u');
			await screen.waitFor('─ Take back the metadata of 2 conversations? ─');
			screen.press('y');
			await screen.waitFor('2 done  0 skipped');
			await screen.waitFor((rows) => rows.join('\n').includes('Take back metadata: 2 done.'));
			expect(tiers(screen, 2)).toEqual([expected, expected]);
			screen.press('q');
			await screen.waitFor(gone('0 skipped'));
		}
		screen.press('u');
		await screen.waitFor('There is nothing to undo');
	});

	test('is offered keys and values that other conversations have', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press('a');
		await screen.waitFor('Tab: assistant_id=');
		screen.press('\t');
		await screen.waitFor('set or remove a key: assistant_id=');
		screen.press('\t', '\r');
		await screen.waitFor('assistant_id becomes “assistant-1”');
	});

	test('is a removal with a minus; what is no tag is asked for again, and sends nothing', async () => {
		const screen = await withMarks(2);
		screen.press('e');
		await screen.waitFor('set or remove a key');
		screen.press(...'tier', '\r');
		await screen.waitFor('Write key=value, or -key to remove.');
		expect(screen.state().overlays.at(-1)).toMatchObject({ purpose: 'tag', editor: { text: 'tier' } });
		screen.press('\x15', ...'-assistant_id', '\r');
		const text = (await screen.waitFor('─ Remove assistant_id from 2 conversations? ─')).join('\n');
		expect(text).toContain('assistant_id is Telnyx’s own');
		screen.press('\r');
		await screen.waitFor(gone('Remove assistant_id'));
		expect(puts(screen)).toBe(0);
	});
});

describe('deleting all that are marked', () => {
	test('wants the number typed from eleven on; each is in the trash, and gone from the list', async () => {
		const screen = await withMarks(11);
		screen.press('D');
		await screen.waitFor('─ Delete 11 conversations? ─');
		screen.press('\t', '\t', '\r');
		await screen.waitFor('type 11 into the field first');
		screen.press('\t', ...'11', '\t', 'y');
		await screen.waitFor('Delete: 11 done.');
		// The run was a list of ids, once the rows had left the list.
		expect(screen.text()).toMatch(/done +Caller 1 /);
		expect(screen.store.conversations.count()).toBe(2);
		const { entries } = await screen.records.trash.list();
		expect(entries.map(({ state }) => state)).toEqual(Array(11).fill('deleted'));
		screen.press('q');
		await screen.waitFor('2 loaded');
		expect(screen.text()).not.toContain('marked');
	});

	test('while the number is typed, the footer promises no key that would be typed into it', async () => {
		const screen = await withMarks(11);
		screen.press('D');
		await screen.waitFor('─ Delete 11 conversations? ─');
		expect(screen.text()).toContain('Esc cancel');
		expect(screen.text()).not.toContain('y yes');
		screen.press('\t');
		await screen.waitFor('y yes');
	});

	test('wants no number up to ten', async () => {
		const screen = await withMarks(10);
		screen.press('D');
		await screen.waitFor('─ Delete 10 conversations? ─');
		screen.press('y');
		await screen.waitFor('Delete: 10 done.');
		expect(screen.store.conversations.count()).toBe(2);
	});
});

test('taking over all that are marked holds them; handing them back does not', async () => {
	const screen = await withMarks(3);
	screen.press('A');
	await screen.waitFor('─ Take over 3 conversations? ─');
	screen.press('y');
	await screen.waitFor('Take over: 3 done.');
	await screen.waitFor('holding 3');
	screen.press('q', 'A');
	await screen.waitFor('─ Hand 3 conversations back? ─');
	screen.press('y');
	await screen.waitFor('Hand back: 3 done.');
	await screen.waitFor(gone('holding'));
	expect(screen.store.conversations.get(idOf(1))?.metadata.ai_disabled).toBe('false');
});

describe('an export', () => {
	async function asked(screen: TestScreen, path: string): Promise<void> {
		screen.press('X');
		await screen.waitFor(/export to the file: conversations-20261122T120000\.ndjson/);
		screen.press('\x15', ...path, '\r');
	}

	test('of all that are marked is a file with a conversation a line', async () => {
		const screen = await withMarks(3);
		const path = join(screen.stateFolder, 'out.ndjson');
		await asked(screen, path);
		await screen.waitFor('3 done. The file is');
		const lines = readFileSync(path, 'utf8').trim().split('\n');
		const ids = lines.map((line) => JSON.parse(line).conversation.id);
		expect(ids.sort()).toEqual([idOf(1), idOf(2), idOf(3)].sort());
	});

	test('without marks is of the chosen one, and never takes a file’s place', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		const path = join(screen.stateFolder, 'out.ndjson');
		writeFileSync(path, 'mine');
		await asked(screen, path);
		await screen.waitFor(/Nothing was exported: .*out\.ndjson is there already/);
		expect(readFileSync(path, 'utf8')).toBe('mine');
		await screen.waitFor(gone('─ Export'));
		await asked(screen, `${path}2`);
		await screen.waitFor('1 done. The file is');
		expect(JSON.parse(readFileSync(`${path}2`, 'utf8'))).toMatchObject({ conversation: { id: idOf(1) } });
	});
});

describe('while a run goes on', () => {
	test('it is seen, left and found again; ended, it says what was done, and goes on another time', async () => {
		const screen = await withMarks(20);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		expect(screen.text()).toContain('20 left');
		screen.press('\x1b');
		await screen.waitFor('The run goes on. :runs shows it again.');
		await screen.waitFor('run 0/20');
		screen.press(':');
		await screen.waitFor('─ Palette ─');
		screen.press(...'runs', '\r');
		await screen.waitFor(/goes on +Set tier/);
		screen.press('\r');
		await screen.waitFor(/under way +Caller 1/);
		screen.press('x');
		await screen.waitFor('Ending: what is under way is waited for');
		open();
		const text = (await screen.waitFor('It was ended before its end.')).join('\n');
		const done = tiers(screen, 20).filter((tier) => tier === 'gold').length;
		expect(done).toBeLessThan(20);
		expect(text).toContain(`${done} done`);
		screen.press('c');
		await screen.waitFor(`${20 - done} conversations that were never begun`);
		screen.press('y');
		await screen.waitFor(`Set tier to “gold”: ${20 - done} done.`);
		expect(tiers(screen, 22).filter((tier) => tier === 'gold').length).toBe(20);
	});

	test('quitting asks, and Cancel goes on', async () => {
		const screen = await withMarks(3);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		screen.press('q');
		await screen.waitFor('The run goes on.');
		screen.press('q');
		await screen.waitFor('─ Quit, and end the run? ─');
		screen.press('\r');
		await screen.waitFor(gone('Quit, and end the run?'));
		open();
		await screen.waitFor('3 done. :runs keeps it.');
	});

	test('no other one is begun', async () => {
		const screen = await withMarks(3);
		const { between, open } = gate();
		screen.intervene(between);
		await tag(screen);
		await screen.waitFor(/under way +Caller 1/);
		screen.press('q');
		await screen.waitFor('The run goes on.');
		await tag(screen, 'other=x');
		await screen.waitFor('Nothing was begun: another run goes on.');
		open();
		await screen.waitFor('3 done. :runs keeps it.');
		expect(screen.store.conversations.get(idOf(1))?.metadata.other).toBeUndefined();
	});
});

test('a list that was asked for before a run, and answers in the middle of it, does not put the old back', async () => {
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
	expect(rows.filter((row) => /●call .* 5m00 O/.test(row)).length).toBe(4);
	expect(rows[0]).toContain('holding 4');
});

test('a key that is refused stops the run, and the rest waits', async () => {
	const screen = await withMarks(20);
	screen.intervene((request) => (isPut(request) ? refusal(401, '10009', 'No', 'who are you') : null));
	await tag(screen);
	await screen.waitFor(/It stopped: The API key was not accepted/);
	expect(screen.text()).toMatch(/\d+ left/);
	expect(await kept(screen)).toMatchObject([{ ended: 'cancelled' }]);
});

test('a run that was cut off is told of at the start, and settled by asking the server', async () => {
	const first = await startScreen({ bundles: callers(4) });
	await first.waitFor('hello from 1');
	const plan = {
		id: crypto.randomUUID(),
		at: at('2026-11-22T11:00:00Z'),
		task: { kind: 'set-key', key: 'tier', value: 'gold' } as const,
		ids: [1, 2, 3, 4].map((number) => idOf(number)),
	};
	const open = await first.records.runs.begin(plan);
	await open.note(idOf(1), { kind: 'done', note: null });
	await open.note(idOf(2), { kind: 'begun' });
	await open.note(idOf(3), { kind: 'begun' });
	const folder = join(first.stateFolder, 'runs');
	const file = join(folder, readdirSync(folder)[0] ?? '');
	// As a process that is gone would have left it.
	writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${process.pid}`, '"pid":999999999'));

	const screen = await startScreen({ bundles: callers(4), stateFolder: first.stateFolder });
	await screen.waitFor('A run was cut off: Set tier to “gold”. :runs says what was done.');
	screen.store.conversations.updateMetadata(idOf(2), { tier: 'gold' }, 'merge');
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'runs', '\r');
	await screen.waitFor(/cut off +Set tier/);
	screen.press('\r');
	await screen.waitFor('2 done  0 skipped  1 failed  0 conflict  0 not known  1 left');
	expect(screen.text()).toMatch(/failed +Caller 3 +The run was cut off before it was done/);
	expect(await kept(screen)).toEqual([
		{ task: 'set-key', ended: 'cancelled', kinds: ['done', 'done', 'failed', 'waiting'] },
	]);
});

test('what a run took over right before it was cut off was held by nobody', async () => {
	const first = await startScreen({ bundles: callers(3) });
	const task = { kind: 'ai-disabled', disabled: true } as const;
	const ids = [idOf(1), idOf(2)];
	const plan = { id: crypto.randomUUID(), at: at('2026-11-22T11:00:00Z'), task, ids };
	const open = await first.records.runs.begin(plan);
	for (const id of ids) await open.note(id, { kind: 'begun' });
	const folder = join(first.stateFolder, 'runs');
	const file = join(folder, readdirSync(folder)[0] ?? '');
	// As a process that is gone would have left it.
	writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${process.pid}`, '"pid":999999999'));

	const screen = await startScreen({ bundles: callers(3), stateFolder: first.stateFolder });
	screen.store.conversations.updateMetadata(idOf(1), { ai_disabled: 'true' }, 'merge');
	await screen.waitFor('A run was cut off');
	screen.press('R');
	await screen.waitFor((rows) => rows.join('\n').includes('disabled'));
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'runs', '\r');
	await screen.waitFor(/cut off +Take over/);
	screen.press('\r');
	await screen.waitFor('1 done  0 skipped  1 failed');
	await screen.records.held.idle();
	expect([...(await screen.records.held.list()).held.keys()]).toEqual([idOf(1)]);
	expect([...screen.state().held.keys()]).toEqual([idOf(1)]);
});

test('what another tconv is working off is neither tried again nor gone on with from here', async () => {
	const screen = await startScreen({ bundles: callers(4) });
	await screen.waitFor('hello from 1');
	const ids = [1, 2, 3, 4].map((number) => idOf(number));
	const task = { kind: 'set-key', key: 'tier', value: 'gold' } as const;
	const plan = { id: crypto.randomUUID(), at: at('2026-11-22T11:00:00Z'), task, ids };
	const open = await screen.records.runs.begin(plan);
	await open.note(idOf(1), { kind: 'begun' });
	screen.press(':');
	await screen.waitFor('─ Palette ─');
	screen.press(...'runs', '\r');
	await screen.waitFor(/goes on +Set tier/);
	screen.press('\r');
	await screen.waitFor('Another tconv works on it.');
	for (const key of ['r', 'c', 'x']) {
		screen.press(key);
		await screen.waitFor('Another tconv works on this run: it is ended, or gone on with, from there.');
		screen.press('j');
		await screen.waitFor(gone('Another tconv works on this run'));
	}
});

test.each([
	[{ columns: 60, rows: 15 }, undefined],
	[{ columns: 80, rows: 24 }, asciiGlyphs],
])('at %j a run fits on the screen', async (size, glyphs) => {
	const screen = await withMarks(8, { size, ...(glyphs === undefined ? {} : { glyphs }) });
	await tag(screen);
	const rows = await screen.waitFor('8 done. :runs keeps it.');
	expect(rows.length).toBe(size.rows);
	expect(Math.max(...rows.map((row) => row.length))).toBe(size.columns);
	expect(rows.join('\n')).toMatch(/8 of 8 +100%/);
	expect(rows.join('\n')).toMatch(/done +Caller 1/);
});

test.each([60, 80])(
	'at %i cells the name of the file is seen whole, and no word beside it is cut',
	async (columns) => {
		const screen = await startScreen({ bundles: callers(2), size: { columns, rows: 15 } });
		await screen.waitFor('2 loaded');
		screen.press('X');
		await screen.waitFor(/export to the file: conversations-\d{8}T\d{6}\.ndjson/);
		expect(screen.rows().at(-1)).not.toContain('…');
	},
);

test('runs that cannot be read are not said to be still being read', async () => {
	const screen = await startScreen({ bundles: callers(2) });
	writeFileSync(join(screen.stateFolder, 'runs'), 'a file');
	await screen.waitFor('2 loaded');
	screen.press(':');
	await screen.waitFor('Esc close');
	screen.press(...'runs', '\r');
	await screen.waitFor('The runs could not be read');
	expect(screen.text()).not.toContain('Reading');
});

test('in a read-only session nothing but an export is begun', async () => {
	const screen = await withMarks(2, { readOnly: 'started with --read-only' });
	for (const key of ['e', 'A', 'D']) {
		screen.press(key);
		await screen.waitFor('Read-only: started with --read-only');
		screen.press('l', 'h');
		await screen.waitFor(gone('Read-only: started'));
	}
	screen.press('X');
	await screen.waitFor('export to the file');
	screen.press('\x15', ...join(screen.stateFolder, 'out.ndjson'), '\r');
	await screen.waitFor('2 done. The file is');
});
