import { ApiError } from './errors.ts';

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

/** The base URL as a URL. Throws an `ApiError` for one that is no plain http address. */
export function usableBase(baseUrl: string): URL {
	const url = URL.parse(baseUrl);
	const usable =
		url !== null &&
		/^https?:$/.test(url.protocol) &&
		url.username === '' &&
		url.password === '' &&
		url.search === '';
	if (usable) return url;
	throw new ApiError({
		kind: 'invalid',
		sentence: 'The base URL is not one that can be used.',
		advice: 'Give an http or https address without a user name, such as https://api.telnyx.com/v2.',
	});
}
