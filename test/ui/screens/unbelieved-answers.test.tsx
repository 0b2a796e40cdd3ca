import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callers, idOf } from '../bundles.ts';
import { addKey } from '../gestures.ts';
import { type Between, startScreen, type TestScreen } from '../screen-harness.tsx';

const portal: Between = (request) =>
	request.method === 'GET'
		? null
		: new Response('<html><title>Guest network: sign in</title></html>', {
				headers: { 'content-type': 'text/html' },
			});

/** A list of five; a captive portal answers every write, which never reaches the server. */
async function behindPortal(): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(5), between: portal });
	await screen.waitFor('hello from 1');
	return screen;
}

async function outcomes({ records }: TestScreen): Promise<readonly string[]> {
	return (await records.journal.read(100)).entries.map(({ operation, outcome }) => `${operation} ${outcome}`);
}

function trashed({ stateFolder }: TestScreen): readonly string[] {
	const folder = join(stateFolder, 'trash');
	return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ndjson')) : [];
}

test('a web page instead of an answer does not count as a delete', async () => {
	const screen = await behindPortal();
	screen.press('D');
	await screen.waitFor('─ Delete this conversation? ─');
	screen.press('y');
	const rows = await screen.waitFor('Maybe deleted: Caller 1.');
	const text = rows.join('\n');
	expect(text).toContain('web page instead of data');
	expect(text).toMatch(/call .*Caller 1/);
	expect(text).not.toContain(':trash has it');
	expect(trashed(screen)).toEqual([expect.stringMatching(/\.pending\.ndjson$/)]);
	expect(await outcomes(screen)).toEqual(['delete begun', 'delete unknown']);
});

test('a web page instead of an answer keeps the message draft', async () => {
	const screen = await behindPortal();
	screen.press('m');
	await screen.waitFor('─ Message to Caller 1 ─');
	screen.press('h', 'i', '\x18');
	await screen.waitFor(/may[^a-z]+have been added anyway/);
	expect(screen.text()).toContain('web page instead of data');
	expect(screen.state().messages.get(idOf(1))).toMatchObject({ isSending: false, attempt: { text: 'hi' } });
	expect(await outcomes(screen)).toEqual(['add-message begun', 'add-message unknown']);
});

test('a web page instead of an answer keeps the draft of a new conversation', async () => {
	const screen = await behindPortal();
	screen.press('c');
	await screen.waitFor('─ New conversation ─');
	screen.press('\r', 'Test', '\r', '\x01');
	await screen.waitFor('Create this conversation?');
	screen.press('\r');
	await screen.waitFor('may have been created anyway');
	expect(screen.text()).toMatch(/Maybe saved\.[\s\S]*c\s+opens\s+your\s+edit\s+again/);
	expect(screen.state().edits.kept.has('create')).toBe(true);
	expect(await outcomes(screen)).toEqual(['create begun', 'create unknown']);
});

test('a web page instead of an answer keeps the metadata edit', async () => {
	const screen = await behindPortal();
	screen.press('4');
	await screen.waitFor(/metadata \(3\)/);
	await addKey(screen, 'tier', 'gold');
	await screen.waitFor('Maybe saved.');
	expect(screen.text()).toContain('web page instead of data');
	expect(screen.state().edits.kept.size).toBe(1);
	expect(await outcomes(screen)).toEqual(['update-metadata begun', 'update-metadata unknown']);
});

test('a web page instead of an answer makes the items of a batch unknown', async () => {
	const screen = await behindPortal();
	screen.press('V', 'j', 'j', 'V');
	await screen.waitFor('3 marked');
	screen.press('D');
	await screen.waitFor(/Delete 3 conversations/);
	screen.press('y');
	await screen.waitFor(/3 not known/);
	expect(trashed(screen)).toHaveLength(3);
	const { batches } = await screen.records.batches.list();
	expect(batches.map(({ items }) => [...items.values()].map(({ kind }) => kind))).toEqual([
		['unknown', 'unknown', 'unknown'],
	]);
});
