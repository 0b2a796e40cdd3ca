import { expect, test } from 'vitest';
import { Random } from '../../src/domain/random.ts';

test('the same seeds give the same stream on every machine', () => {
	const random = new Random(7, 2 ** 40 + 3);
	expect([
		random.bits(),
		random.unit(),
		random.int(1, 6),
		random.between(10, 20),
		random.pick(['a', 'b', 'c']),
		random.weighted([
			{ weight: 1, name: 'rare' },
			{ weight: 9, name: 'usual' },
		]).name,
		random.digits(6),
		random.hex(11),
		random.uuid(),
	]).toMatchInlineSnapshot(`
		[
		  132068137,
		  0.04492626921273768,
		  6,
		  18.47827209159732,
		  "c",
		  "usual",
		  "414140",
		  "2dff85f251a",
		  "d9bc7423-fc27-438e-9f5b-06b0ad224524",
		]
	`);
});

test('other seeds give another stream', () => {
	const first = (...seeds: readonly number[]) => new Random(...seeds).bits();
	expect(new Set([first(), first(1), first(2), first(1, 2), first(2, 1), first(2 ** 32 + 1)]).size).toBe(6);
});

test('numbers stay within their bounds and reach them', () => {
	const random = new Random(1);
	const many = Array.from({ length: 2_000 }, () => random.int(3, 6));
	expect([...new Set(many)].sort()).toEqual([3, 4, 5, 6]);
	const reals = Array.from({ length: 2_000 }, () => random.between(3, 6));
	expect(Math.min(...reals)).toBeGreaterThanOrEqual(3);
	expect(Math.max(...reals)).toBeLessThan(6);
	expect(Math.max(...reals)).toBeGreaterThan(5.9);
});

test('likelier items come more often', () => {
	const random = new Random(1);
	const items = [{ weight: 1 }, { weight: 0 }, { weight: 3 }];
	const drawn = Array.from({ length: 4_000 }, () => random.weighted(items).weight);
	const often = drawn.filter((weight) => weight === 3).length;
	expect(drawn).not.toContain(0);
	expect(often).toBeGreaterThan(2_800);
	expect(often).toBeLessThan(3_200);
	const hits = Array.from({ length: 4_000 }, () => random.chance(0.25)).filter(Boolean).length;
	expect(hits).toBeGreaterThan(850);
	expect(hits).toBeLessThan(1_150);
	expect(() => random.pick([])).toThrow(RangeError);
});

test('eight hexadecimal digits take one step of the stream, and nine take two', () => {
	const [random, steps] = [new Random(5), new Random(5)];
	random.hex(8);
	steps.bits();
	expect(random.bits()).toBe(steps.bits());
	random.hex(9);
	steps.bits();
	steps.bits();
	expect(random.bits()).toBe(steps.bits());
});
