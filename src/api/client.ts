import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance } from 'ky';
import { type JsonValue, jsonText } from '../domain/json.ts';
import { parseJsonText } from '../domain/json-source.ts';
import { holdsSecret, maskSecrets } from '../text/redact.ts';
import { braked } from './brake.ts';
import { usableEndpoint } from './endpoint.ts';
import { badAnswer, longestRead, toldError } from './error-body.ts';
import { ApiError, heldKeyError, readOnlyError } from './errors.ts';
import { errorOfAnswer } from './http-error.ts';
import { loggedFetch } from './log-requests.ts';
import { largeText, parseInSlices } from './parse-slices.ts';
import { receiving, usualMostBytes } from './receive-body.ts';
import {
	backoffMs,
	isTransientStatus,
	longestWaitMs,
	retryAfterMs,
	retryLimit,
	saidToRetry,
} from './retry-policy.ts';
import { abortable, sleep as sleepFor } from './sleep.ts';
import { errorOfTimeout, errorOfTransport } from './transport-error.ts';
import { nextTurn } from './turns.ts';
import type { ApiOptions } from './types.ts';
import type { OpenWait } from './waits.ts';

/** One request. `path` is relative to the base URL and percent-encoded, its query string included. */
export type Call = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	/** The meaning of a 404: a deleted conversation, or a wrong address, since every account has its lists. */
	readonly about: 'conversation' | 'account';
	readonly json?: JsonValue;
	readonly idempotencyKey?: string;
	readonly signal?: AbortSignal | undefined;
	/** Called before a retry of a request that the server may already have carried out. */
	readonly onUncertainRetry?: (() => void) | undefined;
	/** Awaited before each retry; a rejection with an `ApiError` ends the call. */
	readonly beforeRetry?: (() => Promise<void>) | undefined;
};

/** An answer with a success status. Each operation checks the body itself. */
export type Answer = {
	readonly status: number;
	/** True if the body is missing or only blanks. */
	readonly isBlank: boolean;
	/** Time of the answer by the server's clock (`Date`), else by ours; milliseconds since 1970. */
	readonly servedAt: number;
	/** The same by the server's clock alone; null without a `Date` header. */
	readonly serverTime: number | null;
	/** The body. Throws an `ApiError` (bad-response) if it is not JSON or lists errors. */
	json(): JsonValue;
	/** The error for an unexpected body; `sentence` gives the reason unless the body is a web page or empty. */
	bad(sentence: string): ApiError;
};

/** Sends one call. Throws an `ApiError`, or the signal's own reason. */
export type Send = (call: Call) => Promise<Answer>;

type Fetch = typeof globalThis.fetch;

const defaultTimeoutMs = 60_000;
const neverAborted = new AbortController().signal;

/**
 * The only sender of requests: base URL, key, timeout per attempt, retries with back-off, and the refusal of writes
 * when `readOnly`. Throws an `ApiError` for an unusable key or base URL.
 */
