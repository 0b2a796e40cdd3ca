import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	defaultDemoSeed,
	demoAssistants,
	demoBundle,
	demoBundles,
	demoConversation,
	demoConversations,
	demoTemplates,
} from '../../src/demo/index.ts';
import { formatInstant, type Instant, instantFromMillis, parseInstant } from '../../src/domain/instant.ts';
import { bundleContract, templateContract } from './contract.ts';
import { said } from './said.ts';

const now = instantFromMillis(Date.UTC(2026, 9, 26, 12, 4, 31, 250));
const day = 86_400_000_000;
const sample = [...demoBundles({ count: 400, now })];

function instant(text: string | undefined): Instant {
	const parsed = text === undefined ? null : parseInstant(text);
	if (parsed === null) throw new Error(`no timestamp: ${text}`);
	return parsed;
}

describe('demoBundles', () => {
	it('gives the same conversations for the same seed and time, and others for another seed', () => {
		expect([...demoBundles({ count: 400, now })]).toEqual(sample);
		const other = [...demoBundles({ count: 400, now, seed: 2 })];
		const ids = new Set(sample.map((bundle) => bundle.conversation.id));
		expect(other.filter((bundle) => ids.has(bundle.conversation.id))).toEqual([]);
	});

	it('makes each conversation without needing the others', () => {
		for (const index of [399, 0, 147, 23, 36, 35, 222]) {
			expect(demoBundle(defaultDemoSeed, now, 400, index)).toEqual(sample[index]);
			expect(demoConversation(defaultDemoSeed, now, 400, index)).toEqual(sample[index]?.conversation);
		}
		expect([...demoConversations({ count: 400, now })]).toEqual(sample.map((bundle) => bundle.conversation));
	});

	it('keeps the dialogue when time has moved on, so that a later start shows the same stories', () => {
		const later = demoBundle(defaultDemoSeed, (now + 3 * day) as Instant, 400, 50);
		expect(later.conversation.id).toBe(sample[50]?.conversation.id);
		expect(later.messages).toHaveLength(sample[50]?.messages.length ?? 0);
	});

	it('gives as many as were asked for, none included', () => {
		expect([...demoBundles({ count: 0, now })]).toEqual([]);
		expect([...demoBundles({ count: 1, now })]).toHaveLength(1);
		expect([...demoConversations({ count: 1000, now })]).toHaveLength(1000);
	});

	it('keeps to the wire contract, whatever the seed, time, count and index', () => {
		for (const bundle of sample) bundleContract.parse(bundle);
		const cases = fc.record({
			seed: fc.integer(),
			millis: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2100, 0, 1) }),
			count: fc.integer({ min: 1, max: 100_000 }),
			share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
		});
		fc.assert(
			fc.property(cases, ({ seed, millis, count, share }) => {
				const at = instantFromMillis(millis);
				const bundle = demoBundle(seed, at, count, Math.floor(share * count));
				bundleContract.parse(bundle);
				expectTimesInOrder(bundle, at);
			}),
			{ numRuns: 200 },
		);
	});

	it('gives every conversation, insight and call its own id', () => {
		const ids = sample
			.map(said)
			.flatMap((bundle) => [
				bundle.conversation.id,
				...bundle.insights.map((insight) => insight.id),
				...bundle.messages.flatMap((message) => (message.tool_calls ?? []).map((call) => call.id)),
			]);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('holds text that any store and any JSON can carry: whole surrogate pairs, no NUL', () => {
		for (const bundle of sample) {
			const json = JSON.stringify(bundle);
			expect(json.isWellFormed()).toBe(true);
			expect(json).not.toContain('\\u0000');
			expect(json).not.toMatch(/\\ud[89a-f]/);
		}
	});

	it('answers only calls that were made', () => {
		for (const { messages } of sample.map(said)) {
			const made = new Set(messages.flatMap((message) => (message.tool_calls ?? []).map((call) => call.id)));
			for (const message of messages) {
				const id = message.tool_call_id ?? message.metadata?.tool_call_id;
				if (id !== undefined) expect(made).toContain(id);
			}
		}
	});
});

