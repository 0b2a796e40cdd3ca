import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../src/domain/instant.ts';
import { at, testStore } from './fixtures.ts';

const hour = 60 * 60 * 1_000_000;
const start = at('2026-11-22T12:00:00Z');
const later = (micros: number) => (start + micros) as Instant;
const answer = { fingerprint: 'f', status: 200, body: '{"id":"é"}' };

test('a saved answer is there for 24 hours to the microsecond, whatever is saved in between', async () => {
	const store = await testStore();
	fc.assert(
		fc.property(fc.uuid(), fc.array(fc.nat(48 * 60), { maxLength: 5 }), (key, minutes) => {
			store.idempotency.save(key, answer, start);
			expect(store.idempotency.find(key, start)).toEqual(answer);
			for (const minute of minutes.toSorted((a, b) => a - b)) {
				const now = later(minute * 60_000_000);
				store.idempotency.save(`other-${key}`, { ...answer, status: 201 }, now);
				expect(store.idempotency.find(key, now)).toEqual(minute < 24 * 60 ? answer : null);
				expect(store.idempotency.find(`other-${key}`, now)?.status).toBe(201);
			}
		}),
	);
	store.idempotency.save('edge', answer, start);
	expect(store.idempotency.find('edge', later(24 * hour - 1))).toEqual(answer);
	expect(store.idempotency.find('edge', later(24 * hour))).toBeNull();
	expect(store.idempotency.find('never', start)).toBeNull();
});