export function createClient(options: ApiOptions): Send {
	const { key, base } = usableEndpoint(options);
	const route = { host: base.host, proxy: options.proxy ?? null };
	const now = options.now ?? Date.now;
	const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
	const plainFetch = options.fetch ?? globalThis.fetch;
	const client = createKy(options, key, base, timeoutMs, now);
	const mostBytes = options.maxBodyBytes ?? usualMostBytes;
	const reach = (
		call: Call,
		sent: string | null,
		wait: OpenWait | undefined,
		signal: AbortSignal | undefined,
	): Fetch => {
		const { brake, leavesPaceToCaller, requestLog } = options;
		const about = { method: call.method, path: call.path, sent, mostBytes };
		const fetch = requestLog === undefined ? plainFetch : loggedFetch(plainFetch, requestLog, about, now);
		if (brake === undefined || leavesPaceToCaller === true || call.method !== 'GET') return fetch;
		const onHeld = (millis: number): void => wait?.next('held-back', 1, millis);
		return braked(fetch, brake, signal ?? neverAborted, { onHeld, onSent: () => wait?.sent() });
	};
	const sleep = options.sleep ?? sleepFor;
	/** Waits before the next attempt; throws the last attempt's error if the user ends the wait. */
	const pausing =
		(wait: OpenWait | undefined) =>
		async (
			error: Error,
			why: 'rate-limited' | 'retrying',
			next: number,
			millis: number,
			signal: AbortSignal,
		) => {
			const isGivenUp = (): boolean => wait?.givenUp.aborted === true;
			if (isGivenUp()) throw error;
			wait?.next(why, next, millis);
			await sleep(millis, anyOf(signal, wait?.givenUp)).catch((reason: unknown) => {
				throw isGivenUp() ? error : reason;
			});
			wait?.sent();
		};
	const hide = (text: string) => maskSecrets(text, [key], () => '[key]');

	return async (call) => {
		if (options.readOnly === true && call.method !== 'GET') throw readOnlyError();
		const sent = call.json === undefined ? null : jsonText(call.json);
		// Only one header may contain the key: servers log addresses, and everyone in the account can read bodies.
		if (holdsSecret(call.path, [key]) || holdsSecret(sent ?? '', [key])) throw heldKeyError();
		const { signal } = call;
		const wait = options.waits?.begin(call.method, retryLimit + 1);
		const either = anyOf(signal, wait?.ended);
		try {
			either?.throwIfAborted();
			const received = receiving(reach(call, sent, wait, either), mostBytes);
			const request = client(call.path, {
				method: call.method,
				fetch: received.fetch,
				signal: either ?? null,
				...(sent === null ? {} : { body: sent }),
				headers: {
					...(sent === null ? {} : { 'content-type': 'application/json' }),
					...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
				},
				context: {
					onUncertainRetry: call.onUncertainRetry,
					beforeRetry: call.beforeRetry,
					pause: pausing(wait),
				},
			});
			const response = await abortable(request, either);
			const { parts, length, isBlank } = received.text();
			const isLarge = length > largeText;
			const sliced = isLarge ? await parseInSlices(parts, () => abortable(nextTurn(), either)) : undefined;
			const text = isLarge ? headOf(parts) : parts.join('');
			const date = Date.parse(response.headers.get('date') ?? '');
			const raw = { status: response.status, headers: response.headers, text, isBlank, hide };
			return {
				status: response.status,
				isBlank,
				servedAt: Number.isNaN(date) ? now() : date,
				serverTime: Number.isNaN(date) ? null : date,
				json: () => {
					const body = isLarge ? sliced : parseJsonText(text);
					if (body === undefined) throw badAnswer(raw, 'The server did not send JSON.');
					const told = toldError(raw, body);
					if (told !== null) throw told;
					return body;
				},
				bad: (sentence) => badAnswer(raw, sentence),
			};
		} catch (error) {
			if (either?.aborted) throw either.reason;
			if (error instanceof ApiError) throw error;
			if (isHTTPError(error)) {
				const text = typeof error.data === 'string' ? error.data : '';
				const { status, headers } = error.response;
				throw errorOfAnswer({ status, headers, text, about: call.about }, now(), hide);
			}
			throw isTimeoutError(error) ? errorOfTimeout(route, timeoutMs) : errorOfTransport(error, route);
		} finally {
			wait?.over();
		}
	};
}

/** The start of a large text, as much as errors examine. */
function headOf(parts: readonly string[]): string {
	let head = '';
	for (const part of parts) {
		if (head.length >= longestRead) break;
		head += part;
	}
	return head;
}

function anyOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	return AbortSignal.any([one, other]);
}

function createKy(
	options: ApiOptions,
	key: string,
	base: URL,
	timeoutMs: number,
	now: () => number,
): KyInstance {
	const random = options.random ?? Math.random;
	return ky.create({
		prefix: base.href,
		headers: {
			accept: 'application/json',
			authorization: `Bearer ${key}`,
			'user-agent': options.userAgent ?? 'tconv',
		},
		timeout: timeoutMs,
		// A redirect could take the key to another origin, and no operation of the API redirects.
		redirect: 'manual',
		retry: {
			limit: retryLimit,
			methods: ['get', 'put', 'delete', 'post'],
			shouldRetry: ({ error }) => !isLeftToCaller(error, options) && isWorthRetrying(error, now()),
			// `beforeRetry` waits instead: its clock can be replaced.
			delay: () => 0,
		},
		hooks: {
			beforeRetry: [
				async ({ error, retryCount, request, options: { context } }) => {
					const asked = isHTTPError(error)
						? retryAfterMs(error.response.headers, error.response.status, now())
						: null;
					const refused = isHTTPError(error) && error.response.status === 429;
					const millis = asked ?? backoffMs(retryCount, random);
					const why = refused ? 'rate-limited' : 'retrying';
					if (typeof context.pause === 'function')
						await context.pause(error, why, retryCount + 1, millis, request.signal);
					if (!refused && typeof context.onUncertainRetry === 'function') context.onUncertainRetry();
					if (typeof context.beforeRetry === 'function') await context.beforeRetry();
				},
			],
		},
	});
}

function isLeftToCaller(error: Error, { leavesPaceToCaller = false }: ApiOptions): boolean {
	return leavesPaceToCaller && isHTTPError(error) && error.response.status === 429;
}

function isWorthRetrying(error: Error, now: number): boolean {
	if (!isHTTPError(error) && !isNetworkError(error)) return false;
	const { request } = error;
	if (request.method === 'POST' && !request.headers.has('idempotency-key')) return false;
	if (!isHTTPError(error)) return true;
	const { status, headers } = error.response;
	const isTransient = saidToRetry(headers) ?? isTransientStatus(status, request.method);
	return isTransient && (retryAfterMs(headers, status, now) ?? 0) <= longestWaitMs;
}
