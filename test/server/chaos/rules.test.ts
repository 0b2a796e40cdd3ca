import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rules } from '../../../src/server/chaos/rules.ts';
import { readSpec } from '../../../src/server/chaos/spec.ts';

function rules(text: string, seed = 1): Rules {
	const spec = readSpec(text);
	if (!spec.ok) throw new Error(spec.problem);
	return new Rules(spec.rules, seed);
}

const struck = (from: Rules, method: string, path: string) =>
	from.strike(method, path).map(({ rule }) => rule.text);

describe('a rule', () => {
	test.each([
		['GET: html', 'GET', '/ai/assistants', true],
		['GET: html', 'POST', '/ai/assistants', false],
		['PUT|POST: html', 'POST', '/ai/assistants', true],
		['/ai/conversations: html', 'GET', '/ai/conversations', true],
		['/ai/conversations: html', 'GET', '/ai/conversations/1', false],
		['/ai/conversations/*: html', 'GET', '/ai/conversations/1', true],
		['/ai/conversations/*: html', 'GET', '/ai/conversations/1/messages', false],
		['/ai/conversations/*: html', 'GET', '/ai/conversations/', false],
		['/ai/**: html', 'GET', '/ai/conversations/1/messages', true],
		['/ai/**/messages: html', 'GET', '/ai/conversations/1/messages', true],
		['/a.i: html', 'GET', '/aXi', false],
	])('%s of %s %s: %s', (text, method, path, expected) => {
		expect(struck(rules(text), method, path).length === 1).toBe(expected);
	});

	test('skips the first matching requests, then applies a limited number of times', () => {
		const some = rules('GET: html+2*3');
		const hits = Array.from({ length: 8 }, () => {
			struck(some, 'POST', '/other');
			return struck(some, 'GET', '/x').length;
		});
		expect(hits).toEqual([0, 0, 1, 1, 1, 0, 0, 0]);
		expect(some.report()).toEqual(['3 of 8: GET: html+2*3']);
	});

	test('applies to its share of the requests', () => {
		const some = rules('html@30%');
		const hits = Array.from({ length: 2000 }, () => struck(some, 'GET', '/x').length);
		const share = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
		expect(share).toBeGreaterThan(0.26);
		expect(share).toBeLessThan(0.34);
	});

	test('applies to the same requests with the same seed, regardless of other requests', () => {
		const request = fc.constantFrom('GET', 'PUT');
		fc.assert(
			fc.property(
				fc.integer({ min: 0 }),
				fc.array(request),
				fc.array(fc.boolean()),
				(seed, methods, mixed) => {
					const one = rules('GET: html@50%; PUT: cut@30%', seed);
					const other = rules('GET: html@50%; PUT: cut@30%', seed);
					for (const [at, method] of methods.entries()) {
						if (mixed[at] === true) struck(other, 'DELETE', '/y');
						expect(struck(one, method, '/x')).toEqual(struck(other, method, '/x'));
					}
				},
			),
		);
	});

	test('starts again when the rules are replaced', () => {
		const some = rules('html*1');
		expect([struck(some, 'GET', '/x').length, struck(some, 'GET', '/x').length]).toEqual([1, 0]);
		const again = readSpec('html*1');
		some.replace(again.ok ? again.rules : []);
		expect(struck(some, 'GET', '/x').length).toBe(1);
	});
});
