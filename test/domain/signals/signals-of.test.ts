import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import type { Message } from '../../../src/domain/message.ts';
import {
	attention,
	defaultSignalSettings,
	type Signal,
	signalBadge,
	signalKinds,
	signalTitle,
} from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import type { Turn } from '../../../src/domain/transcript.ts';
import { call, message } from '../messages.ts';
import { conversation, kinds, signals, talk, transcript } from './signal-input.ts';

/** Phrases that trigger rules, and phrases that do not. */
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
	test('come once per kind, in order, and point at existing turns, also in order', () => {
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
					// Only our own words: outside text belongs in `quote`.
					expect(explanation).toMatch(/^[\x20-\x7e]+$/);
				}
			}),
		);
	});

	test('never fire for a kind that is off, and leave the others unchanged', () => {
		fc.assert(
			fc.property(messages, channels, fc.subarray([...signalKinds]), (said, channel, off) => {
				const settings = { ...defaultSignalSettings, off };
				const left = signals(said, { channel }).filter(({ kind }) => !off.includes(kind));
				expect(signals(said, { channel, settings })).toEqual(left);
			}),
		);
	});

	test('about tools, requests, swearing and smuggled text do not change with later turns', () => {
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

	test('change with time alone only for open questions and open calls', () => {
		fc.assert(
			fc.property(messages, (said) => {
				const soon = kinds(said, { now: 0 });
				const fresh = kinds(said).filter((kind) => !soon.includes(kind));
				expect(['user-unanswered', 'tool-unanswered']).toEqual(expect.arrayContaining([...fresh]));
			}),
		);
	});
});

test('do not fire for a good conversation', () => {
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

test('one high ranks above any number of medium, and medium above any number of low', () => {
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

test('every kind has a unique short title and a badge of at most six letters', () => {
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

const lines = Array.from({ length: 200 }, (_, n) => `${n % 2 === 0 ? 'u' : 'a'}: ${n} words, and more words`);
const said = transcript(talk(...lines, 'u: I want to talk to a person. Can you do that?'));

function source(turns: readonly Turn[], seconds: number) {
	const at = { settings: defaultSignalSettings, now: instantFromMillis(seconds * 1000) };
	return { ...at, turns, insights: noInsights, conversation: phoneCall };
}

const noInsights: [] = [];
const phoneCall = conversation('phone_call');

describe('signals of the same transcript, asked for again as time passes', () => {
	test('are those of a transcript that is new', () => {
		for (const seconds of [403, 410, 500, 10_000])
			expect(signalsOf(source(said, seconds))).toEqual(signalsOf(source([...said], seconds)));
	});

	test('are looked for anew with other insights, settings or metadata', () => {
		const before = source(said, 500);
		expect(signalsOf(before).map(({ kind }) => kind)).toContain('asked-for-person');
		const failed = { id: 'run', status: 'failed', createdAt: null, insights: [], raw: {} };
		expect(signalsOf({ ...before, insights: [failed] }).map(({ kind }) => kind)).toContain('insight-failed');
		const settings = { ...before.settings, off: ['asked-for-person' as const] };
		signalsOf(before);
		expect(signalsOf({ ...before, settings }).map(({ kind }) => kind)).not.toContain('asked-for-person');
		signalsOf(before);
		const hurried = { ...before.settings, voice: { ...before.settings.voice, waitMillis: 1000 } };
		expect(signalsOf(before).map(({ kind }) => kind)).not.toContain('waited');
		expect(signalsOf({ ...before, settings: hurried }).map(({ kind }) => kind)).toContain('waited');
		signalsOf(before);
		const chat = conversation('sms');
		expect(signalsOf({ ...before, conversation: chat })).toEqual(
			signalsOf({ ...before, turns: [...said], conversation: chat }),
		);
	});

	test('do not look at all of the words again', () => {
		let read = 0;
		const turns = said.map(
			(turn): Turn =>
				new Proxy(turn, {
					get: (target, key) => {
						if (key === 'text') read += 1;
						return Reflect.get(target, key);
					},
				}),
		);
		signalsOf(source(turns, 10_000));
		const first = read;
		signalsOf(source(turns, 10_010));
		expect(read - first).toBeLessThan(first / 3);
	});
});

test('signals of a transcript of tens of megabytes look at the beginning of each turn', () => {
	const long = transcript(
		talk(
			...Array.from(
				{ length: 1000 },
				(_, n) => `u: ${n} ${'words '.repeat(2000)} I want to talk to a person`,
			),
		),
	);
	expect(signalsOf(source(long, 10_000)).map(({ kind }) => kind)).not.toContain('asked-for-person');
	expect(signalsOf(source(said, 10_000)).map(({ kind }) => kind)).toContain('asked-for-person');
});

describe('how much of each turn is looked at', () => {
	const request = ' I want to talk to a person';
	/** A transcript of `turns` turns with `total` characters, in which one of `length` ends in a request. */
	const firesIn = (turns: number, total: number, length: number): boolean => {
		const rest = total - length;
		const each = Math.floor(rest / (turns - 1));
		const texts = Array.from({ length: turns - 1 }, (_, n) =>
			'x'.repeat(n === 0 ? rest - each * (turns - 2) : each),
		);
		const long = transcript(
			talk(
				...texts.map((text) => `a: ${text}`),
				`u: ${'x '.repeat(length).slice(0, length - request.length)}${request}`,
			),
		);
		return signalsOf(source(long, 10_000)).some(({ kind }) => kind === 'asked-for-person');
	};

	test('twenty thousand characters, while all turns have half a million at most', () => {
		expect(firesIn(100, 500_000, 20_000)).toBe(true);
		expect(firesIn(100, 500_000, 20_001)).toBe(false);
	});

	test('its share of half a million beyond that, but never less than two hundred characters', () => {
		expect(firesIn(100, 500_001, 5000)).toBe(true);
		expect(firesIn(100, 500_001, 5001)).toBe(false);
		expect(firesIn(5000, 500_001, 200)).toBe(true);
		expect(firesIn(5000, 500_001, 201)).toBe(false);
	});
});
