import { describe, expect, test } from 'vitest';
import { metadataBlocks } from '../../../src/view/conversation/metadata-blocks.ts';
import { firstPage, instead } from '../between.ts';
import { caller, callers, insightRun, spoken, toolCall } from '../bundles.ts';
import type { Between } from '../screen-harness.tsx';
import { startScreen } from '../screen-harness.tsx';

/** `JSON.parse` reads it, but `JSON.stringify` overflows the stack. */
const deep = `${'['.repeat(9000)}"deep"${']'.repeat(9000)}`;

/** A list of one row, as text; the deep JSON replaces `"@"`. */
function listOfOne(row: object): Between {
	const text = JSON.stringify({ data: [row] }).replace('"@"', deep);
	return instead(firstPage, () => new Response(text, { headers: { 'content-type': 'application/json' } }));
}

describe('very deep JSON is shown and does not end the program', () => {
	test('in a tool’s answer, which is searched too', async () => {
		const messages = [...spoken('user: hi'), ...toolCall('look', deep, deep)];
		const screen = await startScreen({ bundles: [caller(1, { messages })] });
		await screen.waitFor('look');
		screen.press('2', 'G', '\r');
		await screen.waitFor('arguments (call_look)');
		screen.press('/', 'deep');
		await screen.waitFor('1 of 2');
	});

	test.each(['from', 'anything'])('in metadata (%s)', async (key) => {
		const { conversation } = caller(1);
		const between = listOfOne({ ...conversation, metadata: { [key]: '@' } });
		const screen = await startScreen({ bundles: callers(1), between });
		await screen.waitFor('hello from 1');
		screen.press('4');
		await screen.waitFor('[[[[[[');
	});

	test('in a row that cannot be read', async () => {
		const screen = await startScreen({ between: listOfOne({ created_at: 'yesterday', much: '@' }) });
		await screen.waitFor('unreadable row');
	});
});

describe('more rows than a call can have arguments are shown', () => {
	const rows = 200_000;

	test('a message, a tool’s answer and an insight of only line ends', async () => {
		const flood = `first${'\n'.repeat(rows)}last`;
		const messages = [...spoken(`user: ${flood}`), ...toolCall('look', '{}', flood)];
		const screen = await startScreen({
			bundles: [caller(1, { messages, insights: [insightRun('i1', flood)] })],
		});
		await screen.waitFor('first');
		screen.press('2', '/', 'last');
		await screen.waitFor('1 of 2');
		screen.press('\r', '3');
		await screen.waitFor('Summary');
	});

	test('metadata of that many keys, as far as they are laid out', () => {
		const metadata = Object.fromEntries(Array.from({ length: rows }, (_, index) => [`k${index}`, '']));
		const conversation = { id: 'x', name: null, createdAt: null, lastMessageAt: null, metadata, raw: {} };
		const blocks = metadataBlocks(conversation, { width: 60, wrapped: true, assistants: new Map() });
		expect(blocks).toHaveLength(2000 + 6);
		expect(blocks.at(-1)?.search).toBe('(198,000 more keys; X exports them all)');
	});
});

test('a message of ten megabytes is cut, with a note on the rest', async () => {
	const screen = await startScreen({
		bundles: [caller(1, { messages: spoken(`user: begin ${'wörd '.repeat(2_000_000)}`, 'assistant: bye') })],
	});
	await screen.waitFor('begin');
	screen.press('2', '/', 'cut here');
	await screen.waitFor('1 of 1');
	expect(screen.text()).toMatch(/cut here: 9,[\d,]+ more/);
	screen.press('\r', 'G');
	await screen.waitFor('bye');
});
