import { expect, test } from 'vitest';
import type { Wait } from '../../src/api/waits.ts';
import { waitWords } from '../../src/view/wait-words.ts';

const wait = (change: Partial<Wait>): Wait => ({
	why: 'slow',
	since: 0,
	attempt: 1,
	most: 3,
	until: null,
	...change,
});

test.each<[readonly Wait[], number, string]>([
	[[], 120, ''],
	[[wait({})], 60, 'no answer for 12 s'],
	[[wait({ attempt: 2 })], 120, 'no answer for 12 s, try 2 of 3 (Esc ends the wait)'],
	[[wait({ why: 'retrying', attempt: 3, until: 13_500 })], 60, 'failed, try 3 of 3 in 2.0 s'],
	[[wait({ why: 'rate-limited', until: 40_000 })], 80, 'rate limited, retry in 28 s'],
	[[wait({ why: 'rate-limited', until: 40_000 })], 79, 'rate limited, 28 s'],
	[[wait({ why: 'rate-limited', until: 10_000 })], 80, 'rate limited, retry in 0.0 s'],
	[[wait({ why: 'held-back', until: 13_000 })], 80, 'the server fails, retrying each second'],
	[[wait({ why: 'held-back', until: 13_000 })], 60, 'retrying each second'],
	[
		[wait({}), wait({ why: 'rate-limited', until: 15_000 }), wait({ why: 'rate-limited', until: 20_000 })],
		80,
		'rate limited, retry in 8.0 s',
	],
])('%j', (waits, columns, words) => {
	expect(waitWords(waits, 12_000, columns)).toBe(words);
});
