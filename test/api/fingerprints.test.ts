import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	fingerprint,
	fingerprintOf,
	isLarge,
	isSameJson,
	takeFingerprint,
} from '../../src/api/fingerprints.ts';
import { Turn } from '../../src/api/turns.ts';
import type { JsonValue } from '../../src/domain/json.ts';
import { parseJsonText } from '../../src/domain/json-source.ts';
import { sourceText } from '../domain/json-texts.ts';

const parsed = (text: string): JsonValue => parseJsonText(text) ?? null;
const many = (last: string): string => `[${'1.10,{"a":"é"},'.repeat(2_000)}${last}]`;

test('a large value has the fingerprint of its JSON, taken with pauses', async () => {
	const value = parsed(many('1'));
	let pauses = 0;
	let clock = 0;
	await takeFingerprint(
		value,
		async () => {
			pauses += 1;
		},
		new Turn(() => {
			clock += 1000;
			return clock;
		}),
	);
	expect(pauses).toBeGreaterThan(4_000);
	expect(fingerprintOf(value)).toBe(fingerprint(many('1')));
});

test('a surrogate pair that falls between two pieces is hashed whole', async () => {
	for (let lead = 65_530; lead < 65_540; lead += 1) {
		const text = `["${'x'.repeat(lead)}","😀😀😀","${'y'.repeat(60_000)}"]`;
		const value = parsed(text);
		await takeFingerprint(value);
		expect(fingerprintOf(value)).toBe(fingerprint(text));
	}
});

test('copies are the same, and other values are not, whichever of them has its fingerprint taken', async () => {
	for (const taken of [[], [0], [1], [0, 1]]) {
		const pair = [parsed(many('1')), parsed(many('1'))] as const;
		const others = [parsed(many('2')), parsed(many('2'))] as const;
		for (const at of taken) await takeFingerprint(at === 0 ? pair[0] : pair[1]);
		expect(isSameJson(pair[0], pair[1])).toBe(true);
		expect(isSameJson(pair[0], others[1])).toBe(false);
		expect(isSameJson(others[0], pair[1])).toBe(false);
	}
});

test('any two values are the same exactly if their JSON is', async () => {
	await fc.assert(
		fc.asyncProperty(sourceText, sourceText, async (one, other) => {
			const [a, b] = [parsed(one), parsed(other)];
			expect(isSameJson(a, parsed(one))).toBe(true);
			expect(isSameJson(a, b)).toBe(fingerprintOf(a) === fingerprintOf(b));
		}),
	);
});

test.each([
	['a long text', `"${'x'.repeat(100_001)}"`, true],
	['a long text inside', `{"a":[{"b":"${'x'.repeat(100_001)}"}]}`, true],
	['long keys', `{"${'k'.repeat(60_000)}":1,"${'l'.repeat(60_000)}":2}`, true],
	['many numbers', `[${'1.10,'.repeat(2_000)}1]`, true],
	['many members on many levels', `${'{"a":'.repeat(2_001)}1${'}'.repeat(2_001)}`, true],
	['a text just short enough', `"${'x'.repeat(100_000)}"`, false],
	['as many numbers as are allowed', `[${'1,'.repeat(1_999)}1]`, false],
	['an ordinary row', '{"id":"a","metadata":{"tier":"gold"},"name":null}', false],
])('%s', (_, text, expected) => {
	expect(isLarge(parsed(text))).toBe(expected);
});
