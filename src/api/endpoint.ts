import { ApiError } from './errors.ts';

const cloudBaseUrl = 'https://api.telnyx.com/v2';

/** Where the API is, by the environment: `TELNYX_BASE_URL`, else Telnyx's own address. Nothing is checked yet. */
export function baseUrlOf(environment: Readonly<Record<string, string | undefined>>): string {
	return environment.TELNYX_BASE_URL?.trim() || cloudBaseUrl;
}

/**
 * The key without the blanks around it. Throws an `ApiError` for one that no header can carry: fetch would put it into
 * the message of its own error.
 */
export function usableKey(apiKey: string): string {
	const key = apiKey.trim();
	if (/^[\x21-\x7e]+$/.test(key)) return key;
	throw new ApiError({
		kind: 'auth',
		sentence: key === '' ? 'There is no API key.' : 'The API key has characters that no key can have.',
		advice: 'Check the key in TELNYX_API_KEY.',
	});
}

/**
 * The base URL as a URL. Throws an `ApiError` for one that is no plain http address: it names the cause and quotes nothing
 * of the value, where a key or a password could stand.
 */
export function usableBase(baseUrl: string): URL {
	const url = URL.parse(baseUrl);
	if (url === null) throw unusable('is not an address', example);
	if (!/^https?:$/.test(url.protocol)) throw unusable('does not start with https:// or http://', example);
	if (url.username !== '' || url.password !== '')
		throw unusable(
			'has a user name or a password in it',
			'Leave them out: the key belongs in TELNYX_API_KEY.',
		);
	// Looked for in the address itself: a bare ? or # is no part of `search` and `hash`, but swallows every path.
	if (url.href.includes('?')) throw unusable('has a query string', 'Leave out the ? and what follows it.');
	if (url.href.includes('#')) throw unusable('has a fragment', 'Leave out the # and what follows it.');
	return url;
}

const example = 'Give an address such as https://api.telnyx.com/v2.';

function unusable(cause: string, advice: string): ApiError {
	return new ApiError({ kind: 'invalid', sentence: `TELNYX_BASE_URL ${cause}.`, advice });
}
