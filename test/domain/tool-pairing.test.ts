import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import { pairTools } from '../../src/domain/tool-pairing.ts';
import { call, message } from './messages.ts';

/** Pairs as `name→answer`, `?` behind an inferred one, and the answers that belong to none. */
function pairs(...messages: readonly Message[]): { readonly paired: string[]; readonly orphans: string[] } {
	const placed = messages.map((one, index) => ({ key: `m${index}`, message: one }));
	const { results, orphans } = pairTools(placed);
	return {
		paired: messages.flatMap(({ toolCalls }) =>
			toolCalls.map((one) => {
				const result = results.get(one);
				if (result === undefined) return `${one.name}→nothing`;
				return `${one.name}→${result.placed.message.text}${result.inferred ? '?' : ''}`;
			}),
		),
		orphans: [...orphans].map((one) => one.message.text ?? ''),
	};
}

const asks = (...calls: readonly (readonly [string | null, string])[]) =>
	message('assistant', null, 0, { toolCalls: calls.map(([id, name]) => call(id, name)) });
const answers = (text: string, id: string | null = null) => message('tool', text, 1, { toolCallId: id });

describe('pairing calls with answers', () => {
	test('by id, even where the answers came the other way round', () => {
		expect(pairs(asks(['1', 'a'], ['2', 'b']), answers('B', '2'), answers('A', '1')).paired).toEqual([
			'a→A',
			'b→B',
		]);
	});

	test('by id, even where the answer came before its call', () => {
		expect(pairs(answers('A', '1'), asks(['1', 'a'])).paired).toEqual(['a→A']);
	});

	test('without ids the oldest open call gets it, marked as inferred', () => {
		expect(pairs(asks([null, 'a'], [null, 'b']), answers('A'), answers('B')).paired).toEqual([
			'a→A?',
			'b→B?',
		]);
	});

	test('an answer without an id does not take the call that another one names', () => {
		expect(pairs(asks(['1', 'a'], ['2', 'b']), answers('B'), answers('A', '1')).paired).toEqual([
			'a→A',
			'b→B?',
		]);
	});

	test('an answer without an id before any call belongs to none', () => {
		expect(pairs(answers('early'), asks(['1', 'a']))).toEqual({ paired: ['a→nothing'], orphans: ['early'] });
	});

	test('an answer with an id that no call has belongs to none, and is not guessed', () => {
		expect(pairs(asks(['1', 'a']), answers('X', 'other'))).toEqual({ paired: ['a→nothing'], orphans: ['X'] });
	});

	test('one id used twice: first call, first answer', () => {
		expect(pairs(asks(['1', 'a']), answers('A', '1'), asks(['1', 'b']), answers('B', '1')).paired).toEqual([
			'a→A',
			'b→B',
		]);
	});

	test('a second answer to one call belongs to none', () => {
		expect(pairs(asks(['1', 'a']), answers('A', '1'), answers('again', '1'))).toEqual({
			paired: ['a→A'],
			orphans: ['again'],
		});
	});

	test('an answer is never the answer to a call of its own', () => {
		const both = message('tool', 'A', 1, { toolCalls: [call(null, 'own')] });
		expect(pairs(both)).toEqual({ paired: ['own→nothing'], orphans: ['A'] });
	});
});
