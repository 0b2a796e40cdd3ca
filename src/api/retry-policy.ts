/** How often one call is repeated after its first failure, as the official SDK does. */
export const retryLimit = 2;

/** The longest that a call waits because the server said so; a longer wait is the caller's to decide. */
export const longestWaitMs = 30_000;

const firstBackoffMs = 500;
const longestBackoffMs = 8000;

/** True for an answer that another attempt may change. 409 says that the same create is still under way. */
export function isTransientStatus(status: number, method: string): boolean {
	return status === 408 || status === 429 || status >= 500 || (status === 409 && method === 'POST');
}

/** Milliseconds before attempt `retry` (from 1): doubling, capped at 8 s, and spread over its upper half. */
export function backoffMs(retry: number, random: () => number): number {
	const full = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (retry - 1));
	return Math.round(full * (0.5 + random() / 2));
}

/**
 * How long the server asks to be left alone, in milliseconds from `now`: `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, 10.2.3), else on a 429 `x-ratelimit-reset`, in seconds or as a Unix time. Null where it says nothing usable.
 */
export function retryAfterMs(headers: Headers, status: number, now: number): number | null {
	const after = headers.get('retry-after')?.trim();
	if (after !== undefined && after !== '') {
		const millis = /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
		return Number.isFinite(millis) ? Math.max(0, Math.round(millis)) : null;
	}
	const reset = status === 429 ? headers.get('x-ratelimit-reset')?.trim() : undefined;
	if (reset === undefined || !/^\d+$/.test(reset)) return null;
	const seconds = Number(reset);
	const aDayCount = 86_400 * 365;
	return Math.max(0, seconds > aDayCount ? seconds * 1000 - now : seconds * 1000);
}
