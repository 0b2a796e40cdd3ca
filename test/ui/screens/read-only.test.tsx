import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callers, idOf } from '../bundles.ts';
import { startScreen, type TestScreen } from '../screen-harness.tsx';

const readOnly = 'started with --read-only';

async function started(size?: { columns: number; rows: number }): Promise<TestScreen> {
	const screen = await startScreen({
		bundles: callers(3),
		readOnly,
		...(size === undefined ? {} : { size }),
	});
	await screen.waitFor('loaded, all');
	return screen;
}

describe('read-only', () => {
	test.each(['e', 'E', 'c', 'm', 'A', 'D', 'u'])(
		'%s says why it is not done, opens nothing and sends nothing',
		async (key) => {
			const screen = await started();
			screen.press(key);
			await screen.waitFor(`Read-only: ${readOnly}`);
			expect(screen.state().overlays).toEqual([]);
			expect(screen.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
			expect(screen.store.conversations.get(idOf(1))).not.toBeNull();
			expect(existsSync(join(screen.stateFolder, 'trash'))).toBe(false);
		},
	);

	test.each([
		{ columns: 120, rows: 40 },
		{ columns: 60, rows: 15 },
	])('stands in the header at $columns×$rows', async (size) => {
		const screen = await started(size);
		expect(screen.rows()[0]).toContain('read-only');
	});

	test('keeps writing actions in footer, help and palette, with the reason', async () => {
		const screen = await started();
		expect(screen.text()).toMatch(/e edit/);
		screen.press(':', 'delete the conv');
		await screen.waitFor(/D +Delete the conversation.*Read-only: started with/);
		screen.press('\r');
		await screen.waitFor(`Read-only: ${readOnly}`);
		screen.press('?');
		await screen.waitFor('Help');
		expect(screen.state().overlays.map(({ kind }) => kind)).toEqual(['help']);
	});

	test('blocks nothing else: reading, refreshing, finding', async () => {
		const screen = await started();
		screen.press('j');
		await screen.waitFor('hello from 2');
		screen.press('r');
		await screen.waitFor('2 of 3 loaded');
		expect(screen.state().notice).toBeNull();
	});
});
