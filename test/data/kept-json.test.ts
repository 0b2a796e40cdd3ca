import { replaceEqualDeep } from '@tanstack/react-query';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { sourceText } from '../domain/json-texts.ts';

test('the cache keeps the JSON text of the newest answer, equal or changed', () => {
	fc.assert(
		fc.property(sourceText, sourceText, (before, after) => {
			const page = (text: string) =>
				parseJsonText(`{"rows":[{"raw":${text}},{"raw":{"7":1.10,"b":1,"b":2}}]}`);
			for (const [old, next] of [
				[before, after],
				[before, before],
			] as const) {
				const kept = replaceEqualDeep(page(old), page(next));
				expect(jsonText(kept ?? null)).toBe(jsonText(page(next) ?? null));
			}
		}),
	);
});
