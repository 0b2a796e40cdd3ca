import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import { buildTranscript, pairTools, type Turn } from '../../src/domain/transcript.ts';
import { call, message, rows } from './messages.ts';

const build = (...messages: readonly Message[]) =>
	buildTranscript(rows(...messages), { silenceAfterMillis: 20_000 });

/** Speech in order; tool calls as `name→answer`. */
function told(turns: readonly Turn[]): string[] {
	return turns.map(words);
}

function words(turn: Turn): string {
	switch (turn.kind) {
		case 'speech':
			return turn.text;
		case 'tool':
			return `${turn.call.name}→${turn.result?.placed.message.text ?? 'nothing'}`;
		case 'orphan-result':
			return `orphan ${turn.text}`;
		case 'silence':
			return `silence ${turn.millis}`;
		case 'broken':
			return `broken ${turn.problem}`;
	}
}

describe('unusual rows', () => {
	test('a null row gives no turn', () => {
		const [first] = rows(message('user', 'hi', 1));
		if (first === undefined) throw new Error('There is a row');
		const turns = buildTranscript([{ ok: false, problem: 'the row is not an object', raw: null }, first], {
			silenceAfterMillis: 20_000,
		});
		expect(told(turns)).toEqual(['hi']);
	});

	test('a system note between question and answer does not hide the answer', () => {
		const turns = build(
			message('user', 'hi', 1),
			message('system', '[long silence]', 5),
			message('assistant', 'yes', 9),
		);
		expect(told(turns)).toEqual(['hi', '[long silence]', 'yes']);
		expect(turns.at(-1)).toMatchObject({ isAnswer: true });
	});
});

describe('transcript order', () => {
	test('follows the time at which each message was experienced, in any order of arrival', () => {
		const said = [message('user', 'b', 2), message('assistant', 'c', 3), message('assistant', 'a', 1)];
		expect(told(build(...said))).toEqual(['a', 'b', 'c']);
	});

	test('uses the time sent before the time created', () => {
		const late = message('assistant', 'greeting', 1, { createdAt: message('', '', 9).sentAt });
		expect(told(build(message('user', 'hi', 2), late))).toEqual(['greeting', 'hi']);
		const written = message('assistant', 'only written', null, { createdAt: message('', '', 1).sentAt });
		expect(told(build(message('user', 'hi', 2), written))).toEqual(['only written', 'hi']);
	});

	test('keeps the order of equal times, and reverses it for a newest-first answer', () => {
		const tied = [
			message('user', 'a', 1),
			message('user', 'b', 2),
			message('user', 'c', 2),
			message('user', 'd', 3),
		];
		expect(told(build(...tied))).toEqual(['a', 'b', 'c', 'd']);
		expect(told(build(...tied.toReversed()))).toEqual(['a', 'b', 'c', 'd']);
		const three = tied.slice(0, 3);
		expect(told(build(...three))).toEqual(['a', 'b', 'c']);
		expect(told(build(...three.toReversed()))).toEqual(['a', 'b', 'c']);
	});

	test('keeps a message without a time after its predecessor', () => {
		const said = [message('user', 'a', 1), message('user', 'a2', null), message('user', 'b', 2)];
		expect(told(build(...said))).toEqual(['a', 'a2', 'b']);
		expect(told(build(message('user', 'first', null), message('user', 'b', 2)))).toEqual(['first', 'b']);
	});

	test('keeps the received order if there are no times', () => {
		expect(told(build(...['x', 'y', 'z'].map((text) => message('user', text, null))))).toEqual([
			'x',
			'y',
			'z',
		]);
	});
});

