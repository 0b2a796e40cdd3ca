import type { Wait, Waits } from '../api/waits.ts';
import { t } from '../text/safe.ts';
import type { SafeText } from '../text/safe-text.ts';
import { duration } from '../text/time.ts';

/** Shorter waits are not reported. */
const shortestMillis = 3000;

/** Reports waits for the server, each once. */
export function tellWaits(waits: Waits, say: (words: SafeText) => void): void {
	let told = new Set<string>();
	waits.subscribe(() => {
		const now = new Set<string>();
		for (const wait of waits.getState()) {
			const key = `${wait.why} ${wait.since}`;
			const words = wordsOf(wait);
			if (words !== null && !told.has(key) && !now.has(key)) say(words);
			now.add(key);
		}
		told = now;
	});
}

function wordsOf({ why, since, until, attempt, most }: Wait): SafeText | null {
	if (until === null) return t`no answer for ${duration(shortestMillis)}, try ${attempt} of ${most}`;
	if (until - since < shortestMillis) return null;
	const left = duration(until - since);
	return why === 'rate-limited'
		? t`rate limited, retry in ${left}`
		: t`failed, try ${attempt} of ${most} in ${left}`;
}

/** A shorter wait needs no words beyond the lost connection. */
const longMillis = 15_000;

/** The time until the next attempt at a lost server, if it is long and much longer than last reported. */
export function nextTryWords(millis: number, saidMillis: number): SafeText | null {
	return millis < longMillis || millis < saidMillis * 2 ? null : t`retry in ${duration(millis)}`;
}
