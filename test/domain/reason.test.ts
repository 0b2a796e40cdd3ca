import { expect, test } from 'vitest';
import { reasonOf } from '../../src/domain/reason.ts';

test.each([
	['the message of an error', new TypeError('fetch failed'), 'fetch failed'],
	['a thrown text itself', 'no disk', 'no disk'],
	['any other thrown value as text', undefined, 'undefined'],
])('the reason is %s', (_, thrown, reason) => {
	expect(reasonOf(thrown)).toBe(reason);
});
