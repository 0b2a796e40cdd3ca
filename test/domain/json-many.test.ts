import { describe, expect, test } from 'vitest';
import {
	isJsonObject,
	type JsonObject,
	jsonEntries,
	jsonKeys,
	jsonText,
	withJsonKey,
} from '../../src/domain/json.ts';
import { manyKeys } from '../../src/domain/json-many.ts';
import { objectOf } from './json-texts.ts';

const count = 5 * manyKeys;

function textOf(more: string): string {
	return `{${Array.from({ length: count }, (_, n) => `"key ${n}":${n}`).join(',')},${more}}`;
}

describe('an object of very many keys', () => {
	const text = textOf('"7":1.10,"__proto__":{"a":1},"key 3":"again","toJSON":null,"constructor":true');
	const read = (): JsonObject => objectOf(text);

	test('is written as it came', () => {
		const object = read();
		expect(jsonText(object)).toBe(text);
		expect(jsonText({ data: [object] })).toBe(`{"data":[${text}]}`);
		expect(jsonEntries(object)).toHaveLength(count + 5);
	});

	test('has each of them, of a doubled one the last value', () => {
		const object = read();
		expect(isJsonObject(object)).toBe(true);
		expect(object['key 0']).toBe(0);
		expect(object[`key ${count - 1}`]).toBe(count - 1);
		expect(object['key 3']).toBe('again');
		expect(object.toJSON).toBeNull();
		expect(Object.hasOwn(object, '__proto__')).toBe(true);
		expect(jsonText(Object.getOwnPropertyDescriptor(object, '__proto__')?.value)).toBe('{"a":1}');
		expect('key 5' in object).toBe(true);
		expect(Object.getOwnPropertyDescriptor(object, 'key 5')).toEqual(
			Object.getOwnPropertyDescriptor({ 'key 5': 5 }, 'key 5'),
		);
		expect(Object.keys(object)).toEqual(jsonKeys(object));
		expect(jsonKeys(object)).toHaveLength(count + 4);
		expect(Object.entries(object).length).toBe(count + 4);
	});

	test('has no other', () => {
		const object = read();
		expect(object['key -1']).toBeUndefined();
		expect(Object.hasOwn(object, 'hasOwnProperty')).toBe(false);
		expect(Object.hasOwn(object, 'from')).toBe(false);
		expect('from' in object).toBe(false);
		expect(Reflect.set(object, 'key 1', 2)).toBe(false);
		expect(Reflect.deleteProperty(object, 'key 1')).toBe(false);
		expect(Reflect.defineProperty(object, 'key 1', { value: 2 })).toBe(false);
		expect(object['key 1']).toBe(1);
	});

	test('can be changed by key', () => {
		const object = read();
		const changed = withJsonKey(object, 'key 1', 'new');
		expect(changed['key 1']).toBe('new');
		expect(jsonText(changed)).toBe(text.replace('"key 1":1', '"key 1":"new"'));
	});
});
