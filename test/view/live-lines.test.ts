import { expect, test } from 'vitest';
import { decodeConversation } from '../../src/api/decode.ts';
import type { LiveState } from '../../src/live/poller.ts';
import { liveWords, talkWords } from '../../src/view/live-lines.ts';

const begun = Date.UTC(2026, 10, 25, 3, 51, 53, 400);

function conversation(lastMessageAt: number) {
	const row = decodeConversation({
		id: '00000000-0000-4000-8000-000000000001',
		created_at: new Date(begun).toISOString(),
		last_message_at: new Date(lastMessageAt).toISOString(),
		metadata: {},
	});
	if (!row.ok) throw new TypeError('The sample cannot be read.');
	return row.value;
}

const waiting: LiveState = {
	phase: 'waiting',
	nextAt: 30_000,
	lastAnsweredAt: 4_000,
	lastError: null,
	interval: 5_000,
	isQuiet: false,
};

test('live in words: the age of the data, and with room when it is asked next and that all is quiet', () => {
	expect(liveWords(waiting, 8_000, 80)).toEqual({ words: 'live, 4 s old', short: 'live' });
	expect(liveWords(waiting, 8_000, 120).words).toBe('live, 4 s old, next in 22 s');
	expect(liveWords({ ...waiting, isQuiet: true }, 8_000, 120).words).toBe(
		'live, 4 s old, quiet, next in 22 s',
	);
	expect(liveWords({ ...waiting, lastError: new Error('no') }, 8_000, 80)).toEqual({
		words: 'live! failed, again in 22 s',
		short: 'live!',
	});
});

test('a running conversation says how long it has been silent, in words that fit beside the tabs', () => {
	expect(talkWords(conversation(begun), begun + 29_600)).toBe('silent 29 s');
	expect(talkWords(conversation(begun), begun + 156_000)).toBe('silent 2m36');
	expect(talkWords(conversation(begun + 90_000), begun + 94_900)).toBe('silent 4 s');
	expect(talkWords(conversation(begun), begun + 400_000)).toBe('');
});

test('a clock behind the server’s shows no negative times', () => {
	expect(talkWords(conversation(begun + 60_000), begun + 30_000)).toBe('silent 0 s');
});
