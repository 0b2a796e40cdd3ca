import { describe, expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../../src/api/decode.ts';
import { demoBundles, makeTimeline } from '../../../src/demo/index.ts';
import { makePlan } from '../../../src/demo/plan.ts';
import { channelOf, isVoice } from '../../../src/domain/conversation.ts';
import { decodedValues } from '../../../src/domain/decoded.ts';
import { instantFromMillis } from '../../../src/domain/instant.ts';
import { defaultSignalSettings, type SignalKind } from '../../../src/domain/signals/signal.ts';
import { signalsOf } from '../../../src/domain/signals/signals-of.ts';
import { buildTranscript, silenceMillis } from '../../../src/domain/transcript.ts';
import type { ConversationBundle } from '../../../src/domain/wire.ts';

const now = instantFromMillis(Date.UTC(2026, 10, 25, 9));
const count = 400;
const timeline = makeTimeline(1, now, count);

function kindsOf(bundle: ConversationBundle): readonly SignalKind[] {
	const read = decodeConversation({ ...bundle.conversation });
	if (!read.ok) throw new Error(read.problem);
	const conversation = read.value;
	const medium = isVoice(channelOf(conversation)) ? 'voice' : 'chat';
	return signalsOf({
		turns: buildTranscript(
			bundle.messages.map((row) => decodeMessage(row === null ? null : { ...row })),
			{
				silenceAfterMillis: silenceMillis[medium],
			},
		),
		insights: decodedValues(bundle.insights.map((row) => decodeInsightResult({ ...row }))),
		conversation,
		now,
		settings: defaultSignalSettings,
	}).map(({ kind }) => kind);
}

const staged = [...demoBundles({ count, now })].map((bundle, index) => ({
	kinds: kindsOf(bundle),
	plan: makePlan(1, now, count, index, timeline.lastMessageAt(index)),
	bundle,
}));

describe('signals in the sample conversations', () => {
	const firesAmong = (kinds: readonly SignalKind[], where: (one: (typeof staged)[number]) => boolean) => {
		const those = staged.filter(where);
		return {
			of: those.length,
			fired: those.filter((one) => one.kinds.some((kind) => kinds.includes(kind))).length,
		};
	};

	test('finds nearly all failing and hanging tools, and few where none was planted', () => {
		const tools = ['tool-failed', 'tool-unanswered'] as const;
		const seen = firesAmong(tools, ({ plan }) => plan.script.troubles > 0 && !plan.live);
		expect(seen.of).toBeGreaterThan(40);
		// Without ids, the answer of a later handover is paired with the tool that hung.
		expect(seen.fired / seen.of).toBeGreaterThan(0.94);
		// A story's own tool that answers `{"status":"error"}` is not one of the planted failures.
		expect(firesAmong(tools, ({ plan }) => plan.script.troubles === 0).fired).toBeLessThan(12);
	});

	test('finds every text that would steer a terminal, and otherwise only stacked marks', () => {
		const steers = ({ bundle }: (typeof staged)[number]): boolean =>
			/\\u001b|\\b|\u202E/.test(JSON.stringify(bundle)) || /\u200B|\u{E0069}/u.test(JSON.stringify(bundle));
		const seen = firesAmong(['hostile-text'], steers);
		expect(seen.of).toBeGreaterThan(9);
		expect(seen.fired).toBe(seen.of);
		const others = staged.filter((one) => !steers(one) && one.kinds.includes('hostile-text'));
		expect(others.every(({ bundle }) => /\p{M}{7}/u.test(JSON.stringify(bundle)))).toBe(true);
	});

	test('finds angry callers who want a person', () => {
		const wants = firesAmong(['asked-for-person'], ({ bundle }) =>
			/get me a human|talk to a real person/i.test(JSON.stringify(bundle.messages)),
		);
		expect(wants.of).toBeGreaterThan(5);
		expect(wants.fired).toBe(wants.of);
		expect(firesAmong(['asked-for-person'], () => true).fired).toBe(wants.of);
	});

	test('finds dead air and waits for silent callers and hanging tools', () => {
		expect(
			firesAmong(['dead-air'], ({ plan }) => plan.script.outcome?.intent === 'no_speech').fired,
		).toBeGreaterThan(0);
		const hung = firesAmong(['waited', 'tool-unanswered'], ({ bundle: { messages }, plan }) => {
			const calls = messages.flatMap((row) => row?.tool_calls ?? []).length;
			return !plan.live && calls > messages.filter((row) => row?.role === 'tool').length;
		});
		expect(hung.of).toBeGreaterThan(10);
		// As above: a hung tool counts as answered if a handover follows.
		expect(hung.fired / hung.of).toBeGreaterThan(0.8);
	});
});
