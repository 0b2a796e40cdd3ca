import { describe, expect, test } from 'vitest';
import { conversation } from '../../store/fixtures.ts';
import { holding } from '../between.ts';
import { caller, callers, idOf, insightRun, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

const searched = caller(1, {
	conversation: conversation(idOf(1), {
		name: 'Searched',
		metadata: { note_a: 'a NEEDLE here', note_b: 'and a needle', note_c: 'needle too' },
	}),
	messages: spoken('user: one needle', 'assistant: another Needle', 'user: no such thing', 'user: needle'),
	insights: [insightRun('i1', 'a needle\nand a needle'), insightRun('i2', '{"found":"needle"}')],
});

describe('finding', () => {
	test.each([
		['transcript', '2', 3],
		['insights', '3', 3],
		['metadata', '4', 3],
		['raw', '5', 9],
	])('in %s counts what it finds, whatever the case, and n and N go round', async (pane, key, count) => {
		const screen = await startScreen({ bundles: [searched] });
		await screen.waitFor('another Needle');
		screen.press(key);
		await screen.waitFor((rows) => rows.join('').includes(pane === 'raw' ? '// insight results' : 'eedle'));
		screen.press('/', 'n', 'e', 'e', 'd', 'l', 'e');
		await screen.waitFor(new RegExp(`\\b1 of ${count}\\b`));
		screen.press('\r');
		await screen.waitFor('find needle 1 of');
		screen.press('n');
		await screen.waitFor(new RegExp(`\\b2 of ${count}\\b`));
		screen.press('N', 'N');
		await screen.waitFor(new RegExp(`\\b${count} of ${count}\\b`));
		screen.press('n');
		await screen.waitFor(new RegExp(`\\b1 of ${count}\\b`));
	});

	test('} keeps the search, before the first hit of the next conversation', async () => {
		const second = caller(2, {
			conversation: conversation(idOf(2), { name: 'Second', last_message_at: '2026-11-19T10:00:00Z' }),
			messages: spoken('user: a needle', 'assistant: no', 'user: needle'),
		});
		const screen = await startScreen({ bundles: [searched, second] });
		await screen.waitFor('another Needle');
		screen.press('2', '/');
		screen.paste('needle');
		screen.press('\r', '}');
		await screen.waitFor('find needle 0 of 2');
		screen.press('n');
		await screen.waitFor('find needle 1 of 2');
		screen.press('}', '{');
		await screen.waitFor('find needle 0 of 3');
		screen.press('N');
		await screen.waitFor('find needle 3 of 3');
	});

	test('a hit inside a folded tool call unfolds it', async () => {
		const messages = [...spoken('user: hi'), ...toolCall('look', '{}', '{"deep":"treasure"}')];
		const screen = await startScreen({ bundles: [caller(1, { messages })] });
		await screen.waitFor('look');
		expect(screen.text()).not.toContain('treasure');
		screen.press('\r', '/');
		screen.paste('treasure');
		await screen.waitFor('"deep": "treasure"');
		expect(screen.text()).toContain('1 of 1');
	});

	test('counts and highlights speech, not the clock or the speaker beside it', async () => {
		const messages = spoken('user: the user said so', 'assistant: nothing');
		const screen = await startScreen({ bundles: [caller(1, { messages })] });
		await screen.waitFor('said so');
		screen.press('2', '/');
		screen.paste('user');
		await screen.waitFor('1 of 1');
		const row =
			screen
				.raw()
				.split('\n')
				.find((line) => line.includes('said so')) ?? '';
		// The theme without colours marks the current hit in inverse: once in this row.
		expect(row.split('\u001b[7m').length - 1).toBe(1);
	});

	test('scrolls to a hit out of view', async () => {
		const lines = Array.from({ length: 300 }, (_, index) => `user: line ${index}.`);
		const screen = await startScreen({ bundles: [caller(1, { messages: spoken(...lines) })] });
		await screen.waitFor('line 0.');
		screen.press('\r', '/');
		screen.paste('line 250.');
		await screen.waitFor(/▌.*line 250\./);
	});

	test('a text without hits is reported, and Esc ends the search', async () => {
		const screen = await startScreen({ bundles: [searched] });
		await screen.waitFor('another Needle');
		screen.press('2', '/', 'z', 'q');
		await screen.waitFor('no hit');
		screen.press('\r');
		await screen.waitFor('This pane does not contain “zq”.');
		screen.press('n');
		await screen.waitFor('This pane does not contain “zq”.');
		screen.press('\x1b');
		await screen.waitFor('Enter unfold');
		expect(screen.state().find).toBeNull();
	});

	test('pattern characters are plain text', async () => {
		const bundle = caller(1, { messages: spoken('user: costs $5 (a.b)*', 'user: aXb') });
		const screen = await startScreen({ bundles: [bundle] });
		await screen.waitFor('aXb');
		screen.press('2', '/');
		screen.paste('(a.b)*');
		await screen.waitFor('1 of 1');
	});

	test('Esc in the prompt cancels the search', async () => {
		const screen = await startScreen({ bundles: [searched] });
		await screen.waitFor('another Needle');
		screen.press('2', '/', 'n');
		await screen.waitFor('find: n');
		screen.press('\x1b');
		await screen.waitFor('Enter unfold');
		expect(screen.state().find).toBeNull();
	});
});

test('a search in a hidden tab does not report missing hits, and returns with its tab', async () => {
	const screen = await startScreen({ bundles: [searched] });
	await screen.waitFor('one needle');
	screen.press('5', '/', 'needle', '\r');
	await screen.waitFor('find needle 1 of 9');
	screen.press('2');
	const rows = await screen.waitFor((now) => !/find needle/.test(now.at(-1) ?? ''));
	expect(rows.at(-1)).toContain('/ find');
	screen.press('n');
	await screen.waitFor('The search for “needle” is in raw, which is not on screen.');
	screen.press('5');
	await screen.waitFor('find needle 1 of 9');
});

test('a message beside a prompt leaves room to type', async () => {
	const size = { columns: 60, rows: 20 };
	const screen = await startScreen({ bundles: callers(2), size });
	await screen.waitFor('Caller 1');
	const { between, release } = holding(/nosuch$/);
	screen.intervene(between);
	screen.press('o');
	screen.paste('nosuch');
	screen.press('\r');
	await screen.waitFor('Looking for');
	screen.press('/');
	await screen.waitFor('find:');
	screen.press('a long thing');
	await screen.waitFor('a long thing');
	release();
	const rows = await screen.waitFor('No conversation has');
	expect(rows.at(-1)).toContain('a long thing');
});

test('in the list a clock or a length is neither counted nor highlighted', async () => {
	const screen = await startScreen({ bundles: callers(3), level: 1 });
	await screen.waitFor('Caller 3');
	screen.press('/', '11:5');
	await screen.waitFor('No loaded row contains');
	expect(screen.raw()).not.toContain('\x1b[43m');
	screen.press('\x15', 'caller');
	await screen.waitFor('3 of 3 loaded');
	expect(screen.raw()).toContain('\x1b[43mCaller');
});
