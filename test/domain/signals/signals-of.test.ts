import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import { defaultSignalSettings } from '../../../src/domain/signals/settings.ts';
import {
	attention,
	type Signal,
	signalBadge,
	signalKinds,
	signalTitle,
} from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { call, message } from '../messages.ts';
import { conversation, kinds, signals, talk, transcript } from './scene.ts';

/** Words that set rules off, and words that do not. */
const words = fc.constantFrom(
	'Hello',
	'Yes please',
	'Get me a human',
	'this is bullshit',
	'I already told you that',
	'Cancel my order 1001 now',
	'I was unable to book it',
	'Which day would you like?',
	'\u001b[2J',
	'',
);
const results = fc.constantFrom('[]', '{"error":"x"}', 'HTTP 502', '{"ok":true}');
const messages = fc
	.array(
		fc.oneof(
			fc.record({
				role: fc.constantFrom('user', 'assistant', 'system'),
				text: words,
				gap: fc.integer({ min: 0, max: 90 }),
			}),
			fc.record({ tool: fc.constantFrom('look', 'transfer_call'), gap: fc.integer({ min: 0, max: 90 }) }),
			fc.record({ result: results, gap: fc.integer({ min: 0, max: 90 }) }),
		),
		{ maxLength: 25 },
	)
	.map((steps): readonly Message[] => {
		let at = 0;
		return steps.map((step) => {
			at += step.gap;
			if ('tool' in step) return message('assistant', null, at, { toolCalls: [call(null, step.tool)] });
			return 'result' in step ? message('tool', step.result, at) : message(step.role, step.text, at);
		});
	});
const channels = fc.constantFrom('phone_call', 'web_chat', '');
const pick = (found: readonly Signal[], kind: Signal['kind']): Signal | undefined =>
	found.find((one) => one.kind === kind);

describe('signals of any conversation', () => {
	test('each kind comes once, in order, and points at turns that exist, in their order', () => {
		fc.assert(
			fc.property(messages, channels, (said, channel) => {
				const keys = transcript(said).map(({ key }) => key);
				const found = signals(said, { channel });
				const order = found.map(({ kind }) => signalKinds.indexOf(kind));
				expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
				for (const { turns, explanation } of found) {
					const places = turns.map((key) => keys.indexOf(key));
					expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
					expect(places).not.toContain(-1);
					// Ours alone: what came from outside stands in `quote`.
					expect(explanation).toMatch(/^[\x20-\x7e]+$/);
				}
			}),
		);
	});

	test('a kind that is off never fires, and the others stay as they are', () => {
		fc.assert(
			fc.property(messages, channels, fc.subarray([...signalKinds]), (said, channel, off) => {
				const settings = { ...defaultSignalSettings, off };
				const left = signals(said, { channel }).filter(({ kind }) => !off.includes(kind));
				expect(signals(said, { channel, settings })).toEqual(left);
			}),
		);
	});

	test('what is said later does not change which tools failed, nor what was asked, sworn or smuggled in', () => {
		fc.assert(
			fc.property(messages, words, (said, later) => {
				const before = signals(said);
				const after = signals([...said, message('assistant', later, 1_000_000)]);
				for (const kind of ['tool-failed', 'asked-for-person', 'strong-language'] as const)
					expect(pick(after, kind)).toEqual(pick(before, kind));
				expect(pick(after, 'hostile-text')?.turns ?? []).toEqual(
					expect.arrayContaining([...(pick(before, 'hostile-text')?.turns ?? [])]),
				);
			}),
		);
	});

	test('time alone lets nothing but open questions and open calls fire', () => {
		fc.assert(
			fc.property(messages, (said) => {
				const soon = kinds(said, { now: 0 });
				const fresh = kinds(said).filter((kind) => !soon.includes(kind));
				expect(['user-unanswered', 'tool-unanswered']).toEqual(expect.arrayContaining([...fresh]));
			}),
		);
	});
});

test('a good conversation has no signals', () => {
	const good = talk(
		'a: Hello!',
		'u: A table for two?',
		't: book',
		'r: [{"id":1}]',
		'a: Booked.',
		'u: Thanks, bye',
	);
	expect(signals(good)).toEqual([]);
	expect(signals([])).toEqual([]);
	expect(attention([])).toBe(0);
});

test('attention puts one high before any number of medium, and those before any number of low', () => {
	const of = (...severities: readonly Signal['severity'][]): number =>
		attention(
			severities.map((severity) => ({ kind: 'waited', severity, turns: [], explanation: '', quote: null })),
		);
	const ranked = [
		of('high', 'high'),
		of('high', 'low'),
		of('high'),
		attention(
			signalKinds.map((kind) => ({ kind, severity: 'medium', turns: [], explanation: '', quote: null })),
		),
		of('medium', 'low'),
		of('medium'),
		attention(
			signalKinds.map((kind) => ({ kind, severity: 'low', turns: [], explanation: '', quote: null })),
		),
		of('low'),
		0,
	];
	expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
	expect(new Set(ranked).size).toBe(ranked.length);
});

test('every kind has a short title and a badge of its own of at most six letters', () => {
	const badges = signalKinds.map(signalBadge);
	expect(new Set(badges).size).toBe(signalKinds.length);
	for (const badge of badges) expect(badge).toMatch(/^[a-z]{1,6}$/);
	expect(new Set(signalKinds.map(signalTitle)).size).toBe(signalKinds.length);
	for (const kind of signalKinds) expect(signalTitle(kind).length).toBeLessThanOrEqual(20);
});

test('a transcript ten times as long takes about ten times as long, not a hundred', () => {
	const cost = (count: number): number => {
		const said = Array.from({ length: count }, (_, index) =>
			message(
				index % 2 === 0 ? 'user' : 'assistant',
				`This is sentence ${index % 700} of them, and it has words.`,
				index,
			),
		);
		const source = {
			turns: transcript(said),
			insights: [],
			conversation: conversation('phone_call'),
			now: instantFromMillis(0),
			settings: defaultSignalSettings,
		};
		const times = Array.from({ length: 9 }, () => {
			const start = performance.now();
			signalsOf(source);
			return performance.now() - start;
		});
		return Math.min(...times);
	};
	cost(500);
	expect(cost(5000)).toBeLessThan(Math.max(1, cost(500)) * 40);
});
