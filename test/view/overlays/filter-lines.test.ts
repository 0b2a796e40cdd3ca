import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { parsePastedQuery } from '../../../src/filter/query-text/pasted-query.ts';
import { draftOf, filterRows } from '../../../src/state/filter/filter-draft.ts';
import { type Line, lineText, span } from '../../../src/text/line.ts';
import { safe } from '../../../src/text/safe.ts';
import { filterRowLine, requestFrom } from '../../../src/view/overlays/filter-lines.ts';
import { unicodeGlyphs } from '../../../src/view/theme.ts';

const context = { now: instantFromMillis(0), zone: () => 0 };

/** Rows of a request; the `marked` one holds the part under the cursor. */
const request = (marked: number): readonly Line[] =>
	['GET one', 'two', 'three', 'four'].map((text, at) => [span(at === marked ? 'match' : 'dim', safe(text))]);

describe('a request in too few rows', () => {
	test.each([
		[-1, ['GET one', 'two…']],
		[0, ['GET one', 'two…']],
		[1, ['GET one', 'two…']],
		[2, ['… three', 'four']],
		[3, ['… three', 'four']],
	])('with the marked part in row %i says where it is cut', (marked, shown) => {
		expect(requestFrom(request(marked), 2, 20).map(lineText)).toEqual(shown);
	});

	test('is whole where there is room', () => {
		expect(requestFrom(request(3), 4, 20).map(lineText)).toEqual(['GET one', 'two', 'three', 'four']);
	});
});

test.each([
	['null', 'name has no value', 'name has a value'],
	['not_null', 'name has a value', 'name has no value'],
	['true', 'name is true', 'name is not true'],
	['unknown', 'name is neither true nor false', 'name is true or false'],
] as const)('a row for the value %s and its negation are one sentence each', (operand, said, negated) => {
	const words = (isNegated: boolean): string => {
		const draft = draftOf(parsePastedQuery(`name=${isNegated ? 'not.' : ''}is.${operand}`));
		const [row] = filterRows(draft);
		if (row === undefined) throw new TypeError('The draft has no row.');
		return lineText(filterRowLine(row, draft, undefined, context, unicodeGlyphs, 60)).trim();
	};
	expect(words(false)).toBe(said);
	expect(words(true)).toBe(negated);
});
