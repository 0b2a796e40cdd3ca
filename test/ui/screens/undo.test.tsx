import { describe, expect, test } from 'vitest';
import { refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { addKey } from '../gestures.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const base = (number: number) => callers(3)[number - 1]?.conversation.metadata ?? {};
const metadataOf = (screen: TestScreen, number: number): unknown =>
	screen.store.conversations.get(idOf(number))?.metadata;
const isPut = (request: Request): boolean => request.method === 'PUT';

async function started(options: ScreenOptions = {}): Promise<TestScreen> {
	const screen = await startScreen({ bundles: callers(3), ...options });
	await screen.waitFor('hello from 1');
	return screen;
}

/** Adds a key, and waits until the server has it. */
async function addedKey(screen: TestScreen, key: string, value: string): Promise<void> {
	await addKey(screen, key, value);
	await screen.waitFor(`: ${key} added.`);
}

describe('undo', () => {
	test('says that there is nothing to undo', async () => {
		const screen = await started();
		screen.press('u');
		await screen.waitFor('There is nothing to undo');
	});

	test('takes the writes of this run back one after the other, whichever row the cursor is on, and says which', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.press('j');
		await screen.waitFor('hello from 2');
		await addedKey(screen, 'team', 'night');
		screen.press('u');
		await screen.waitFor('Undone in Caller 2: team removed.');
		expect(metadataOf(screen, 2)).toEqual(base(2));
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), tier: 'gold' });
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
		screen.press('u');
		await screen.waitFor('There is nothing to undo');
	});

	test('pressed twice at once takes back two, not one twice', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		await addedKey(screen, 'team', 'night');
		screen.press('u', 'u');
		await screen.waitFor('Undone in Caller 1: tier removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
	});

	test('keeps what others changed since, and sends nothing where they changed the same', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		const now = { ...base(1), tier: 'gold', team: 'night' };
		screen.store.conversations.updateMetadata(idOf(1), now, 'replace');
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier removed.');
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), team: 'night' });
		await addedKey(screen, 'tier', 'gold');
		const theirs = { ...base(1), tier: 'silver' };
		screen.store.conversations.updateMetadata(idOf(1), theirs, 'replace');
		screen.press('u');
		await screen.waitFor((rows) => /somebody else changed|Conflict|was changed/i.test(rows.join('\n')));
		expect(metadataOf(screen, 1)).toEqual(theirs);
	});

	test('that fails can be asked for again', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.intervene((request) => (isPut(request) ? refusal(403, '10010', 'Forbidden', 'No') : null));
		screen.press('u');
		await screen.waitFor('Not saved.');
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), tier: 'gold' });
		screen.intervene(null);
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
	});

	test('of a conversation that is gone gives way to the one before', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.press('j');
		await screen.waitFor('hello from 2');
		await addedKey(screen, 'team', 'night');
		screen.store.conversations.delete(idOf(2));
		screen.press('u');
		await screen.waitFor('Not saved.');
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier removed.');
	});
});
