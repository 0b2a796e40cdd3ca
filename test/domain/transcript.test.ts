import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../src/domain/message.ts';
import { buildTranscript, type Turn } from '../../src/domain/transcript.ts';
import { call, message, rows } from './messages.ts';

const build = (...messages: readonly Message[]) =>
	buildTranscript(rows(...messages), { silenceAfterMillis: 20_000 });

/** What was said, in order; tool calls as `name→answer`. */
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

describe('order', () => {
	test('is that of the time each was experienced, however the server sent them', () => {
		const said = [message('user', 'b', 2), message('assistant', 'c', 3), message('assistant', 'a', 1)];
		expect(told(build(...said))).toEqual(['a', 'b', 'c']);
	});

	test('a message goes by when it was sent, not by when its row was written', () => {
		const late = message('assistant', 'greeting', 1, { createdAt: message('', '', 9).sentAt });
		expect(told(build(message('user', 'hi', 2), late))).toEqual(['greeting', 'hi']);
		const written = message('assistant', 'only written', null, { createdAt: message('', '', 1).sentAt });
		expect(told(build(message('user', 'hi', 2), written))).toEqual(['only written', 'hi']);
	});

	test('equal times stay as they came, and turn round where the answer runs backwards', () => {
		const tied = [
			message('user', 'a', 1),
			message('user', 'b', 2),
			message('user', 'c', 2),
			message('user', 'd', 3),
		];
		expect(told(build(...tied))).toEqual(['a', 'b', 'c', 'd']);
		expect(told(build(...tied.toReversed()))).toEqual(['a', 'b', 'c', 'd']);
	});

	test('a message without a time stays behind the one it came after', () => {
		const said = [message('user', 'a', 1), message('user', 'a2', null), message('user', 'b', 2)];
		expect(told(build(...said))).toEqual(['a', 'a2', 'b']);
		expect(told(build(message('user', 'first', null), message('user', 'b', 2)))).toEqual(['first', 'b']);
	});

	test('no time anywhere: as they came', () => {
		expect(told(build(...['x', 'y', 'z'].map((text) => message('user', text, null))))).toEqual([
			'x',
			'y',
			'z',
		]);
	});
});

describe('waiting', () => {
	test('the gap is the time since what came before, and an answer is told from a monologue', () => {
		const turns = build(message('user', 'q', 0), message('assistant', 'a', 4), message('assistant', 'b', 5));
		expect(turns.map((turn) => (turn.kind === 'speech' ? [turn.gapMillis, turn.isAnswer] : null))).toEqual([
			[null, false],
			[4000, true],
			[1000, false],
		]);
	});

	test('silence from its limit on has a line of its own', () => {
		expect(told(build(message('user', 'a', 0), message('user', 'b', 20)))).toEqual([
			'a',
			'silence 20000',
			'b',
		]);
		expect(told(build(message('user', 'a', 0), message('user', 'b', 19.999)))).toEqual(['a', 'b']);
	});

	test('while a tool ran nobody was silent', () => {
		const turns = build(
			message('assistant', 'wait', 0, { toolCalls: [call('1')] }),
			message('tool', 'done', 30, { toolCallId: '1' }),
			message('assistant', 'here', 31),
		);
		expect(told(turns)).toEqual(['wait', 'look→done', 'here']);
		expect(turns[1]).toMatchObject({ tookMillis: 30_000 });
	});
});

describe('rows that could not be read', () => {
	test('stand at the end, with what is wrong and the row as it came', () => {
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

describe('whatever a server sends', () => {
	test('no message is lost, none is invented, and every call and every answer is there once', () => {
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

	test('stays the same when a newest-first answer has a new message in front: the reader did not move', () => {
		fc.assert(
			fc.property(texts, fc.boolean(), (said, isNewestFirst) => {
				const all = said.map((text, index) => message('user', text, index + 1));
				const sent = (count: number) => (isNewestFirst ? all.slice(0, count).reverse() : all.slice(0, count));
				const keysOf = (count: number) => build(...sent(count)).map(({ key }) => key);
				expect(keysOf(all.length).slice(0, all.length - 1)).toEqual(keysOf(all.length - 1));
			}),
		);
	});

	test('is another for every turn, the same words at the same moment included', () => {
		const twins = [1, 1, 1].map((sentAt) => message('user', 'yes', sentAt));
		const keys = build(...twins).map(({ key }) => key);
		expect(new Set(keys).size).toBe(3);
	});
});
