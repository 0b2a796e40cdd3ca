import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeConversation, decodeInsightResult, decodeMessage } from '../../src/api/decode.ts';
import { channelOf, isVoice } from '../../src/domain/conversation.ts';
import { decodedValues } from '../../src/domain/decoded.ts';
import { instantFromMillis } from '../../src/domain/instant.ts';
import type { JsonValue } from '../../src/domain/json.ts';
import { defaultSignalSettings, type SignalKind, signalKinds } from '../../src/domain/signals/signal.ts';
import { type SignalSource, signalsOf } from '../../src/domain/signals/signals-of.ts';
import { buildTranscript, silenceMillis } from '../../src/domain/transcript.ts';

const file = new URL('../../../shared/data/sgd-conversations.ndjson.gz', import.meta.url);

function sourceOf(line: string): SignalSource {
	const bundle: { conversation: JsonValue; messages: JsonValue[]; insights: JsonValue[] } = JSON.parse(line);
	const read = decodeConversation(bundle.conversation);
	if (!read.ok) throw new Error(read.problem);
	const silenceAfterMillis = silenceMillis[isVoice(channelOf(read.value)) ? 'voice' : 'chat'];
	return {
		turns: buildTranscript(bundle.messages.map(decodeMessage), { silenceAfterMillis }),
		insights: decodedValues(bundle.insights.map(decodeInsightResult)),
		conversation: read.value,
		now: instantFromMillis(Date.UTC(2027, 0, 1)),
		settings: defaultSignalSettings,
	};
}

describe.skipIf(!existsSync(file))('signals of real conversations', () => {
	const sources = (): SignalSource[] =>
		gunzipSync(readFileSync(file)).toString().trim().split('\n').map(sourceOf);

	test('fire as often as measured, and stay silent for polite, plain and satisfied users', () => {
		const fired = new Map<SignalKind, number>(signalKinds.map((kind) => [kind, 0]));
		let wrong = 0;
		for (const source of sources()) {
			const kinds = signalsOf(source).map(({ kind }) => kind);
			for (const kind of kinds) fired.set(kind, (fired.get(kind) ?? 0) + 1);
			// The data set itself marks conversations with a failing service.
			const results = source.insights.flatMap(({ insights }) => insights.map(({ result }) => result));
			const label = results.find((result) => result.includes('"service_failure"'));
			if (label?.includes('"service_failure": false') && kinds.includes('could-not-do')) wrong += 1;
		}
		expect(wrong).toBe(0);
		expect(fired.get('could-not-do')).toBeGreaterThan(180);
		expect(fired.get('scored-poor')).toBe(231);
		expect(fired.get('insight-failed')).toBe(61);
		expect(fired.get('waited')).toBeLessThan(20);
		expect(fired.get('dead-air')).toBeLessThan(12);
		for (const kind of [
			'user-repeated',
			'assistant-repeated',
			'asked-for-person',
			'strong-language',
		] as const)
			expect(fired.get(kind)).toBeLessThanOrEqual(1);
		for (const kind of ['tool-failed', 'tool-unanswered', 'hostile-text', 'user-unanswered'] as const)
			expect(fired.get(kind)).toBe(0);
	});

	test("a conversation cut off after the user's last words was usually over, so it seldom counts as unanswered", () => {
		const cut = sources().filter((source) => {
			const last = source.turns.findLastIndex((turn) => turn.kind === 'speech' && turn.role === 'user');
			const found = signalsOf({ ...source, turns: source.turns.slice(0, last + 1) });
			return found.some(({ kind }) => kind === 'user-unanswered');
		});
		expect(cut.length).toBeLessThan(12);
	});
});
