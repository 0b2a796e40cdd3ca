import { expect, test } from 'vitest';
import { countText } from '../../src/text/count.ts';

test.each([
	[0, '0'],
	[999, '999'],
	[2098, '2,098'],
	[100_000, '100,000'],
	[1_234_567, '1,234,567'],
])('%i is formatted as %s', (count, text) => {
	expect(countText(count)).toBe(text);
});
