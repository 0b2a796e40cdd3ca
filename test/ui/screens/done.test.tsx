import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nothingDone } from '../../../src/state/done.ts';
import { callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const shared = { done: { ...nothingDone, isShared: true, owner: 'ada' } };
const puts = (screen: TestScreen): string[] => screen.requests.filter((one) => one.startsWith('PUT'));

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('hello from 1');
	await screen.waitFor('3 loaded, all');
	return screen;
}

/** Waits until exactly the rows of these callers have the sign. */
function waitForDone(screen: TestScreen, ...numbers: readonly number[]): Promise<string[]> {
	return screen.waitFor((rows) =>
		[1, 2, 3].every((number) => {
			const row = rows.find((line) => line.slice(0, 54).includes(`Caller ${number}`)) ?? '';
			return /^│.{15}✓/.test(row) === numbers.includes(number);
		}),
	);
}

/** Adds a message to a conversation, this many seconds after noon. */
function say(screen: TestScreen, number: number, seconds: number): void {
	const row = screen.store.conversations.rowOf(idOf(number));
	if (row === null) throw new Error(`there is no caller ${number}`);
	screen.clock.set(secondsBeforeNoon(-seconds));
	screen.store.messages.add(row, { role: 'user', text: 'One thing more.' });
}

function lastingFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'tconv-done-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	return folder;
}

describe('done', () => {
	test('is a sign in the row, needs no request, and d undoes it', async () => {
		const screen = await started();
		screen.press('d');
		await waitForDone(screen, 1);
		expect(screen.text()).toContain('Done: Caller 1.');
		screen.press('j');
		screen.press('d');
		await waitForDone(screen, 1, 2);
		screen.press('d');
		await waitForDone(screen, 1);
		expect(screen.text()).toContain('Reopened: Caller 2.');
		expect(puts(screen)).toEqual([]);
	});

	test('ends with a new message, and can be marked again', async () => {
		const screen = await started();
		screen.press('d');
		await waitForDone(screen, 1);
		// The top of the list is read again at the start; later requests come after that.
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.press('k');
		await screen.waitFor('hello from 1');
		say(screen, 1, 30);
		screen.press('r');
		await waitForDone(screen);
		screen.press('d');
		await waitForDone(screen, 1);
	});

	test('survives a restart, also for several marked at once', async () => {
		const stateFolder = lastingFolder();
		const screen = await started({ stateFolder });
		screen.press(' ', ' ');
		await screen.waitFor('2 marked');
		screen.press('d');
		await screen.waitFor('Done: 2 conversations.');
		await screen.records.done.idle();
		const next = await started({ stateFolder });
		await waitForDone(next, 1, 2);
	});

	test('applies to the open ones of several; only if all are done are they reopened', async () => {
		const screen = await started();
		screen.press('d');
		await waitForDone(screen, 1);
		screen.press(' ', ' ');
		await screen.waitFor('2 marked');
		screen.press('d');
		await screen.waitFor('Done: 2 conversations.');
		screen.press('d');
		await screen.waitFor('Reopened: 2 conversations.');
		screen.press('\x1c');
		await waitForDone(screen);
	});

	test('works in read-only mode, unless it is shared: then it says why not', async () => {
		const screen = await started({ readOnly: 'started with --read-only' });
		screen.press('d');
		await waitForDone(screen, 1);
		const other = await started({ readOnly: 'started with --read-only', start: shared });
		other.press('d');
		await other.waitFor('Read-only: started with --read-only');
		await waitForDone(other);
	});

	test('shared, is written to the metadata with its owner, and read from there by others', async () => {
		const screen = await started({ start: shared });
		screen.press('d');
		await screen.waitFor('Done: Caller 1.');
		await waitForDone(screen, 1);
		const reach = screen.store.conversations.get(idOf(1))?.last_message_at;
		expect(screen.store.conversations.get(idOf(1))?.metadata).toMatchObject({
			'triage.status': 'done',
			'triage.owner': 'ada',
			'triage.at': reach,
		});
		screen.press('d');
		await screen.waitFor('Reopened: Caller 1.');
		await waitForDone(screen);
		expect(screen.store.conversations.get(idOf(1))?.metadata).toMatchObject({ 'triage.status': 'open' });
	});

	test('shared, is a batch for marked ones, each through its own last message', async () => {
		const screen = await started({ start: shared });
		screen.press(' ', ' ');
		await screen.waitFor('2 marked');
		screen.press('d');
		await screen.waitFor('─ Mark 2 conversations done? ─');
		screen.press('y');
		await screen.waitFor('Finished.');
		screen.press('q');
		await screen.waitFor((rows) => !rows.join().includes('Finished.'));
		for (const number of [1, 2]) {
			const found = screen.store.conversations.get(idOf(number));
			expect(found?.metadata).toMatchObject({ 'triage.at': found?.last_message_at });
		}
		screen.press('\x1c');
		await waitForDone(screen, 1, 2);
	});
});
