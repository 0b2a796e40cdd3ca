import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/server/chaos/catalogue.ts';
import { readSpec } from '../../../src/server/chaos/spec.ts';

function rulesOf(text: string) {
	const spec = readSpec(text);
	if (!spec.ok) throw new Error(spec.problem);
	return spec.rules;
}

describe('a spec', () => {
	test('has rules with methods, a path, a fault, and a selection of requests', () => {
		expect(
			rulesOf('GET /v2/ai/conversations: 429=30s*3; DELETE|PUT: html,done+1\nlatency=100ms-2s@12.5%'),
		).toEqual([
			{
				text: 'GET /v2/ai/conversations: 429=30s*3',
				methods: ['GET'],
				path: '/ai/conversations',
				fault: { kind: 'rate-limit', hint: 'seconds', millis: 30_000 },
				isDone: false,
				skip: 0,
				count: 3,
				share: 1,
			},
			{
				text: 'DELETE|PUT: html,done+1',
				methods: ['DELETE', 'PUT'],
				path: null,
				fault: { kind: 'html', status: 200 },
				isDone: true,
				skip: 1,
				count: null,
				share: 1,
			},
			{
				text: 'latency=100ms-2s@12.5%',
				methods: null,
				path: null,
				fault: { kind: 'latency', from: 100, to: 2000 },
				isDone: false,
				skip: 0,
				count: null,
				share: 0.125,
			},
		]);
		expect(rulesOf(' ; \n')).toEqual([]);
	});

	test('reads a signed time as a value and a later count as a count', () => {
		expect(rulesOf('clock=-1d+2*5@50%')).toMatchObject([
			{ fault: { kind: 'clock', skew: -86_400_000 }, skip: 2, count: 5, share: 0.5 },
		]);
	});

	test.each([
		['nonsense', 'there is no fault "nonsense"; there are'],
		['toString', 'there is no fault "toString"'],
		['GET /ai/conversations:', 'the fault is missing'],
		['GETT: html', 'GETT is not a method'],
		['GET /ai/conversations?limit=5: html', 'cannot have a query'],
		['latency', 'latency needs a value: write latency=300ms'],
		['latency=2s-1s', 'latency cannot be 2s-1s'],
		['429=soon', '429 cannot be soon: write 429 or 429=30s'],
		['html=1000', 'html cannot be 1000'],
		['error=200', 'error cannot be 200'],
		['gzip=1TB', 'gzip cannot be 1TB'],
		['cut=101%', 'cut cannot be 101%'],
		['clock=1h', 'clock cannot be 1h: write clock=+1h'],
		['reset=later', 'reset cannot be later'],
		['types=3', 'types cannot be 3'],
		['html@lots', '@lots is not a share: write @20%'],
		['html,soon', '",soon" cannot follow a fault: only ",done"'],
		['latency=1s,done', 'latency does not replace an answer'],
		['html=200=300', 'html cannot be 200'],
	])('is refused with the problem and the remedy: %s', (text, problem) => {
		const spec = readSpec(`latency=1ms; ${text}`);
		expect(spec).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
		expect(spec).toMatchObject({ problem: expect.stringContaining(`"${text}"`) });
	});

	test('accepts every fault as shown in the help', () => {
		for (const { usage } of Object.values(catalogue)) {
			const forms =
				usage === 'reset=before|during|after'
					? ['reset=before', 'reset=during', 'reset=after']
					: usage.split(' or ');
			for (const form of forms)
				expect(readSpec(/^\d+m?s-/.test(form) ? `latency=${form}` : form)).toMatchObject({ ok: true });
		}
	});

	test('is read or refused for any text, and never throws', () => {
		const part = fc.constantFrom(
			'GET',
			' ',
			'/ai/*',
			':',
			'html',
			'=',
			'200',
			',done',
			'*',
			'+',
			'@',
			'50%',
			';',
			'|',
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(part).map((parts) => parts.join('')),
				),
				(text) => {
					const spec = readSpec(text);
					expect(spec.ok || spec.problem.length > 0).toBe(true);
				},
			),
		);
	});
});