describe('gaps', () => {
	test('measure the time since the previous turn, and mark answers but not monologues', () => {
		const turns = build(message('user', 'q', 0), message('assistant', 'a', 4), message('assistant', 'b', 5));
		expect(turns.map((turn) => (turn.kind === 'speech' ? [turn.gapMillis, turn.isAnswer] : null))).toEqual([
			[null, false],
			[4000, true],
			[1000, false],
		]);
	});

	test('are not known before or after a message without a time', () => {
		const turns = build(
			message('user', 'a', 1),
			message('user', 'b', null),
			message('assistant', null, 3, { toolCalls: [call('1')] }),
			message('tool', '{}', null, { toolCallId: '1' }),
		);
		expect(turns).toMatchObject([{ gapMillis: null }, { gapMillis: null }, { tookMillis: null }]);
		expect(build(message('user', 'a', null), message('user', 'b', 9)).at(-1)).toMatchObject({
			gapMillis: null,
		});
	});

	test('are no wait for an answer before words of the user or a note of the system', () => {
		const turns = build(message('user', 'a', 0), message('user', 'b', 4), message('system', '[noise]', 5));
		expect(turns).toMatchObject([{ isAnswer: false }, { isAnswer: false }, { isAnswer: false }]);
	});

	test('end at the answer, past a message that only calls a tool', () => {
		const turns = build(
			message('user', 'q', 0),
			message('assistant', '', 1, { toolCalls: [call('1')] }),
			message('assistant', 'a', 4),
		);
		expect(turns.map(({ kind }) => kind)).toEqual(['speech', 'tool', 'speech']);
		expect(turns.at(-1)).toMatchObject({ isAnswer: true });
	});

	test('become a line of silence from the limit on', () => {
		expect(told(build(message('user', 'a', 0), message('user', 'b', 20)))).toEqual([
			'a',
			'silence 20000',
			'b',
		]);
		expect(told(build(message('user', 'a', 0), message('user', 'b', 19.999)))).toEqual(['a', 'b']);
	});

	test('do not count as silence while a tool runs', () => {
		const turns = build(
			message('assistant', 'wait', 0, { toolCalls: [call('1')] }),
			message('tool', 'done', 30, { toolCallId: '1' }),
			message('assistant', 'here', 31),
		);
		expect(told(turns)).toEqual(['wait', 'look→done', 'here']);
		expect(turns[1]).toMatchObject({ tookMillis: 30_000 });
	});
});

describe('an answer that no call asked for', () => {
	test('is a turn with its words and what they say of the outcome', () => {
		const turns = build(message('tool', '{"error":"gone"}', 1), message('tool', null, 2));
		expect(told(turns)).toEqual(['orphan {"error":"gone"}', 'orphan ']);
		expect(turns).toMatchObject([{ outcome: 'error' }, { outcome: 'ok' }]);
	});
});

describe('malformed rows', () => {
	test('come last, with the problem and the raw row', () => {
		const turns = buildTranscript(
			[{ ok: false, problem: 'role: expected string', raw: { role: 5 } }, ...rows(message('user', 'a', 1))],
			{ silenceAfterMillis: 1000 },
		);
		expect(told(turns)).toEqual(['a', 'broken role: expected string']);
	});
});

const anyMessage = fc
	.record({
		role: fc.constantFrom('user', 'assistant', 'tool', 'system', ''),
		text: fc.option(fc.string({ maxLength: 4 })),
		at: fc.option(fc.integer({ min: 0, max: 30 })),
		calls: fc.array(fc.option(fc.constantFrom('a', 'b', 'c')), { maxLength: 3 }),
		answers: fc.option(fc.constantFrom('a', 'b', 'c', 'x')),
	})
	.map(({ role, text, at, calls, answers }) =>
		message(role, text, at, { toolCalls: calls.map((id) => call(id)), toolCallId: answers }),
	);

describe('any server answer', () => {
	test('every message, call and result appears exactly once', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 14 }), (messages) => {
				const turns = build(...messages);
				const calls = turns.flatMap((turn) => (turn.kind === 'tool' ? [turn.call] : []));
				expect(calls).toHaveLength(new Set(calls).size);
				expect(new Set(calls)).toEqual(new Set(messages.flatMap(({ toolCalls }) => toolCalls)));
				const shown = turns.flatMap((turn) => {
					if (turn.kind === 'speech' || turn.kind === 'orphan-result') return [turn.message];
					return turn.kind === 'tool' && turn.result !== null ? [turn.result.placed.message] : [];
				});
				expect(shown).toHaveLength(new Set(shown).size);
				const silent = messages.filter(
					({ role, text, toolCalls }) => role !== 'tool' && (text ?? '') === '' && toolCalls.length > 0,
				);
				expect(new Set([...shown, ...silent])).toEqual(new Set(messages));
			}),
		);
	});

	test('times never run backwards, and keys are unique', () => {
		fc.assert(
			fc.property(fc.array(anyMessage, { maxLength: 14 }), (messages) => {
				const turns = build(...messages);
				const times = turns.flatMap((turn) => ('at' in turn && turn.at !== null ? [turn.at] : []));
				expect(times).toEqual([...times].sort((a, b) => a - b));
				const keys = turns.map(({ key }) => key);
				expect(new Set(keys).size).toBe(keys.length);
			}),
		);
	});
});

