import { describe, expect, test } from 'vitest';
import { type Line, lineText, span } from '../../../src/text/line.ts';
import { safe } from '../../../src/text/safe.ts';
import { requestFrom } from '../../../src/view/overlays/filter-lines.ts';

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
