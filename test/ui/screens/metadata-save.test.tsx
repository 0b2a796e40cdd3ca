import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/domain/json.ts';
import { newestFirst } from '../../../src/state/ui-state.ts';
import { holding, instead, pathOf, refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { addKey } from '../gestures.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const id = idOf(1);

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor(/1 of [23] loaded/);
	screen.press('4');
	await screen.waitFor(/metadata \(3\)/);
	return screen;
}

const metadataOf = (screen: TestScreen): unknown => screen.store.conversations.get(id)?.metadata;
const base = callers(1)[0]?.conversation.metadata ?? {};
const isPut = (request: Request): boolean => request.method === 'PUT';
const puts = (screen: TestScreen): string[] => screen.requests.filter((one) => one.startsWith('PUT'));
const outcomes = async (screen: TestScreen): Promise<string[]> =>
	(await screen.records.journal.read(20)).entries.map(({ outcome }) => outcome);

/** Someone else writes these keys of the conversation. */
function secondWriter(screen: TestScreen, change: { readonly [key: string]: JsonValue }): void {
	screen.store.conversations.updateMetadata(id, { ...base, ...change }, 'replace');
}

describe('saving metadata', () => {
	test('shows the change at once, then that it is being saved, then the result', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\/c/);
		screen.intervene((request) => (isPut(request) ? held.between(request) : null));
		await addKey(screen, 'tier', 'gold');
		const rows = (await screen.waitFor('Metadata, saving…')).join('\n');
		expect(rows).toMatch(/tier +gold/);
		expect(rows).toContain('metadata (4)');
		expect(metadataOf(screen)).toEqual(base);
		held.release();
		await screen.waitFor('Saved Caller 1: tier added.');
		expect(screen.text()).not.toContain('saving…');
		expect(screen.text()).toMatch(/tier +gold/);
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold' });
		expect(await outcomes(screen)).toEqual(['begun', 'done']);
		expect(screen.state().edits).toMatchObject({
			undoable: [{ id, before: base, after: { ...base, tier: 'gold' } }],
			saving: new Map(),
			kept: new Map(),
		});
	});

	test('a journal failure stays visible after the save', async () => {
		const screen = await started();
		mkdirSync(join(screen.stateFolder, 'journal.ndjson'));
		await addKey(screen, 'tier', 'gold');
		const rows = (await screen.waitFor('Saved Caller 1: tier added.')).join('\n');
		expect(rows).toContain('The journal could not be written');
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold' });
	});

	test('a refusal rolls the screen back and keeps the edit: e and two keys send it again', async () => {
		const screen = await started();
		screen.intervene((request) => (isPut(request) ? refusal(403, '10010', 'Forbidden', 'no') : null));
		await addKey(screen, 'tier', 'gold');
		const rows = (await screen.waitFor(/Not saved\..*e opens your edit again/)).join('\n');
		expect(rows).toContain('metadata (3)');
		expect(metadataOf(screen)).toEqual(base);
		screen.intervene(null);
		screen.press('e');
		await screen.waitFor(/\+ {2}tier +gold/);
		screen.press('\x01');
		await screen.waitFor('Save 1 change to');
		screen.press('y');
		await screen.waitFor('Saved Caller 1: tier added.');
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold' });
		expect(await outcomes(screen)).toEqual(['begun', 'failed', 'begun', 'done']);
		expect(screen.state().edits.kept.size).toBe(0);
	});

	test('is named in the footer until it ends, and on its rows in an editor opened meanwhile', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\/c/);
		screen.intervene((request) => (isPut(request) ? held.between(request) : null));
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Saving Caller 1…');
		screen.press('j');
		expect(screen.rows().at(-1)).toMatch(/^ Saving Caller 1… /);
		screen.press('k', 'e');
		await screen.waitFor(/ {3}tier +gold +saving…/);
		held.release();
		await screen.waitFor('Saved Caller 1: tier added. u takes it back.');
		expect(screen.text()).not.toContain('Saving Caller 1');
		expect(screen.text()).toMatch(/ {3}tier +gold +│/);
	});

	test('that fails while an editor is open leaves its change in that editor', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\/c/);
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			await held.between(request);
			return refusal(403, '10010', 'Forbidden', 'no');
		});
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Saving Caller 1…');
		screen.press('e');
		await screen.waitFor(/ {3}tier +gold +saving…/);
		screen.press('a', 'team', '\r', 'night', '\r');
		await screen.waitFor(/\+ {2}team +night/);
		held.release();
		await screen.waitFor(/Not saved\..*The open editor has your edit\./);
		expect(screen.state().edits.kept.size).toBe(0);
		screen.intervene(null);
		screen.press('\x18');
		await screen.waitFor('Save 2 changes to Caller 1?');
		screen.press('\x18');
		await screen.waitFor('Saved Caller 1: team added, tier added.');
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold', team: 'night' });
	});

	test('the same key changed by someone else: nothing is sent until a side is chosen', async () => {
		const screen = await started();
		secondWriter(screen, { tier: 'silver', note: 'theirs' });
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor(/silver[\s\S]*gold|gold[\s\S]*silver/);
		expect(screen.state().overlays.map(({ kind }) => kind)).toEqual(['conflict']);
		expect(puts(screen)).toEqual([]);
		secondWriter(screen, { tier: 'silver', note: 'theirs', more: 'yes' });
		screen.press('m', '\r');
		await screen.waitFor(/Saved Caller 1: tier changed\. Also kept: 1 change .*\(more\)\./);
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold', note: 'theirs', more: 'yes' });
		expect(screen.state().edits.kept.size).toBe(0);
		expect(await outcomes(screen)).toEqual(['begun', 'conflict', 'begun', 'done']);
	});

	test('a closed conflict keeps the edit, and returns when the edit is sent again', async () => {
		const screen = await started();
		secondWriter(screen, { tier: 'silver' });
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor(() => screen.state().overlays[0]?.kind === 'conflict');
		screen.press('\x1b');
		await screen.waitFor('Metadata, unsaved');
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'silver' });
		screen.press('e');
		await screen.waitFor(/\+ {2}tier +gold/);
		screen.press('\x01');
		await screen.waitFor('Save 1 change to');
		screen.press('\r');
		await screen.waitFor(() => screen.state().overlays[0]?.kind === 'conflict');
		screen.press('t', '\r');
		await screen.waitFor('Caller 1 needs no change: nothing was sent.');
		expect(screen.state().edits.kept.size).toBe(0);
	});

	test('a conflict does not take the keyboard from a user who is typing', async () => {
		const screen = await started();
		secondWriter(screen, { tier: 'silver' });
		const held = holding(/^\/ai\/conversations\/c[^/]*$/);
		screen.intervene(held.between);
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('saving…');
		screen.press('c');
		await screen.waitFor('New conversation');
		held.release();
		await screen.waitFor(/someone else changed tier of/);
		expect(screen.state().overlays.map(({ kind }) => kind)).toEqual(['metadata']);
		expect(screen.state().edits.kept.size).toBe(1);
	});

	test('metadata edited elsewhere are sent as shown here, after a question about Telnyx’s own keys', async () => {
		const text = JSON.stringify({ ...base, ai_disabled: 'true', note: 'x' });
		const screen = await started({ editOutside: async () => ({ kind: 'changed', text, note: null }) });
		screen.press('E');
		await screen.waitFor('Save 2 changes to');
		screen.press('\r');
		await screen.waitFor('Telnyx uses the key ai_disabled');
		expect(puts(screen)).toEqual([]);
		screen.press('n');
		await screen.waitFor('Save 2 changes to');
		screen.press('\r');
		await screen.waitFor('Telnyx uses the key ai_disabled');
		screen.press('y');
		await screen.waitFor('Saved Caller 1: ai_disabled added, note added.');
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'true', note: 'x' });
	});

	test('a notice too long for the last row takes the rows above, so that its advice is visible', async () => {
		const screen = await started({ size: { columns: 60, rows: 15 } });
		screen.intervene((request) => (isPut(request) ? refusal(403, '10010', 'Forbidden', 'no') : null));
		await addKey(screen, 'tier', 'gold');
		const rows = await screen.waitFor('in the Telnyx portal.');
		expect(rows).toHaveLength(15);
		expect(rows.slice(-4).join(' ').replaceAll(/\s+/g, ' ')).toMatch(
			/Not saved\..* e opens your edit again\./,
		);
		screen.press('1');
		await screen.waitFor((now) => !now.join('').includes('Not saved'));
	});

	test('quitting while an edit is unsaved asks once', async () => {
		const screen = await started();
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'tier', '\r', 'gold', '\r', '\x1b');
		await screen.waitFor((rows) => !rows.join('').includes('Metadata of'));
		screen.press('q');
		await screen.waitFor('1 edit was not saved. Press q again to quit anyway.');
		screen.press('j');
		await screen.waitFor((rows) => !rows.join('').includes('again to quit'));
		expect(screen.state().quitArmed).toBe(false);
	});

	test('a network failure before the request rolls back and keeps the edit', async () => {
		const screen = await started();
		screen.intervene(instead(/^\/ai\/conversations\/c[^/]*$/, () => Promise.reject(new TypeError('down'))));
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor(/Not saved\..*e opens your edit again/);
		expect(metadataOf(screen)).toEqual(base);
		expect(puts(screen)).toEqual([]);
		expect(screen.state().edits.kept.size).toBe(1);
	});

	test('a lost answer to a completed save is checked and reported as saved', async () => {
		const screen = await started();
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			await screen.pass(request.clone());
			throw new TypeError('cut');
		});
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor(/Saved Caller 1: tier added\. The answer was lost/);
		expect(metadataOf(screen)).toEqual({ ...base, tier: 'gold' });
		expect((await outcomes(screen)).at(-1)).toBe('done');
	});

	test('an unknown result is reported, and the server’s state shown', async () => {
		const screen = await started();
		let isCut = false;
		screen.intervene(async (request) => {
			if (isPut(request)) {
				await screen.pass(request.clone());
				isCut = true;
			}
			if (isCut && pathOf(request) === `/ai/conversations/${id}`) throw new TypeError('cut');
			return null;
		});
		await addKey(screen, 'tier', 'gold');
		const rows = await screen.waitFor('may have been saved');
		expect(rows.join('\n')).toContain('Maybe saved.');
		expect((await outcomes(screen)).at(-1)).toBe('unknown');
		screen.intervene(null);
		screen.press('r');
		await screen.waitFor('metadata (4)');
	});

	test('concurrent changes by someone else stay and are reported', async () => {
		const screen = await started();
		secondWriter(screen, { note: 'theirs', team: 'night' });
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor(
			/Saved Caller 1: tier added\. Also kept: 2 changes that someone else made meanwhile \(note, team\)\./,
		);
		expect(metadataOf(screen)).toEqual({ ...base, note: 'theirs', team: 'night', tier: 'gold' });
		await screen.waitFor(/team +night/);
	});

	test('an unnecessary change sends nothing', async () => {
		const screen = await started();
		secondWriter(screen, { tier: 'gold' });
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Caller 1 needs no change: nothing was sent.');
		expect(puts(screen)).toEqual([]);
	});

	test('a key restored by a merging server is reported and shown', async () => {
		const screen = await started({ metadataWrites: 'merge' });
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Saved Caller 1: tier added.');
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('d', '\x01');
		await screen.waitFor('Save 1 change to');
		screen.press('\r');
		await screen.waitFor('Saved Caller 1: nothing changed. The server restored tier.');
		expect(screen.text()).toMatch(/tier +gold/);
	});

	test('a list being refreshed does not restore the old metadata', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\?/);
		const answers: Promise<Response>[] = [];
		screen.intervene(async (request) => {
			if (!/^\/ai\/conversations\?/.test(pathOf(request)) || answers.length > 0) return null;
			// Answered before the write, delivered after it.
			const answer = screen.pass(request.clone());
			answers.push(answer);
			await answer;
			await held.between(request);
			return answer;
		});
		screen.press('1', 'r');
		await screen.waitFor('loading');
		screen.press('4');
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('Saved Caller 1: tier added.');
		held.release();
		await screen.waitFor((rows) => rows[0]?.includes('loading') === false);
		expect(screen.text()).toMatch(/tier +gold/);
	});

	test('nor does a list first loaded during the save', async () => {
		const screen = await started({ start: { query: { ...newestFirst, limit: 2 } } });
		const put = holding(/./);
		const list = holding(/./);
		let asked = 0;
		screen.intervene(async (request) => {
			if (isPut(request)) return put.between(request);
			if (!pathOf(request).startsWith('/ai/conversations?')) return null;
			asked += 1;
			const answer = await screen.pass(request);
			// The first answer is from before the write.
			if (asked === 1) await list.between(request);
			return answer;
		});
		await addKey(screen, 'tier', 'gold');
		await screen.waitFor('saving…');
		screen.press('F');
		await screen.waitFor(() => asked === 1);
		put.release();
		await screen.waitFor('Saved Caller 1: tier added.');
		list.release();
		await screen.waitFor('of 3 loaded');
		expect(screen.text()).toMatch(/tier +gold/);
	});

	test('writes of one conversation run one at a time, and each keeps the one before', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\/c/);
		let inFlight = 0;
		let most = 0;
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			inFlight += 1;
			most = Math.max(most, inFlight);
			await held.between(request);
			const answer = await screen.pass(request);
			inFlight -= 1;
			return answer;
		});
		await addKey(screen, 'one', '1');
		await screen.waitFor('saving…');
		await addKey(screen, 'two', '2');
		await screen.waitFor('metadata (5)');
		held.release();
		await screen.waitFor('Saved Caller 1: two added.');
		expect(metadataOf(screen)).toEqual({ ...base, one: '1', two: '2' });
		expect(most).toBe(1);
		expect(puts(screen)).toHaveLength(2);
	});

	test('a failed write does not affect the next', async () => {
		const screen = await started();
		const held = holding(/^\/ai\/conversations\/c/);
		let count = 0;
		screen.intervene(async (request) => {
			if (!isPut(request)) return null;
			count += 1;
			if (count > 1) return null;
			await held.between(request);
			return refusal(422, '10015', 'Bad Request', 'no');
		});
		await addKey(screen, 'one', '1');
		await screen.waitFor('saving…');
		await addKey(screen, 'two', '2');
		await screen.waitFor('metadata (5)');
		held.release();
		await screen.waitFor(/Saved Caller 1: two added\. u takes it back\. {2,}\? help/);
		expect(metadataOf(screen)).toEqual({ ...base, two: '2' });
		expect(screen.state().edits.kept.size).toBe(1);
	});

	test('Telnyx’s own keys need a confirmation before they are sent', async () => {
		const screen = await started();
		screen.press('e');
		await screen.waitFor('─ Metadata of');
		screen.press('a', 'ai_disabled', '\r');
		await screen.waitFor('Telnyx uses the key ai_disabled');
		screen.press('y');
		await screen.waitFor('The value.');
		screen.press('true', '\r', '\x01');
		await screen.waitFor(/\+ ai_disabled {2}Telnyx's own/);
		screen.press('\r');
		await screen.waitFor('Saved Caller 1: ai_disabled added.');
		expect(metadataOf(screen)).toEqual({ ...base, ai_disabled: 'true' });
	});
});
