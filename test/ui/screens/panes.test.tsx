import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../../src/domain/wire.ts';
import { holding, instead, refusal } from '../between.ts';
import { caller, callers, idOf, insightRun, secondsBeforeNoon, spoken, toolCall } from '../bundles.ts';
import { startScreen } from '../screen-harness.tsx';

/** The row under the transcript's cursor, from its pane's border on. */
function turnUnderCursor(rows: readonly string[]): string {
	return rows.map((row) => row.split('││').at(-1) ?? '').find((row) => row.startsWith('▌')) ?? '';
}

const withTools = caller(1, {
	messages: [
		...spoken('user: where is my parcel', 'assistant: let me look'),
		...toolCall('find_parcel', '{"number":"P-77"}', '{"place":"Leipzig","open":true}', { seconds: 15 }),
		...toolCall('notify', '{}', null, { seconds: 18 }),
	],
	insights: [
		insightRun('i1', 'The caller looks for a parcel.'),
		insightRun('i2', '{"mood":"calm","score":4}', { created_at: secondsBeforeNoon(90) }),
		insightRun('i3', '', { status: 'pending', conversation_insights: [] }),
		insightRun('i4', '', { status: 'failed', conversation_insights: [] }),
	],
});

describe('a pane without borders (Z)', () => {
	const box = /[─│╭╮╰╯]/;

	test.each(['1', '2', '4'])(
		'has no border sign in any of its rows, for the selection of the terminal: %s',
		async (pane) => {
			const screen = await startScreen({ bundles: [withTools] });
			await screen.waitFor('where is my parcel');
			screen.press(pane, 'Z');
			const rows = await screen.waitFor('No borders: select text with the mouse. Z brings them back.');
			expect(rows.filter((row) => box.test(row))).toEqual([]);
			expect(rows).toHaveLength(40);
			screen.press('Z');
			await screen.waitFor(/╭─ Conversations .*╭─ Transcript/);
		},
	);

	test('follows the focus and the keys of the list, and Esc ends it', async () => {
		const screen = await startScreen({ bundles: callers(3) });
		await screen.waitFor('hello from 1');
		screen.press('Z', 'j', '2');
		await screen.waitFor(
			(rows) => rows.some((row) => row.includes('hello from 2')) && !box.test(rows.join('')),
		);
		screen.press('\x1b');
		await screen.waitFor(/╭─ Conversations .*╭─ Transcript/);
		expect(screen.state().focus).toBe('transcript');
	});
});

