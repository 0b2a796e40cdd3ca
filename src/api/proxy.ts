import { isLocal } from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { HttpProxy } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The route to a server: its host and port, and the proxy on the way. */
export type Route = { readonly host: string; readonly proxy: HttpProxy | null };

/**
 * The proxy for this address, from HTTPS_PROXY (HTTP_PROXY for http:// addresses) and NO_PROXY. Lower-case names come
 * first, as in curl. Null for none and for this machine. Throws an `ApiError` for an invalid proxy address.
 */
export function proxyFor(baseUrl: string, environment: Environment): HttpProxy | null {
	const base = URL.parse(baseUrl);
	if (base === null || isLocal(base)) return null;
	const name = base.protocol === 'http:' ? 'http_proxy' : 'https_proxy';
	const variable = [name, name.toUpperCase()].find((one) => (environment[one] ?? '').trim() !== '');
	if (variable === undefined) return null;
	if (isExcepted(base, environment.no_proxy ?? environment.NO_PROXY ?? '')) return null;
	const value = environment[variable]?.trim() ?? '';
	const url = URL.parse(value.includes('://') ? value : `http://${value}`);
	if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') throw unusable(variable);
	return { url: url.href, host: url.host, variable };
}

/** Commas or blanks separate the entries: `*`, or a host, which includes its subdomains, with or without a port. */
function isExcepted(base: URL, list: string): boolean {
	const port = base.port === '' ? (base.protocol === 'http:' ? '80' : '443') : base.port;
	const host = base.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
	return list
		.toLowerCase()
		.split(/[\s,]+/)
		.filter((entry) => entry !== '')
		.some((entry) => {
			if (entry === '*') return true;
			const [, bracketed, plain = '', wanted] =
				/^(?:\[([^\]]*)\]|([^:]*|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
			const name = (bracketed ?? plain).replace(/^\*?\./, '').replace(/\.$/, '');
			const isSame = name !== '' && (host === name || host.endsWith(`.${name}`));
			return isSame && (wanted === undefined || wanted === port);
		});
}

function unusable(variable: string): ApiError {
	return new ApiError({
		kind: 'invalid',
		sentence: `${variable} is not the address of an HTTP proxy.`,
		advice: 'Set it to an address like http://proxy.example:3128, or unset it.',
	});
}
