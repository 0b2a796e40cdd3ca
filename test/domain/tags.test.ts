import { describe, expect, test } from 'vitest';
import { changeTags, tag } from '../../src/domain/tags.ts';

describe('a key with its value', () => {
	test.each([
		['a text', 'gold', 'k=gold'],
		['the empty text', '', 'k='],
		['a text of 40 characters', 'x'.repeat(40), `k=${'x'.repeat(40)}`],
		['a longer text by its start', 'x'.repeat(41), `k=${'x'.repeat(40)}…`],
		['several lines by the first', 'one\ntwo', 'k=one…'],
		['a number', 3, 'k=3'],
		['a list as JSON', ['a', 'b'], 'k=["a","b"]'],
	])('names %s', (_, value, words) => {
		expect(tag('k', value)).toBe(words);
	});
});

describe('what writes did', () => {
	const setting = (key: string) => ({ before: {}, after: { [key]: '1' } });

	test('names every different change once', () => {
		const write = { before: { team: 'x', tier: 'silver' }, after: { tier: 'gold' } };
		expect(changeTags([])).toBe('');
		expect(changeTags([write, write, setting('a')])).toBe('-team, tier=gold, a=1');
	});

	test('names three changes, and that there are more', () => {
		expect(changeTags(['a', 'b', 'c', 'a'].map(setting))).toBe('a=1, b=1, c=1');
		expect(changeTags(['a', 'b', 'c', 'd', 'e'].map(setting))).toBe('a=1, b=1, c=1, …');
	});
});
