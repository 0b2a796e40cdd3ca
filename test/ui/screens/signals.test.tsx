import { expect, test } from 'vitest';
import { defaultSignalSettings } from '../../../src/domain/signals/signal.ts';
import { caller, insightRun, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const filler = Array.from({ length: 40 }, (_, index) => `assistant: line ${index}`);
const troubled = caller(1, {
	messages: [
		...spoken('user: I want to speak to a human', ...filler),
		...toolCall('look', '{}', 'Error: the calendar is down', { seconds: 410 }),
	],
	insights: [insightRun('i1', '{"score":"Poor"}')],
});

test(']s and [s walk the turns with a signal, unfold them, and show the reason', async () => {
	const screen = await startScreen({ bundles: [troubled, caller(2)] });
	await screen.waitFor('I want to speak');
	await screen.waitFor('! asked for a person');
	screen.press(']s');
	await screen.waitFor((rows) => /1 of 2: asked for a person: /.test(rows.at(-1) ?? ''));
	expect(screen.state().focus).toBe('transcript');
	screen.press(']');
	await screen.waitFor((rows) => rows.at(-1)?.includes(']s Next turn with a signal') === true);
	screen.press('s');
	await screen.waitFor((rows) => /2 of 2: tool failed: /.test(rows.at(-1) ?? ''));
	const text = await screen.waitFor('! tool failed');
	expect(text.join('\n')).toContain('the calendar is down');
	expect(text.some((row) => row.includes('▌') && row.includes('! tool failed'))).toBe(true);
	screen.press(']s');
	await screen.waitFor('There are no more signals below.');
	screen.press('[s');
	await screen.waitFor((rows) => /1 of 2: asked for a person/.test(rows.at(-1) ?? ''));
	screen.press('[s');
	await screen.waitFor('There are no signals above.');
});

test('the insights start with the signals; Enter goes to the turn of one', async () => {
	const screen = await startScreen({ bundles: [troubled] });
	await screen.waitFor('I want to speak');
	screen.press('3');
	const rows = await screen.waitFor('Signals');
	const text = rows.join('\n');
	expect(text).toMatch(/! asked for a person: /);
	expect(text).toContain('"I want to speak to a human"');
	expect(text).toMatch(/scored Poor: an insight scored it Poor/);
	expect(text).toContain('Summary');
	// The cursor starts on the first signal, not on the heading.
	screen.press('\r');
	await screen.waitFor((now) => /asked for a person: /.test(now.at(-1) ?? ''));
	screen.press('3', 'j', '\r');
	await screen.waitFor((now) => /tool failed: /.test(now.at(-1) ?? ''));
	expect(screen.state().focus).toBe('transcript');
	await screen.waitFor('the calendar is down');
	screen.press('3', 'j', '\r');
	await screen.waitFor('No turn shows this signal');
});

test('a good conversation says so, and its insights are as they were', async () => {
	const screen = await startScreen({ bundles: [caller(1)] });
	await screen.waitFor('hello from 1');
	screen.press(']s');
	await screen.waitFor('This conversation has no signals.');
	screen.press('3');
	const rows = await screen.waitFor('No insights');
	expect(rows.join('\n')).not.toContain('Signals');
});

test('signals without insights show both facts', async () => {
	const screen = await startScreen({ bundles: [caller(1, { messages: troubled.messages })] });
	await screen.waitFor('I want to speak');
	screen.press('3');
	const rows = await screen.waitFor('Signals');
	expect(rows.join('\n')).toContain('No insights');
});

test('a slow answer counts by the setting, and is marked in the transcript', async () => {
	const screen = await startScreen({ bundles: [caller(1)], signals: defaultSignalSettings });
	const rows = await screen.waitFor('! waited');
	const at = rows.findIndex((row) => row.includes('! waited'));
	expect(rows[at + 1]).toContain('good day to 1');
});

test('Esc and keys without a letter cancel a two-stroke key', async () => {
	const screen = await startScreen({ bundles: [caller(1)] });
	await screen.waitFor('hello from 1');
	screen.press(']');
	await screen.waitFor('Esc drop');
	screen.press('\x1b');
	await screen.waitFor((rows) => !rows.join('').includes('Esc drop'));
	screen.press(']]');
	await screen.waitFor((rows) => /Insights/.test(rows[1] ?? '') && screen.state().focus === 'insights');
	screen.press('[', 't');
	await screen.waitFor(() => screen.state().focus === 'transcript');
	screen.press(']x');
	await screen.waitFor(']x has no action. Available:');
});
