import { readErrorBody } from './error-body.ts';
import { ApiError, type ApiErrorKind } from './errors.ts';
import { retryAfterMs } from './retry-policy.ts';

/** An answer that is no success, reduced to what an error is made of. */
export type FailedAnswer = {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** What was asked for: something of one conversation, or a part that every account has. */
	readonly about: 'conversation' | 'account';
};

/**
 * The code of a 403 in general, and of "Account is disabled" too (see API.md): an account without balance, although
 * nothing is wrong with the key. Only the server's words tell the two apart.
 */
const forbiddenCode = '10010';

/**
 * The error for an answer that is no success.
 * @param hide takes the key out of a text: a server that echoes the request would put it into its own message.
 */
export function errorOfAnswer(answer: FailedAnswer, now: number, hide: (text: string) => string): ApiError {
	const { status, headers, about } = answer;
	// Hidden in the text as it came, so that shortening cannot leave half a key, and again once JSON's escapes are gone.
	const body = readErrorBody(hide(answer.text));
	const kind = kindOfStatus(status);
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
				: wordsFor(kind, status, wait, requestId !== null)),
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
	advice: 'The key is fine: check the balance and the status of the account in the Telnyx portal.',
};

/** Every account has its lists: where they are not found, nothing was deleted, and the address is another one's. */
function wrongAddress(status: number): Words {
	return {
		sentence: `There is no Telnyx API at this address (${status}).`,
		advice:
			'Check TELNYX_BASE_URL: it is probably wrong. It ends in the version, as in https://api.telnyx.com/v2.',
	};
}

function isDisabledAccount(status: number, code: string | null, text: string): boolean {
	return status === 403 && code === forbiddenCode && /\bdisabled\b/i.test(text);
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
				sentence: 'This account or key may not do that.',
				advice: "Check the key's permissions and the account's balance and status in the Telnyx portal.",
			};
		case 'not-found':
			return { sentence: 'It is not there.', advice: 'It may have been deleted: refresh the list.' };
		case 'conflict':
			return {
				sentence: 'The same operation is still under way.',
				advice: 'Wait a moment, then refresh to see whether it went through.',
			};
		case 'invalid':
			return {
				sentence: `The server refused the request (${status}).`,
				advice: 'Correct what it names, then try again.',
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
				sentence: `The server points to another address (${status}), which is not followed with a key in hand.`,
				advice: 'Check TELNYX_BASE_URL.',
			};
		default:
			return {
				sentence: `The server failed (${status}).`,
				advice: hasRequestId
					? 'Try again; where it stays, ask Telnyx support with the request id.'
					: 'Try again in a while.',
			};
	}
}

function inWords(millis: number): string {
	const seconds = Math.ceil(millis / 1000);
	if (seconds === 1) return '1 second';
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
