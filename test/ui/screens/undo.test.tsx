import { describe, expect, test } from 'vitest';
import { refusal } from '../between.ts';
import { callers, idOf } from '../bundles.ts';
import { addKey } from '../gestures.ts';
import { type ScreenOptions, startScreen, type TestScreen } from '../screen-harness.tsx';

const base = (number: number) => callers(3)[number - 1]?.conversation.metadata ?? {};
const metadataOf = (screen: TestScreen, number: number): unknown =>
	screen.store.conversations.get(idOf(number))?.metadata;
const puts = (screen: TestScreen): string[] => screen.requests.filter((one) => one.startsWith('PUT'));
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
	test('says if there is nothing to undo', async () => {
		const screen = await started();
		screen.press('u');
		await screen.waitFor('Nothing to undo');
	});

	test('undoes the writes of this session one by one, each on its conversation, and names it', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.press('j');
		await screen.waitFor('hello from 2');
		await addedKey(screen, 'team', 'night');
		screen.press('u');
		await screen.waitFor('Undone in Caller 2: team=night removed.');
		expect(metadataOf(screen, 2)).toEqual(base(2));
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), tier: 'gold' });
		const before = puts(screen).length;
		screen.press('u');
		await screen.waitFor('Your last change is here: tier=gold. Press u to undo it.');
		await screen.waitFor('hello from 1');
		expect(puts(screen)).toHaveLength(before);
		expect(screen.state().selectedId).toBe(idOf(1));
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
		screen.press('u');
		await screen.waitFor('Nothing to undo');
	});

	test('opens a conversation that left the list before undoing its change', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.press('=', 'name:"Caller 3"', '\r');
		await screen.waitFor('hello from 3');
		screen.press('u');
		await screen.waitFor('Your last change is here: tier=gold.');
		await screen.waitFor('hello from 1');
		expect(screen.text()).toMatch(/▌.*Caller 1|Caller 1/);
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), tier: 'gold' });
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
		expect(metadataOf(screen, 3)).toEqual(base(3));
	});

	test('pressed twice at once undoes two writes, not one twice', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		await addedKey(screen, 'team', 'night');
		screen.press('u', 'u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
	});

	test('keeps later changes by others, and sends nothing if they conflict', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		const now = { ...base(1), tier: 'gold', team: 'night' };
		screen.store.conversations.updateMetadata(idOf(1), now, 'replace');
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), team: 'night' });
		await addedKey(screen, 'tier', 'gold');
		const theirs = { ...base(1), tier: 'silver' };
		screen.store.conversations.updateMetadata(idOf(1), theirs, 'replace');
		screen.press('u');
		await screen.waitFor((rows) => /someone else changed|Conflict|was changed/i.test(rows.join('\n')));
		expect(metadataOf(screen, 1)).toEqual(theirs);
	});

	test('can be repeated after a failure', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.intervene((request) => (isPut(request) ? refusal(403, '10010', 'Forbidden', 'No') : null));
		screen.press('u');
		await screen.waitFor('Not saved.');
		expect(metadataOf(screen, 1)).toEqual({ ...base(1), tier: 'gold' });
		screen.intervene(null);
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
		expect(metadataOf(screen, 1)).toEqual(base(1));
	});

	test('skips a deleted conversation and goes to the change before', async () => {
		const screen = await started();
		await addedKey(screen, 'tier', 'gold');
		screen.press('j');
		await screen.waitFor('hello from 2');
		await addedKey(screen, 'team', 'night');
		screen.press('j');
		await screen.waitFor('hello from 3');
		screen.store.conversations.delete(idOf(2));
		screen.press('u');
		await screen.waitFor('The conversation of your last change is deleted.');
		screen.press('u');
		await screen.waitFor('Your last change is here: tier=gold.');
		screen.press('u');
		await screen.waitFor('Undone in Caller 1: tier=gold removed.');
	});
});
