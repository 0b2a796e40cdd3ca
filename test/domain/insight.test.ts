import { expect, test } from 'vitest';
import { insightTitle } from '../../src/domain/insight.ts';

const names = new Map([
	['i1', 'Summary'],
	['i2', '  '],
]);

test('an insight has the title of its template, or its id where there is no name', () => {
	expect(insightTitle('i1', names)).toBe('Summary');
	expect(insightTitle('i2', names)).toBe('insight i2');
	expect(insightTitle('i3', names)).toBe('insight i3');
});
