import { describe, expect, test } from 'vitest';
import { asciiGlyphs } from '../../../src/view/theme.ts';
import { conversation } from '../../store/fixtures.ts';
import { callers, idOf, secondsBeforeNoon } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const halfDay = callers(60).map((bundle, index) => ({
	...bundle,
	conversation: conversation(idOf(index + 1), {
		name: `Caller ${index + 1}`,
		created_at: secondsBeforeNoon(600 * index + 400),
		last_message_at: secondsBeforeNoon(600 * index + 300),
		metadata: { telnyx_conversation_channel: index % 3 === 0 ? 'sms_chat' : 'phone_call' },
	}),
}));

const inList = (rows: readonly string[]): string[] => rows.map((row) => row.split('││')[0] ?? '');

describe('activity by the hour over the list', () => {
	test.each([
		[60, 15, 2],
		[80, 24, 3],
		[120, 40, 3],
		[200, 60, 3],
	])('%i×%i: H shows them in so many rows, and takes them away', async (columns, rows, taken) => {
		const screen = await startScreen({ bundles: halfDay, size: { columns, rows } });
		await screen.waitFor('Caller 2 ');
		expect(screen.text()).not.toContain('1 h ');
		screen.press('H');
		const shown = inList(await screen.waitFor(/: \d+ of 60 loaded, 1 h/));
		expect(shown.findIndex((row) => row.includes('Caller 1 '))).toBe(3 + taken);
		expect(shown[1 + taken]).toMatch(/: \d+ of 60 loaded, 1 h /);
		expect(screen.rows()).toHaveLength(rows);
		screen.press('H');
		await screen.waitFor((now) => inList(now)[3]?.includes('Caller 1 ') === true);
	});

	test('the cursor’s hour moves with it, and the cursor stays in view', async () => {
		const screen = await startScreen({ bundles: halfDay, size: { columns: 80, rows: 24 } });
		await screen.waitFor('Caller 2 ');
		screen.press('H');
		await screen.waitFor(/11:00 to 12:00: 6 of 60 loaded/);
		screen.press('G');
		await screen.waitFor(/02:00 to 03:00: 6 of 60 loaded|01:00 to 02:00: \d of 60 loaded/);
		await screen.waitFor((now) => inList(now).some((row) => /▌.*Caller 60/.test(row)));
		screen.press('H');
		await screen.waitFor(
			(now) => inList(now).some((row) => /▌.*Caller 60/.test(row)) && !/ h a/.test(now.join()),
		);
	});

	test('a searched list counts the found rows', async () => {
		const screen = await startScreen({ bundles: halfDay });
		await screen.waitFor('Caller 2 ');
		screen.press('H', '/');
		await screen.waitFor('find');
		screen.press('Caller 7', '\r');
		await screen.waitFor(/of \d+ found, 1 h/);
	});

	test('uses only ASCII signs, and a notice if the list is not on screen', async () => {
		const screen = await startScreen({
			bundles: halfDay,
			glyphs: asciiGlyphs,
			size: { columns: 80, rows: 24 },
		});
		await screen.waitFor('Caller 2 ');
		screen.press('\r');
		await screen.waitFor('hello from 1');
		screen.press('H');
		await screen.waitFor('The hourly activity is above the list.');
		screen.press('1');
		await screen.waitFor(/: \d+ of 60 loaded, 1 h/);
		expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
	});

	test('an empty list has no chart', async () => {
		const screen = await startScreen({ bundles: [] });
		await screen.waitFor('This account has no conversations yet.');
		screen.press('H');
		await screen.waitFor(() => screen.state().activity);
		expect(screen.text()).toContain('This account has no conversations yet.');
	});
});
