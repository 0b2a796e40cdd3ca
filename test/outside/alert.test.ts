import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertSequence } from '../../src/outside/alert.ts';
import { safe } from '../../src/text/safe.ts';

describe('an alert', () => {
	test.each([
		['rings without a text', null, {}, '\u0007'],
		['is OSC 9 in most terminals', 'a; b', { TERM: 'xterm-256color' }, '\u001b]9;tconv: a; b\u0007'],
		['is OSC 777 where that is known', 'a; b', { TERM: 'foot' }, '\u001b]777;notify;tconv;a, b\u0007'],
		[
			'also where the library says who it is',
			'a',
			{ VTE_VERSION: '7600' },
			'\u001b]777;notify;tconv;a\u0007',
		],
		['goes through tmux', 'a', { TMUX: '/tmp/x,1,0' }, '\u001bPtmux;\u001b\u001b]9;tconv: a\u0007\u001b\\'],
		['rings on the Linux console, which would print it', 'a', { TERM: 'linux' }, '\u0007'],
	])('%s', (_, text, environment, wanted) => {
		expect(alertSequence(text === null ? null : safe(text), environment)).toBe(wanted);
	});

	test('holds nothing that ends it early or steers, whatever the text, and has an end to its length', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				for (const environment of [{}, { TERM: 'rxvt' }]) {
					const sequence = alertSequence(safe(text), environment);
					expect(sequence.slice(1, -1)).not.toMatch(/\p{Cc}/u);
					expect(sequence.length).toBeLessThan(4000);
				}
			}),
		);
	});
});