describe('when the conversations took place', () => {
	const lasts = sample.map((bundle) => instant(bundle.conversation.last_message_at));

	it('is in the last two weeks, newest first, the newest some seconds ago', () => {
		expect(lasts).toEqual(lasts.toSorted((a, b) => b - a));
		expect(now - (lasts[0] ?? 0)).toBeLessThan(15_000_000);
		expect(now - (lasts[0] ?? 0)).toBeGreaterThan(1_000_000);
		for (const bundle of sample) expectTimesInOrder(bundle, now);
		expect(now - (lasts[399] ?? now)).toBeGreaterThan(12 * day);
	});

	it('is denser today than on the day before, and denser by day than by night', () => {
		const between = (from: number, to: number): number =>
			lasts.filter((last) => now - last >= from * day && now - last < to * day).length;
		expect(between(0, 1)).toBeGreaterThan(60);
		expect(between(0, 0.5)).toBeGreaterThan(between(0.5, 1));
		const hour = (last: number): number => new Date(last / 1000 - 6 * 3_600_000).getUTCHours();
		const old = lasts.filter((last) => now - last > day);
		const office = old.filter((last) => hour(last) >= 8 && hour(last) < 18).length;
		expect(office / old.length).toBeGreaterThan(0.6);
		expect(old.filter((last) => hour(last) < 5).length).toBeGreaterThan(0);
	});

	it('is the very same microsecond for a few', () => {
		expect(lasts.length - new Set(lasts).size).toBeGreaterThan(5);
	});
});

describe('the account', () => {
	it('lists the assistants that hold the conversations, apart from one that was deleted', () => {
		const listed = new Set(demoAssistants.map((assistant) => assistant.id));
		const used = new Set(sample.map((bundle) => bundle.conversation.metadata.assistant_id ?? ''));
		used.delete('');
		expect(listed.size).toBe(demoAssistants.length);
		expect([...used].filter((id) => !listed.has(String(id)))).toHaveLength(1);
		for (const id of listed) expect(used).toContain(id);
	});

	it('lists the templates that the results name, apart from one that was deleted', () => {
		for (const template of demoTemplates) templateContract.parse(template);
		const listed = new Set(demoTemplates.map((template) => template.id));
		const items = sample.flatMap((bundle) => bundle.insights.flatMap((row) => row.conversation_insights));
		const used = new Set(items.map((item) => item.insight_id));
		expect([...used].filter((id) => !listed.has(id))).toHaveLength(1);
		for (const id of listed) expect(used).toContain(id);
	});
});

/** Every stamp lies between the conversation's beginning and `at`, and the last message is where the row says. */
function expectTimesInOrder(bundle: (typeof sample)[number], at: Instant): void {
	const { conversation, messages, insights } = said(bundle);
	const created = instant(conversation.created_at);
	const last = instant(conversation.last_message_at);
	expect(created).toBeLessThan(last);
	expect(created).toBeGreaterThan(at - 14 * day);
	expect(formatInstant(last)).toBe(conversation.last_message_at);
	let newest = 0;
	for (const message of messages) {
		for (const text of [message.created_at, message.sent_at]) {
			if (text === undefined) continue;
			expect(instant(text)).toBeGreaterThanOrEqual(created);
			expect(instant(text)).toBeLessThan(at);
		}
		newest = Math.max(newest, instant(message.created_at ?? message.sent_at ?? conversation.created_at));
	}
	expect(Math.abs(newest - last)).toBeLessThan(12_000_000);
	for (const insight of insights) {
		expect(instant(insight.created_at)).toBeGreaterThan(last);
		expect(instant(insight.created_at)).toBeLessThanOrEqual(at);
	}
}

describe('what was seen on real accounts', () => {
	const rows = [...demoBundles({ count: 3000, now })];
	const messages = rows.flatMap((bundle) => bundle.messages);

	it.each<[string, (bundle: (typeof rows)[number]) => boolean]>([
		['a list as metadata', ({ conversation }) => Array.isArray(conversation.metadata.called_tools)],
		[
			'a boolean as metadata',
			({ conversation }) => conversation.metadata.telnyx_end_user_target_verified === true,
		],
		['a role that is none of people', (bundle) => bundle.messages.some((row) => row?.role === 'system')],
		['no calls as null', (bundle) => bundle.messages.some((row) => row?.tool_calls === null)],
		[
			'the id of a call beside the metadata',
			(bundle) => bundle.messages.some((row) => row?.tool_call_id !== undefined),
		],
		['a row that is null', (bundle) => bundle.messages.includes(null)],
	])('is in the samples: %s', (_what, found) => {
		expect(rows.filter(found).length).toBeGreaterThan(20);
	});

	it('stays rare: most rows are messages', () => {
		expect(messages.filter((row) => row === null).length / messages.length).toBeLessThan(0.01);
	});
});