describe('the key of a turn', () => {
	const texts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 });

	test('does not change when a newest-first answer gains a message, so the reader keeps their place', () => {
		fc.assert(
			fc.property(texts, fc.boolean(), (said, isNewestFirst) => {
				const all = said.map((text, index) => message('user', text, index + 1));
				const sent = (count: number) => (isNewestFirst ? all.slice(0, count).reverse() : all.slice(0, count));
				const keysOf = (count: number) => build(...sent(count)).map(({ key }) => key);
				expect(keysOf(all.length).slice(0, all.length - 1)).toEqual(keysOf(all.length - 1));
			}),
		);
	});

	test.each<[string, Message, Message]>([
		['equal words were sent earlier', message('user', 'Hello', 5), message('user', 'Hello', 10)],
		[
			'equal words were created earlier',
			{ ...message('user', 'Hello', null), createdAt: message('', '', 5).sentAt },
			{ ...message('user', 'Hello', null), createdAt: message('', '', 10).sentAt },
		],
		[
			'other words came at the same moment',
			message('user', 'Hello', 5),
			message('user', 'Are you there?', 5),
		],
		[
			'the assistant said the same at the same moment',
			message('assistant', 'Hi', 5),
			message('user', 'Hi', 5),
		],
		[
			'another tool was called at the same moment',
			message('assistant', null, 5, { toolCalls: [call(null, 'look')] }),
			message('assistant', null, 5, { toolCalls: [call(null, 'book')] }),
		],
		[
			'the same tool was called at the same moment with another id',
			message('assistant', null, 5, { toolCalls: [call('1')] }),
			message('assistant', null, 5, { toolCalls: [call('2')] }),
		],
	])('stays when %s', (_, earlier, own) => {
		expect(build(earlier, own).at(-1)?.key).toBe(build(own)[0]?.key);
	});

	test('is short, also of a message of megabytes', () => {
		const [turn] = build(message('user', 'words '.repeat(500_000), 5));
		expect(turn?.key.length).toBeLessThan(100);
	});

	test('is unique, even for equal words at the same moment', () => {
		const twins = [1, 1, 1].map((sentAt) => message('user', 'yes', sentAt));
		const keys = build(...twins).map(({ key }) => key);
		expect(new Set(keys).size).toBe(3);
	});
});

/** Pairs as `name→answer`, with `?` after an inferred one, and the answers without a call. */
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
	test('pairs by id if the answers are in reverse order', () => {
		expect(pairs(asks(['1', 'a'], ['2', 'b']), answers('B', '2'), answers('A', '1')).paired).toEqual([
			'a→A',
			'b→B',
		]);
	});

	test('pairs by id if the answer comes before its call', () => {
		expect(pairs(answers('A', '1'), asks(['1', 'a'])).paired).toEqual(['a→A']);
	});

	test('gives an answer without an id to the oldest open call, marked as inferred', () => {
		expect(pairs(asks([null, 'a'], [null, 'b']), answers('A'), answers('B')).paired).toEqual([
			'a→A?',
			'b→B?',
		]);
	});

	test('does not give an answer without an id to a call that another answer names', () => {
		expect(pairs(asks(['1', 'a'], ['2', 'b']), answers('B'), answers('A', '1')).paired).toEqual([
			'a→A',
			'b→B?',
		]);
	});

	test('leaves an answer without an id unpaired if it precedes every call', () => {
		expect(pairs(answers('early'), asks(['1', 'a']))).toEqual({ paired: ['a→nothing'], orphans: ['early'] });
	});

	test('leaves an answer with an unknown id unpaired instead of guessing', () => {
		expect(pairs(asks(['1', 'a']), answers('X', 'other'))).toEqual({ paired: ['a→nothing'], orphans: ['X'] });
	});

	test('gives the first answer to the first call if an id is used twice', () => {
		expect(pairs(asks(['1', 'a']), answers('A', '1'), asks(['1', 'b']), answers('B', '1')).paired).toEqual([
			'a→A',
			'b→B',
		]);
	});

	test('leaves a second answer to a call unpaired', () => {
		expect(pairs(asks(['1', 'a']), answers('A', '1'), answers('again', '1'))).toEqual({
			paired: ['a→A'],
			orphans: ['again'],
		});
	});

	test('never pairs a message with its own call', () => {
		const both = message('tool', 'A', 1, { toolCalls: [call(null, 'own')] });
		expect(pairs(both)).toEqual({ paired: ['own→nothing'], orphans: ['A'] });
	});
});
