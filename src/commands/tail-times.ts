import { type Instant, millisOf } from '../domain/instant.ts';
import { isLength, type Moment, type MomentContext, readMoment } from '../filter/relative-dates.ts';

/** The times of a tail as typed; null for an option that was not given. */
type TypedTimes = {
	readonly since: string | null;
	readonly until: string | null;
	readonly isOnce: boolean;
};

/** The times of a tail, or the problem as half a sentence, raw. */
type TailTimes =
	| { readonly ok: true; readonly since: Instant | null; readonly untilMillis: number | null }
	| { readonly ok: false; readonly problem: string };

/** Reads `--since` and `--until`. A length such as `30m` counts back for `--since` and forward for `--until`. */
export function readTailTimes({ since, until, isOnce }: TypedTimes, context: MomentContext): TailTimes {
	const wrong = (problem: string): TailTimes => ({ ok: false, problem });
	const notTime = (name: string, text: string): TailTimes =>
		wrong(`--${name} "${text}" is not a time: write 1h, 90m, today, 14:00 or 2026-11-22T14:00`);
	const start = since === null ? null : readMoment(since, context);
	if (since !== null && start === null) return notTime('since', since);
	if (start !== null && start.from > context.now) return wrong(`--since "${since}" is in the future`);
	if (isOnce && start === null) return wrong('--once needs --since: without it, no message is there yet');
	const end = until === null ? null : readMoment(until, context);
	if (until !== null && end === null) return notTime('until', until);
	const untilMillis = end === null ? null : millisOf(endOf(end, isLength(until ?? ''), context.now));
	if (untilMillis !== null && untilMillis <= millisOf(context.now))
		return wrong(`--until "${until}" is in the past`);
	return { ok: true, since: start?.from ?? null, untilMillis };
}

/** `today` ends at midnight, `18:00` at that minute, `30m` in half an hour. */
function endOf(moment: Moment, isAhead: boolean, now: Instant): Instant {
	if (isAhead) return (2 * now - moment.from) as Instant;
	return moment.to !== null && moment.from <= now ? moment.to : moment.from;
}
