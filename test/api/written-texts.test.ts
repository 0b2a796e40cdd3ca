import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeInsightResult, decodeMessage, withTexts } from '../../src/api/decode.ts';
import { Turn } from '../../src/api/turns.ts';
import { textOf, writeInTurns } from '../../src/api/written-texts.ts';
import { jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { sourceText } from '../domain/json-texts.ts';

test('JSON in the place of text is written as at one go, with a pause after each part', async () => {
	await fc.assert(
		fc.asyncProperty(sourceText, async (text) => {
			const value = parseJsonText(text) ?? null;
			let clock = 0;
			let pauses = 0;
			const pause = async (): Promise<void> => {
				pauses += 1;
			};
			const now = (): number => {
				clock += 1000;
				return clock;
			};
			await writeInTurns([value], pause, new Turn(now));
			expect(textOf(value)).toBe(value === null ? '' : typeof value === 'string' ? value : jsonText(value));
			const members = Array.isArray(value) ? value.length : 0;
			expect(pauses).toBeGreaterThanOrEqual(members);
		}),
	);
});

test('rows with it are decoded as those without pauses are', async () => {
	const result = { score: 'Poor', list: [1, { a: null }] };
	const insight = { id: 'r', status: 'completed', conversation_insights: [{ insight_id: 'i', result }] };
	expect(await withTexts(decodeInsightResult)(insight)).toEqual(decodeInsightResult(insight));
	const message = {
		role: 'assistant',
		tool_calls: [{ id: 'c', function: { name: 'f', arguments: result } }],
	};
	expect(await withTexts(decodeMessage)(message)).toEqual(decodeMessage(message));
	for (const odd of [
		null,
		'x',
		[1],
		{ role: 'user', tool_calls: 'none' },
		{ id: 'r', conversation_insights: [null] },
	])
		expect(await withTexts(decodeMessage)(odd)).toEqual(decodeMessage(odd));
});
