import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagOffer } from '../../src/actions/mark-actions.ts';
import { readTag } from '../../src/actions/tag-prompt.ts';
import { formatColumn } from '../../src/filter/format.ts';

test.each([
	['tier=gold', { kind: 'set-key', key: 'tier', value: 'gold' }],
	['  tier = gold plus ', { kind: 'set-key', key: 'tier', value: 'gold plus' }],
	['url=a=b', { kind: 'set-key', key: 'url', value: 'a=b' }],
	['empty=', { kind: 'set-key', key: 'empty', value: '' }],
	['-tier', { kind: 'remove-key', key: 'tier' }],
	[' - tier ', { kind: 'remove-key', key: 'tier' }],
	['-odd=1', { kind: 'set-key', key: '-odd', value: '1' }],
	['tier', null],
	['=gold', null],
	['-', null],
	['', null],
])('the tag “%s” is %j', (text, task) => {
	expect(readTag(text)).toEqual(task);
});

test('the first equals sign separates the key from its value', () => {
	const keys = fc
		.string({ minLength: 1 })
		.filter((key) => key.trim() === key && !key.includes('=') && key !== '');
	const values = fc.string().map((value) => value.trim());
	fc.assert(
		fc.property(keys, values, (key, value) => {
			expect(readTag(`${key}=${value}`)).toEqual({ kind: 'set-key', key, value });
		}),
	);
});

test.each([
	['t', 'team='],
	['ti', 'tier='],
	['tier', null],
	['-ti', '-tier'],
	['tier=', 'tier=gold'],
	['tier=s', 'tier=silver'],
	['tier=silver', null],
	['tier=x', null],
	['x', null],
	['', 'team='],
])('for “%s” the offer is %j', (text, offer) => {
	const known = {
		metadataKeys: ['team', 'tier'],
		valuesOf: (column: Parameters<typeof formatColumn>[0]) =>
			formatColumn(column) === 'metadata->tier' ? ['gold', 'silver'] : [],
	};
	expect(tagOffer(text, known)).toBe(offer);
});
