import { readErrorBody } from './error-body.ts';
import { ApiError, type ApiErrorKind } from './errors.ts';
import { isMarkup } from './markup.ts';
import { retryAfterMs } from './retry-policy.ts';

/** The parts of a failed answer that make up its error. */
export type FailedAnswer = {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The request's subject: one conversation, or a resource that every account has. */
	readonly about: 'conversation' | 'account';
};

/**
 * The general code of a 403, also used for "Account is disabled" (see API.md): the account has no balance, but its key
 * is valid. Only the server's wording distinguishes the two.
 */
const forbiddenCode = '10010';

/**
 * The error for a failed answer.
 * @param hide masks the key in a text: a server that echoes the request puts the key into its own message.
 */
export function errorOfAnswer(answer: FailedAnswer, now: number, hide: (text: string) => string): ApiError {
	const { status, headers, about } = answer;
	// Masked in the raw text, so that shortening cannot leave half a key, and again after JSON's escapes are resolved.
	const body = readErrorBody(hide(answer.text));
	// The API reports a deleted conversation in JSON; a web page comes from a gateway or proxy.
	const isPageInstead =
		kindOfStatus(status) === 'not-found' && about === 'conversation' && isMarkup(answer.text);
	const kind = isPageInstead ? 'bad-response' : kindOfStatus(status);
	const wait = retryAfterMs(headers, status, now);
	const requestId = headers.get('x-request-id');
	const location = status >= 300 && status < 400 ? headers.get('location') : null;
	const said = location ?? body.detail;
	return new ApiError({
		kind,
		...(isDisabledAccount(status, body.code, answer.text)
			? disabledAccount
			: kind === 'not-found' && about === 'account'
				? wrongAddress(status)
				: isPageInstead
					? pageInstead(status)
					: (serverWords(status, answer.text) ?? wordsFor(kind, status, wait, requestId !== null))),
		status,
		code: body.code === null ? null : hide(body.code),
		requestId: requestId === null ? null : hide(requestId),
		retryAfterMs: wait,
		detail: said === null ? null : hide(said),
		fields: body.fields.map((field) => ({
			parameter: field.parameter === null ? null : hide(field.parameter),
			pointer: field.pointer === null ? null : hide(field.pointer),
			message: hide(field.message),
			position: field.position,
		})),
	});
}

function kindOfStatus(status: number): ApiErrorKind {
	if (status < 400) return 'bad-response';
	if (status >= 500) return 'server';
	switch (status) {
		case 401:
			return 'auth';
		case 402:
		case 403:
			return 'forbidden';
		case 404:
		case 410:
			return 'not-found';
		case 408:
			return 'timeout';
		case 409:
			return 'conflict';
		case 429:
			return 'rate-limited';
		default:
			return 'invalid';
	}
}

type Words = { readonly sentence: string; readonly advice: string };

const disabledAccount: Words = {
	sentence: 'The account is disabled.',
	advice: 'The key is valid. Check the balance and status of the account in the Telnyx portal.',
};

/** Every account has its lists: a list that is not found means a wrong address, not a deletion. */
function wrongAddress(status: number): Words {
	return {
		sentence: `There is no Telnyx API at this address (${status}).`,
		advice: 'Check TELNYX_BASE_URL: it must end in the version, as in https://api.telnyx.com/v2.',
	};
}

function pageInstead(status: number): Words {
	return {
		sentence: `The server sent a web page instead of data (${status}).`,
		advice: 'Check TELNYX_BASE_URL and any proxy on the way.',
	};
}

function isDisabledAccount(status: number, code: string | null, text: string): boolean {
	return status === 403 && code === forbiddenCode && /\bdisabled\b/i.test(text);
}

/** Words for a 5xx from a gateway or network, or without a body; null if the server gives its own reason. */
function serverWords(status: number, text: string): Words | null {
	if (status < 500) return null;
	if (status === 511)
		return {
			sentence: 'The network requires a sign-in (511).',
			advice: 'Sign in with a browser, then try again.',
		};
	if (text.trim() === '')
		return {
			sentence: `The server failed (${status}) and gave no reason.`,
			advice: 'Try again later.',
		};
	if (isMarkup(text))
		return {
			sentence: `The server failed (${status}): a gateway sent a web page.`,
			advice: 'Try again later.',
		};
	return null;
}

function wordsFor(kind: ApiErrorKind, status: number, wait: number | null, hasRequestId: boolean): Words {
	switch (kind) {
		case 'auth':
			return {
				sentence: 'The API key was not accepted.',
				advice: 'Check the key in TELNYX_API_KEY.',
			};
		case 'forbidden':
			return {
				sentence: 'This account or key has no permission for that.',
				advice: "Check the key's permissions and the account's balance and status in the Telnyx portal.",
			};
		case 'not-found':
			return { sentence: 'It does not exist.', advice: 'It may have been deleted: refresh the list.' };
		case 'conflict':
			return {
				sentence: 'The same operation is still under way.',
				advice: 'Wait a moment, then refresh to see whether it went through.',
			};
		case 'invalid':
			return {
				sentence: `The server refused the request (${status}).`,
				advice: 'Correct that, then try again.',
			};
		case 'rate-limited':
			return {
				sentence: 'Too many requests.',
				advice: wait === null ? 'Try again in a minute.' : `Try again in ${inWords(wait)}.`,
			};
		case 'timeout':
			return { sentence: 'The server gave up waiting (408).', advice: 'Try again.' };
		case 'bad-response':
			return {
				sentence: `The server points to another address (${status}); tconv does not send the key there.`,
				advice: "Check TELNYX_BASE_URL; a network's sign-in page may be in the way.",
			};
		default:
			return {
				sentence: `The server failed (${status}).`,
				advice: hasRequestId
					? 'Try again; if it persists, give Telnyx support the request id.'
					: 'Try again later.',
			};
	}
}

function inWords(millis: number): string {
	const seconds = Math.ceil(millis / 1000);
	if (seconds === 1) return '1 second';
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
