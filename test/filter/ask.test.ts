import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askFor } from '../../src/filter/ask.ts';
import { toQueryString } from '../../src/filter/format.ts';
import { readLike, runLike } from '../../src/filter/like.ts';
import { type Condition, emptyQuery, plainColumn } from '../../src/filter/tree.ts';

/** What goes out for a text, decoded. */
function asked(text: string): string | null {
	const query = askFor(text, emptyQuery);
	return query === null ? null : decodeURIComponent(toQueryString(query).replaceAll('+', ' '));
}

describe('asking the server for what was searched for', () => {
	test('every word is to be in the name', () => {
		expect(asked(' refund  Smith ')).toBe('name=ilike.*refund*&name=ilike.*Smith*');
	});

	test('a number is the end user’s, from its start where it starts with +', () => {
		expect(asked('+1 (312) 555')).toBe(
			'or=(metadata->telnyx_end_user_target.like.+1312555*,metadata->from.like.+1312555*)',
		);
		expect(asked('555-0001')).toContain('like.*5550001*');
		expect(asked('2026-11-01')).toBe('name=ilike.*2026-11-01*');
	});

	test('an id is the conversation’s', () => {
		const id = '705469E5-59ae-54ef-9443-92a1828be8c6';
		expect(asked(id)).toBe(`id=eq.${id.toLowerCase()}`);
	});

	test('blank text asks for nothing', () => {
		expect(asked(' ')).toBeNull();
	});

	test('it is asked for within the filter that is in force, in its order', () => {
		const first: Condition = {
			kind: 'condition',
			column: plainColumn('name'),
			negated: true,
			operator: 'eq',
			operand: 'x',
		};
		const order = [{ column: plainColumn('name'), direction: 'asc', nulls: null } as const];
		const query = askFor('y', { filters: [first], order, limit: 7, offset: 3 });
		expect(query).toMatchObject({ order, limit: 7, offset: null });
		expect(query?.filters[0]).toBe(first);
		expect(query?.filters).toHaveLength(2);
	});

	test('whatever the word, a name that holds it matches', () => {
		const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => /^[^\s\d]+$/u.test(text));
		fc.assert(
			fc.property(word, fc.string(), fc.string(), (text, before, after) => {
				const [filter] = askFor(text, emptyQuery)?.filters ?? [];
				const operand = filter?.kind === 'condition' && filter.operator === 'ilike' ? filter.operand : '';
				const pattern = readLike(operand, true);
				expect(pattern !== null && runLike(pattern, before + text + after)).toBe(true);
			}),
		);
	});
});
