import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance } from 'ky';
import { type JsonValue, parseJsonText } from '../domain/json.ts';
import { abortable } from './abortable.ts';
import { bufferedFetch } from './buffered-fetch.ts';
import { usableBase, usableKey } from './endpoint.ts';
import { ApiError, readOnlyError } from './errors.ts';
import { errorOfAnswer } from './http-error.ts';
import { isMarkup, wordsOfMarkup } from './markup.ts';
import { backoffMs, isTransientStatus, longestWaitMs, retryAfterMs, retryLimit } from './retry-policy.ts';
import { sleep as sleepFor } from './sleep.ts';
import { errorOfTimeout, errorOfTransport } from './transport-error.ts';
import type { ApiOptions } from './types.ts';

/** One request. `path` is below the base URL and percent-encoded, its query string included. */
export type Call = {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	/** What a 404 would be about: one conversation that is gone, or a part of every account, so that the address is wrong. */
	readonly about: 'conversation' | 'account';
	readonly json?: unknown;
	readonly idempotencyKey?: string;
	readonly signal?: AbortSignal | undefined;
	/** Called when the request is repeated although the server may have carried it out already. */
	readonly onUncertainRetry?: (() => void) | undefined;
	/** Waited for before the request is repeated; where it rejects with an `ApiError`, that ends the call. */
	readonly beforeRetry?: (() => Promise<void>) | undefined;
};

/** A successful answer. `json` throws an `ApiError` where the body is not JSON. */
export type Answer = {
	/** When the server answered, by its own clock (`Date`), else by ours; milliseconds since 1970. */
	readonly servedAt: number;
	/** The same by its own clock alone; null where it told no `Date`. */
	readonly serverTime: number | null;
	json(): JsonValue;
};

/** Sends one call. Throws an `ApiError`, or the signal's own reason. */
export type Send = (call: Call) => Promise<Answer>;

const defaultTimeoutMs = 60_000;

/** A key shorter than this would tear holes into ordinary words when it is taken out of messages. */
const shortestHidden = 8;

/**
 * The one way out: base URL, key, timeout per attempt, retries with back-off, and the gate that holds writes back when
 * `readOnly`. Throws an `ApiError` for a key or a base URL that cannot be used.
 */
export function createClient(options: ApiOptions): Send {
	const key = usableKey(options.apiKey);
	const base = usableBase(options.baseUrl);
	const now = options.now ?? Date.now;
	const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
	const client = createKy(options, key, base, timeoutMs, now);
	const hide = (text: string) => (key.length < shortestHidden ? text : text.replaceAll(key, '[key]'));

	return async (call) => {
		if (options.readOnly === true && call.method !== 'GET') throw readOnlyError();
		const { signal } = call;
		try {
			signal?.throwIfAborted();
			const request = client(call.path, {
				method: call.method,
				signal: signal ?? null,
				...(call.json === undefined ? {} : { json: call.json }),
				headers: call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey },
				context: { onUncertainRetry: call.onUncertainRetry, beforeRetry: call.beforeRetry },
			});
			const response = await abortable(request, signal);
			const text = await abortable(response.text(), signal);
			const date = Date.parse(response.headers.get('date') ?? '');
			return {
				servedAt: Number.isNaN(date) ? now() : date,
				serverTime: Number.isNaN(date) ? null : date,
				json: () => {
					const body = parseJsonText(text);
					return body === undefined ? throwNoJson(response, text, hide) : body;
				},
			};
		} catch (error) {
			if (signal?.aborted) throw signal.reason;
			if (error instanceof ApiError) throw error;
			if (isHTTPError(error)) {
				const text = typeof error.data === 'string' ? error.data : '';
				const { status, headers } = error.response;
				throw errorOfAnswer({ status, headers, text, about: call.about }, now(), hide);
			}
			throw isTimeoutError(error) ? errorOfTimeout(base.host, timeoutMs) : errorOfTransport(error, base.host);
		}
	};
}

function createKy(
	options: ApiOptions,
	key: string,
	base: URL,
	timeoutMs: number,
	now: () => number,
): KyInstance {
	const random = options.random ?? Math.random;
	const sleep = options.sleep ?? sleepFor;
	return ky.create({
		prefix: base.href,
		headers: {
			accept: 'application/json',
			authorization: `Bearer ${key}`,
			'user-agent': options.userAgent ?? 'tconv',
		},
		timeout: timeoutMs,
		// A redirect could take the key to another origin, and no operation of the API has one.
		redirect: 'manual',
		fetch: bufferedFetch(options.fetch ?? globalThis.fetch),
		retry: {
			limit: retryLimit,
			methods: ['get', 'put', 'delete', 'post'],
			shouldRetry: ({ error }) => !isLeftToCaller(error, options) && isWorthRetrying(error, now()),
			// The waiting is done below, where its clock can be replaced.
			delay: () => 0,
		},
		hooks: {
			beforeRetry: [
				async ({ error, retryCount, request, options: { context } }) => {
					const asked = isHTTPError(error)
						? retryAfterMs(error.response.headers, error.response.status, now())
						: null;
					await sleep(asked ?? backoffMs(retryCount, random), request.signal);
					const refused = isHTTPError(error) && error.response.status === 429;
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
	return (
		isTransientStatus(status, request.method) && (retryAfterMs(headers, status, now) ?? 0) <= longestWaitMs
	);
}

function throwNoJson(response: Response, raw: string, hide: (text: string) => string): never {
	const text = hide(raw);
	const requestId = response.headers.get('x-request-id');
	const isEmpty = text.trim() === '';
	const isPage = isMarkup(text);
	const kept = isPage ? hide(wordsOfMarkup(text)) : text.slice(0, 2000).toWellFormed();
	throw new ApiError({
		kind: 'bad-response',
		sentence: isEmpty
			? 'The server sent an empty answer.'
			: isPage
				? 'The server sent a web page instead of data.'
				: 'The server sent something other than JSON.',
		advice: 'Check TELNYX_BASE_URL, and any proxy between here and there.',
		status: response.status,
		requestId: requestId === null ? null : hide(requestId),
		detail: kept.trim() === '' ? null : kept,
	});
}
