import { describe, expect, test } from 'vitest';
import { accountObstacle } from '../../../src/actions/account-actions.ts';
import { initialState } from '../../../src/state/ui-state.ts';
import { caller } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const rows = [
	{ name: 'prod', host: 'api.telnyx.com', isReadOnly: true, isShown: true },
	{ name: 'staging', host: 'staging.example', isReadOnly: false, isShown: false },
	{ name: 'demo', host: '', isReadOnly: false, isShown: false },
] as const;

/** The screen with accounts whose key is read as `prepare` says. */
async function withAccounts(prepare: (name: string | null) => Promise<string | null>) {
	const events: string[] = [];
	const screen = await startScreen({
		bundles: [caller(1)],
		accounts: {
			list: () => ({ rows, problem: null }),
			prepare: (name: string | null) => {
				events.push(`prepare ${name}`);
				return prepare(name);
			},
			stay: () => void events.push('stay'),
		},
	});
	await screen.waitFor('1 of 1 loaded');
	screen.press(':');
	await screen.waitFor('─ Palette');
	screen.press('profile');
	await screen.waitFor(': profile');
	screen.press('\r');
	await screen.waitFor('─ Accounts');
	return { screen, events };
}

describe(':profile', () => {
	test('lists the accounts with the one on the screen, and does nothing for that one', async () => {
		const { screen, events } = await withAccounts(async () => null);
		expect(screen.text()).toMatch(/prod .*api\.telnyx\.com · read-only · on the screen/);
		expect(screen.text()).toMatch(/staging .*staging\.example/);
		expect(screen.text()).toMatch(/demo .*sample data/);
		screen.press('\r');
		await screen.waitFor('The account stays: this one is on the screen.');
		expect(events).toEqual([]);
	});

	test('stays if the key of the other one cannot be read, and says why', async () => {
		const { screen, events } = await withAccounts(async () => 'The key of “staging” is not there.');
		screen.press('j');
		screen.press('\r');
		await screen.waitFor('The account stays: The key of “staging” is not there.');
		expect(events).toEqual(['prepare staging', 'stay']);
	});
});

test('a write under way, a running batch, and unsent work keep the account', () => {
	expect(accountObstacle(initialState)).toBeNull();
	const saving = { ...initialState, edits: { ...initialState.edits, saving: new Map([['a', {}]]) } };
	expect(accountObstacle(saving)).toContain('1 write is still under way');
	const deleting = { ...initialState, deletions: new Map([['a', 'deleting' as const]]) };
	expect(accountObstacle(deleting)).toContain('1 write is still under way');
});
