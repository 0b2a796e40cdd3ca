/** Retries of one call after its first failure, as in the official SDK. */
export const retryLimit = 2;

/** The longest wait that the server can impose on a call; the caller decides about longer ones. */
export const longestWaitMs = 30_000;

const firstBackoffMs = 500;
const longestBackoffMs = 8000;

/** True if another attempt may succeed. 409 means that the same create is still under way. */
export function isTransientStatus(status: number, method: string): boolean {
	return status === 408 || status === 429 || status >= 500 || (status === 409 && method === 'POST');
}

/** Milliseconds before retry number `retry` (from 1): doubled each time, capped at 8 s, spread over the upper half. */
export function backoffMs(retry: number, random: () => number): number {
	return doublingMs(retry, firstBackoffMs, longestBackoffMs, random());
}

/**
 * The `nth` wait (from 1) in a series that doubles from `first` up to `longest`, in milliseconds. `random` in [0, 1)
 * spreads the wait over its upper half.
 */
export function doublingMs(nth: number, first: number, longest: number, random: number): number {
	const full = Math.min(longest, first * 2 ** Math.min(Math.max(0, nth - 1), 20));
	return Math.round(full * (0.5 + random / 2));
}

/** The server's `x-should-retry` header, which overrides the status; null if missing or invalid. */
export function saidToRetry(headers: Headers): boolean | null {
	const said = headers.get('x-should-retry')?.trim().toLowerCase();
	return said === 'true' ? true : said === 'false' ? false : null;
}

/**
 * The wait that the server asks for, in milliseconds from `now`: `retry-after-ms`, else `Retry-After` in seconds or as
 * an HTTP date (RFC 9110, 10.2.3), else on a 429 `x-ratelimit-reset`, in seconds or as a Unix time. Null if none is
 * usable.
 */
export function retryAfterMs(headers: Headers, status: number, now: number): number | null {
	const millis = countIn(headers, 'retry-after-ms');
	if (millis !== null) return Math.round(millis);
	const seconds = countIn(headers, 'retry-after');
	if (seconds !== null) return Math.round(seconds * 1000);
	const date = Date.parse(headers.get('retry-after') ?? '');
	if (!Number.isNaN(date)) return Math.max(0, date - now);
	const reset = status === 429 ? countIn(headers, 'x-ratelimit-reset') : null;
	if (reset === null) return null;
	const aYear = 86_400 * 365;
	return Math.max(0, Math.round(reset > aYear ? reset * 1000 - now : reset * 1000));
}

function countIn(headers: Headers, name: string): number | null {
	const text = headers.get(name)?.trim() ?? '';
	return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
