import { holdsSecret } from '../text/redact.ts';
import { ApiError } from './errors.ts';
import type { ApiOptions } from './types.ts';

/** Telnyx’s own address. */
export const cloudBaseUrl = 'https://api.telnyx.com/v2';

/** The API's address: `TELNYX_BASE_URL` from the environment, else Telnyx's own. Not checked yet. */
export function baseUrlOf(environment: Readonly<Record<string, string | undefined>>): string {
	return environment.TELNYX_BASE_URL?.trim() || cloudBaseUrl;
}

/**
 * The key and the base URL to use. Throws an `ApiError` for an unusable key or address. Also throws if the address
 * contains the key, or is plain http to another machine without `allowHttp` or a custom `fetch`.
 */
export function usableEndpoint(options: Pick<ApiOptions, 'apiKey' | 'baseUrl' | 'allowHttp' | 'fetch'>): {
	readonly key: string;
	readonly base: URL;
} {
	const key = usableKey(options.apiKey);
	const base = usableBase(options.baseUrl);
	if (holdsSecret(options.baseUrl, [key]))
		throw unusable('contains the API key', 'Remove it: the key belongs in TELNYX_API_KEY.');
	if (isExposed(options.baseUrl) && options.allowHttp !== true && options.fetch === undefined)
		throw unusable(
			'is plain http: it would send your API key unencrypted',
			'Use https://, or allow it with --allow-http.',
		);
	return { key, base };
}

/**
 * The key without surrounding blanks. Throws an `ApiError` for a key that no header can carry: fetch would quote the
 * key in its own error message.
 */
function usableKey(apiKey: string): string {
	const key = apiKey.trim();
	if (/^[\x21-\x7e]+$/.test(key)) return key;
	throw new ApiError({
		kind: 'auth',
		sentence: key === '' ? 'There is no API key.' : 'The API key contains characters that no key has.',
		advice: 'Check the key in TELNYX_API_KEY.',
	});
}

const loopbackAddress = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:7f[\da-f]{2}:[\da-f]{1,4})$/;

/** True for plain http to another machine: anyone on the way can read it. False for an invalid address. */
export function isExposed(baseUrl: string): boolean {
	const url = URL.parse(baseUrl);
	if (url === null || url.protocol !== 'http:') return false;
	return !isLocal(url);
}

/** True for an address of this machine. */
export function isLocal({ hostname }: URL): boolean {
	const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
	return host === 'localhost' || host.endsWith('.localhost') || loopbackAddress.test(host);
}

/** The ports that `fetch` refuses to connect to (https://fetch.spec.whatwg.org/#port-blocking). */
const refused = new Set([
	0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
	109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
	526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
	3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** True for a port that `fetch` refuses. */
export function isRefusedPort(port: number): boolean {
	return refused.has(port);
}

/**
 * Parses the base URL. Throws an `ApiError` for anything but a bare http(s) address. The error names the cause but
 * never quotes the value, which could contain a key or a password.
 */
function usableBase(baseUrl: string): URL {
	const url = URL.parse(baseUrl);
	if (url === null) throw unusable('is not an address', example);
	if (!/^https?:$/.test(url.protocol)) throw unusable('does not start with https:// or http://', example);
	if (url.username !== '' || url.password !== '')
		throw unusable('contains a user name or a password', 'Remove them: the key belongs in TELNYX_API_KEY.');
	// Checked in `href`: a bare ? or # leaves `search` and `hash` empty, but swallows every path.
	if (url.href.includes('?')) throw unusable('has a query string', 'Remove the ? and everything after it.');
	if (url.href.includes('#')) throw unusable('has a fragment', 'Remove the # and everything after it.');
	if (url.port !== '' && isRefusedPort(Number(url.port)))
		throw unusable(`has the port ${url.port}, which fetch blocks`, 'Use another port for the server.');
	return url;
}

const example = 'Use an address such as https://api.telnyx.com/v2.';

function unusable(cause: string, advice: string): ApiError {
	return new ApiError({ kind: 'invalid', sentence: `TELNYX_BASE_URL ${cause}.`, advice });
}
