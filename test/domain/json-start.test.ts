import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonStart, jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { sourceText } from './json-texts.ts';

test('the start of a value is how its whole text begins', () => {
	fc.assert(
		fc.property(sourceText, fc.integer({ min: 0, max: 60 }), (text, most) => {
			const value = parseJsonText(text) ?? null;
			const start = jsonStart(value, most);
			expect(jsonText(value).startsWith(start)).toBe(true);
			expect(start.length).toBeGreaterThanOrEqual(Math.min(most, jsonText(value).length));
		}),
	);
});

test('of a list of a million numbers only the start is written', () => {
	let read = 0;
	const numbers = new Proxy(
		Array.from({ length: 1_000_000 }, () => 1),
		{
			get: (target, key) => {
				read += 1;
				return Reflect.get(target, key);
			},
		},
	);
	expect(jsonStart(numbers, 100)).toHaveLength(102);
	expect(read).toBeLessThan(500);
});
