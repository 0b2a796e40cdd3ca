import { basename, dirname } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantFromMillis } from '../../src/domain/instant.ts';
import { accountFolder, plainName, stampedAt, stampOf } from '../../src/records/file-names.ts';

test.each([
	['demo', '/state/demo'],
	['api.telnyx.com', '/state/api.telnyx.com'],
	['localhost:8080', '/state/localhost_3a8080'],
	['[::1]:8080', '/state/_5b_3a_3a1_5d_3a8080'],
	['@prod', '/state/@prod'],
	['..', '/state/_2e.'],
	['', '/state/_'],
])('an account %j has its records in %s', (profile, folder) => {
	expect(accountFolder('/state', profile)).toBe(folder);
});

test('for any name, an account’s folder is one level below, and no two accounts share one', () => {
	const name = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 30 }),
		fc.constantFrom('..', '.', '/', 'a/../b', '_2e.'),
	);
	fc.assert(
		fc.property(name, name, (one, two) => {
			const [first, second] = [accountFolder('/state', one), accountFolder('/state', two)];
			expect(dirname(first)).toBe('/state');
			expect(basename(first)).not.toMatch(/^\.|[^a-z0-9.@_-]/);
			expect(first === second).toBe(one.toLowerCase() === two.toLowerCase());
		}),
	);
});

test('a stamp is parsed back, and sorts like its instant', () => {
	const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) }).map(instantFromMillis);
	fc.assert(
		fc.property(instant, instant, (one, two) => {
			expect(stampedAt(`${stampOf(one)}-x`)).toBe(one);
			expect(stampOf(one) < stampOf(two)).toBe(one < two);
		}),
	);
	expect(stampedAt('20261332T000000.000000Z-x')).toBeNull();
	expect(stampedAt('notes.txt')).toBeNull();
});

test('a plain name keeps no path characters', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(plainName(text)).toMatch(/^[A-Za-z0-9-]{0,64}$/);
		}),
	);
});
