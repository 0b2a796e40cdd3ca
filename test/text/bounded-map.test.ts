import { expect, it } from 'vitest';
import { BoundedMap } from '../../src/text/bounded-map.ts';

it('drops the oldest entry beyond its limit', () => {
	const map = new BoundedMap<number, string>(3);
	for (let key = 0; key < 10; key++) expect(map.set(key, `value ${key}`)).toBe(`value ${key}`);
	expect(map.size).toBe(3);
	expect([map.get(6), map.get(7), map.get(9)]).toEqual([undefined, 'value 7', 'value 9']);
});
