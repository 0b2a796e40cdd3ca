import { describe, expect, test } from 'vitest';
import { metadataBlocks } from '../../../src/ui/lines/metadata-blocks.ts';
import { firstPage, instead } from '../between.ts';
import { caller, callers, insightRun, spoken, toolCall } from '../bundles.ts';
import type { Between } from '../screen-harness.tsx';
import { startScreen } from '../screen-harness.tsx';

/** `JSON.parse` reads it, `JSON.stringify` has not the stack to write it. */
const deep = `${'['.repeat(9000)}${']'.repeat(9000)}`;

/** A list of one row, as text: what is too deep for `JSON.stringify` stands where it says `"@"`. */
function listOfOne(row: object): Between {
	const text = JSON.stringify({ data: [row] }).replace('"@"', deep);
	return instead(firstPage, () => new Response(text, { headers: { 'content-type': 'application/json' } }));
}

describe('what is nested too deep is told of, and does not end the program', () => {
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
		await screen.waitFor('(nested too deep to show)');
	});

	test('in a row that cannot be read', async () => {
		const screen = await startScreen({ between: listOfOne({ created_at: 'yesterday', much: '@' }) });
		await screen.waitFor('unreadable row');
	});
});

describe('what has more rows than a call has arguments is shown', () => {
	const rows = 200_000;

	test('a message, a tool’s answer and an insight of nothing but line ends', async () => {
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

	test('metadata of that many keys', () => {
		const metadata = Object.fromEntries(Array.from({ length: rows }, (_, index) => [`k${index}`, '']));
		const conversation = { id: 'x', name: null, createdAt: null, lastMessageAt: null, metadata, raw: {} };
		const blocks = metadataBlocks(conversation, { width: 60, wrapped: true, assistants: new Map() });
		expect(blocks).toHaveLength(rows + 5);
	});
});
