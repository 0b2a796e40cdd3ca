import { expect, test } from 'vitest';
import { type Decoded, decodedValues, isNullRow } from '../../src/domain/decoded.ts';

test('a row that cannot be read keeps its place, and only a null row holds nothing', () => {
	const rows: readonly Decoded<string | null>[] = [
		{ ok: true, value: 'a' },
		{ ok: false, problem: 'It has no id.', raw: {} },
		{ ok: false, problem: 'It is null.', raw: null },
		{ ok: true, value: null },
	];
	expect(rows.map(isNullRow)).toEqual([false, false, true, false]);
	expect(decodedValues(rows)).toEqual(['a', null]);
});