describe('the panes of a conversation', () => {
	test('Enter goes into the transcript, j moves from turn to turn', async () => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('where is my parcel');
		screen.press('\r');
		await screen.waitFor((rows) => turnUnderCursor(rows).includes('where is'));
		screen.press('j');
		await screen.waitFor((rows) => turnUnderCursor(rows).includes('let me look'));
		screen.press('j');
		await screen.waitFor((rows) => turnUnderCursor(rows).includes('▸ find_parcel'));
	});

	test('Enter on a tool call unfolds its arguments and its result, and folds them', async () => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('find_parcel');
		expect(screen.text()).toContain('✓ 2 fields');
		expect(screen.text()).toContain('✗ no answer');
		screen.press('\r', 'j', 'j', '\r');
		await screen.waitFor('"place": "Leipzig"');
		expect(screen.text()).toContain('"number": "P-77"');
		expect(screen.text()).toContain('result (paired by id)');
		screen.press('\r');
		await screen.waitFor((rows) => !rows.join().includes('"place": "Leipzig"'));
	});

	test('a folded tool call that failed shows its error in its row', async () => {
		const failed = caller(1, {
			messages: [
				...spoken('user: refund me', 'assistant: one moment'),
				...toolCall('refund', '{"order":"P-77","amount":12}', '{"error":{"message":"card declined"}}', {
					seconds: 15,
				}),
			],
		});
		const screen = await startScreen({ bundles: [failed] });
		await screen.waitFor(/▸ refund .*✗ failed: card declined /);
	});

	test('U unfolds all tool calls, from any pane, and folds them again', async () => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('find_parcel');
		screen.press('U');
		await screen.waitFor('"place": "Leipzig"');
		await screen.waitFor('no result arrived');
		screen.press('2', 'U');
		await screen.waitFor((rows) => !rows.join().includes('"place": "Leipzig"'));
		screen.press('4', 'U');
		await screen.waitFor('The transcript is not on the screen: press 2.');
	});

	test.each([
		['3', 'The caller looks for a parcel.'],
		['4', 'telnyx_end_user_target'],
		['5', '// messages in server order: 5 of 5'],
		['2', 'where is my parcel'],
		['1', 'Conversations'],
	])('%s goes to the pane that shows “%s”', async (key, words) => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('where is my parcel');
		screen.press(key);
		await screen.waitFor(words);
	});

	test('Tab goes round, Shift-Tab back, and l stops at the last pane', async () => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('where is my parcel');
		screen.press('\t');
		expect(screen.state().focus).toBe('transcript');
		screen.press('\t');
		expect(screen.state().focus).toBe('list');
		screen.press('\x1b[Z');
		expect(screen.state().focus).toBe('transcript');
		screen.press('l');
		expect(screen.state().focus).toBe('transcript');
		screen.press('h', 'h');
		expect(screen.state().focus).toBe('list');
	});

	test('insights: names, structured results as a tree, every status in words', async () => {
		const screen = await startScreen({ bundles: [withTools] });
		await screen.waitFor('where is my parcel');
		screen.press('3');
		const text = (await screen.waitFor('✓ completed')).join('\n');
		expect(text).toContain('Summary');
		expect(text).toMatch(/mood\W+calm/);
		expect(text).toContain('· pending');
		expect(text).toContain('Waiting to be scored');
		expect(text).toContain('✗ failed');
	});

	test('insights: names that cannot be read are said, are no error of the insights, and are asked for once', async () => {
		const screen = await startScreen({
			bundles: [withTools],
			between: instead(/^\/ai\/conversations\/insights/, () => refusal(403, '10010', 'No', 'Not for you')),
		});
		await screen.waitFor('where is my parcel');
		screen.press('3');
		const text = (await screen.waitFor('The caller looks for a parcel.')).join('\n');
		expect(text).toContain('The names of the insights could not be read');
		expect(text).toContain('insight template-1');
		expect(text).not.toContain('Insights: ');
		// Another filter, another list: the names are not asked for again.
		screen.press('1', '=', 'name:nothing', '\r');
		await screen.waitFor('No conversations match');
		screen.press('F');
		await screen.waitFor('The caller looks for a parcel.');
		const asked = screen.requests.filter((one) => one.includes('/conversations/insights'));
		expect(asked).toHaveLength(1);
	});

	test('a conversation without messages and insights says so in words', async () => {
		const screen = await startScreen({ bundles: [caller(1, { messages: [] })] });
		await screen.waitFor('This conversation has no messages.');
		screen.press('3');
		await screen.waitFor('No insights yet, or none are set up');
		expect(screen.text().replaceAll(/[\s│]+/g, ' ')).toContain('are set up for this assistant.');
	});

	test('loading parts say so', async () => {
		const { between, release } = holding(/\/(?:messages|conversations-insights)/);
		const screen = await startScreen({ bundles: [withTools], between });
		await screen.waitFor('Loading transcript');
		screen.press('3');
		await screen.waitFor('Loading insights');
		release();
		await screen.waitFor('The caller looks for a parcel.');
	});

	test('J and K scroll the conversation from the list, and the list from the conversation', async () => {
		const lines = Array.from({ length: 90 }, (_, index) => `user: line ${index}.`);
		const bundles = [caller(1, { messages: spoken(...lines) }), ...callers(5).slice(1)];
		const screen = await startScreen({ bundles });
		await screen.waitFor('line 0.');
		screen.press('J');
		await screen.waitFor((rows) => !rows.join().includes('line 2.') && rows.join().includes('line 3.'));
		screen.press('K');
		await screen.waitFor('line 0.');
		screen.press('\r', 'J');
		await screen.waitFor('hello from 2');
		expect(screen.state().focus).toBe('transcript');
	});
});

describe('refreshing a pane', () => {
	test('r in the transcript loads new messages', async () => {
		const screen = await startScreen({ bundles: callers(2) });
		await screen.waitFor('hello from 1');
		screen.press('\r');
		const row = screen.store.conversations.rowOf(idOf(1));
		screen.store.messages.add(row ?? -1, { role: 'user', text: 'one thing more' });
		screen.press('r');
		await screen.waitFor('one thing more');
	});

	test('r in metadata brings the metadata as it is now', async () => {
		const screen = await startScreen({ bundles: callers(2) });
		await screen.waitFor('hello from 1');
		screen.press('4');
		await screen.waitFor('metadata (3)');
		screen.store.conversations.updateMetadata(idOf(1), { ai_disabled: 'true' }, 'merge');
		screen.press('r');
		await screen.waitFor('AI disabled');
		expect(screen.text()).toContain('metadata (4)');
	});
});

test('5,000 messages open, scroll to their end and back', async () => {
	const messages = Array.from(
		{ length: 5000 },
		(_, index): WireMessage => ({
			role: index % 2 === 0 ? 'user' : 'assistant',
			text: `line ${index}.`,
			sent_at: secondsBeforeNoon(9000 - index),
		}),
	);
	const screen = await startScreen({ bundles: [caller(1, { messages })] });
	await screen.waitFor('line 0.');
	await screen.waitFor('· 5000 messages');
	screen.press('\r', 'G');
	await screen.waitFor((rows) => turnUnderCursor(rows).includes('line 4999.'));
	screen.press('g');
	await screen.waitFor((rows) => turnUnderCursor(rows).includes('line 0.'));
});

test('a key in one chunk with the opening key acts on the new conversation', async () => {
	const long = (name: string) => spoken(...Array.from({ length: 80 }, (_, line) => `user: ${name} ${line}`));
	const bundles = [
		caller(1, { messages: long('short').slice(0, 50) }),
		caller(2, { messages: long('long') }),
	];
	const screen = await startScreen({ bundles, restMillis: 60_000 });
	await screen.waitFor('short 1');
	screen.press('j', '2G');
	// Nothing is loaded yet, so there is no bottom: the reader is at the top.
	await screen.waitFor('long 0');
});
