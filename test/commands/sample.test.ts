import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleOf } from '../../src/commands/sample.ts';
import { Random } from '../../src/domain/random.ts';

async function* upTo(count: number): AsyncGenerator<number> {
	for (let item = 0; item < count; item++) yield item;
}

test('a sample has as many items as asked, in their order, none twice, the same for the same seed', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(60), fc.nat(80), fc.nat(), async (count, size, seed) => {
			const drawn = await sampleOf(upTo(size), count, new Random(seed));
			expect(drawn).toHaveLength(Math.min(count, size));
			expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual(drawn);
			expect(await sampleOf(upTo(size), count, new Random(seed))).toEqual(drawn);
		}),
	);
});

test('every item is as likely as any other', async () => {
	const times = new Array<number>(20).fill(0);
	const rounds = 4000;
	for (let seed = 0; seed < rounds; seed++)
		for (const item of await sampleOf(upTo(20), 5, new Random(seed))) times[item] = (times[item] ?? 0) + 1;
	// Each is expected 1,000 times, with a standard deviation of 27.
	for (const count of times) expect(Math.abs(count - rounds / 4)).toBeLessThan(5 * 27);
});
