import type { Wait } from '../api/waits.ts';
import { t } from '../text/safe.ts';
import { nothing, type SafeText } from '../text/safe-text.ts';
import { duration } from '../text/time.ts';

const urgency: Readonly<Record<Wait['why'], number>> = {
	'rate-limited': 0,
	'held-back': 1,
	retrying: 2,
	slow: 3,
};

/** Columns from which there is room for the key that ends a wait. */
const wordy = 100;
/** Below this number of columns, there is room only for the figure. */
const terse = 80;

/** The most important wait for the server, in words; empty without waits. */
export function waitWords(waits: readonly Wait[], now: number, columns: number): SafeText {
	const worst = waits.toSorted((a, b) => urgency[a.why] - urgency[b.why] || untilOf(b) - untilOf(a))[0];
	if (worst === undefined) return nothing;
	const words = wordsOf(worst, now, columns < terse);
	return columns < wordy ? words : t`${words} (Esc ends the wait)`;
}

function wordsOf(wait: Wait, now: number, isTerse: boolean): SafeText {
	const { why, since, until, attempt, most } = wait;
	const left = seconds((until ?? now) - now);
	switch (why) {
		case 'rate-limited':
			return isTerse ? t`rate limited, ${left}` : t`rate limited, retry in ${left}`;
		case 'held-back':
			return isTerse ? t`retrying each second` : t`the server fails, retrying each second`;
		case 'retrying':
			return t`failed, try ${attempt} of ${most} in ${left}`;
		case 'slow':
			return t`no answer for ${seconds(now - since)}${attempt === 1 ? nothing : t`, try ${attempt} of ${most}`}`;
	}
}

function untilOf({ until, since }: Wait): number {
	return until ?? -since;
}

function seconds(millis: number): SafeText {
	return duration(Math.max(0, Math.ceil(millis / 1000)) * 1000);
}
