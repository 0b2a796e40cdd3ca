import { KyError } from 'ky';
import { ApiError } from './errors.ts';
import type { Route } from './proxy.ts';

/** Causes can be nested (ky, fetch, an AggregateError, the socket), but never deeper than this so far. */
const deepest = 6;

/**
 * The error for a request without a complete answer. It keeps only a system error code (`ECONNREFUSED`), or the name of
 * an unknown error: messages and causes can contain the address, and causes the request.
 */
export function errorOfTransport(thrown: unknown, route: Route): ApiError {
	const refusal = route.proxy === null ? null : proxyStatus(thrown, deepest);
	const code = systemCode(thrown, deepest) ?? unforeseen(thrown);
	const words = refusal === null ? wordsFor(code, route) : refusedByProxy(refusal, route);
	return new ApiError({ kind: 'network', code: refusal ?? code, ...words });
}

/** The error for an attempt that took longer than `timeoutMs`. */
export function errorOfTimeout(route: Route, timeoutMs: number): ApiError {
	return new ApiError({
		kind: 'timeout',
		sentence: `No whole answer from ${placeOf(route)} within ${Math.round(timeoutMs / 1000)} s.`,
		advice:
			route.proxy === null
				? 'Try again; a smaller page may help.'
				: `Try again; check ${route.proxy.variable} and the proxy.`,
	});
}

type Words = { readonly sentence: string; readonly advice: string };

function wordsFor(code: string | null, route: Route): Words {
	const { host, proxy } = route;
	// With a proxy, name lookup and connection concern the proxy, not the host.
	const place = proxy === null ? host : `the proxy ${proxy.host} (${proxy.variable})`;
	const check = proxy === null ? 'TELNYX_BASE_URL' : proxy.variable;
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return {
				sentence: proxy === null ? `The name ${host} was not found.` : `The name of ${place} was not found.`,
				advice:
					proxy === null
						? 'Check the network and TELNYX_BASE_URL. Behind a proxy, set HTTPS_PROXY.'
						: `Check the network and ${check}.`,
			};
		case 'ECONNREFUSED':
			return {
				sentence: `Nothing answers at ${place}.`,
				advice: proxy === null ? 'Check TELNYX_BASE_URL, or start the server.' : `Check ${check}.`,
			};
		case 'ETIMEDOUT':
		case 'UND_ERR_CONNECT_TIMEOUT':
			return {
				sentence: `No connection to ${place} was established in time (${code}).`,
				advice:
					proxy === null
						? 'Check the network. Behind a firewall, set HTTPS_PROXY to its proxy.'
						: `Check the network and ${check}.`,
			};
		case 'ERR_PROXY_TUNNEL':
			return {
				sentence: `${capital(place)} could not reach ${host}.`,
				advice: `Check ${check}, and that it is the address of an HTTP proxy.`,
			};
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
			return {
				sentence: `Nothing at ${place} can be reached from here (${code}).`,
				advice: 'Check the network.',
			};
		default:
			return (
				certificateWords(code, host) ?? {
					sentence: `The connection to ${placeOf(route)} failed${code === null ? '' : ` (${code})`}.`,
					advice: `Check the network${proxy === null ? '' : ` and ${check}`}, then try again.`,
				}
			);
	}
}

function capital(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Words for a certificate or encryption problem; null for any other code. */
function certificateWords(code: string | null, host: string): Words | null {
	if (code === null || !/CERT|TLS|SSL|SIGNATURE|ISSUER/.test(code)) return null;
	if (/EXPIRED|NOT_YET_VALID/.test(code))
		return {
			sentence: `The certificate of ${host} is not currently valid (${code}).`,
			advice: "Check this machine's clock. If it is right, the server must renew its certificate.",
		};
	if (/ALTNAME/.test(code))
		return {
			sentence: `The server at ${host} has the certificate of another host (${code}).`,
			advice: 'Check TELNYX_BASE_URL; the sign-in page of a network may be in the way.',
		};
	if (/WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL/.test(code))
		return {
			sentence: `The server at ${host} does not use https (${code}).`,
			advice: 'Check the address and its port: TELNYX_BASE_URL, and any proxy.',
		};
	return {
		sentence: `The certificate of ${host} could not be verified (${code}).`,
		advice:
			"For a private authority start with NODE_EXTRA_CA_CERTS=ca.pem, or NODE_USE_SYSTEM_CA=1 for the system's store.",
	};
}

function refusedByProxy(status: string, { host, proxy }: Route): Words {
	return {
		sentence: `The proxy ${proxy?.host ?? ''} (${proxy?.variable ?? ''}) refused to connect to ${host} (${status}).`,
		advice:
			status === '407'
				? `It requires a name and a password: http://NAME:PASSWORD@HOST:PORT in ${proxy?.variable ?? ''}.`
				: 'Ask its operator to allow this host, or add the host to NO_PROXY.',
	};
}

function placeOf({ host, proxy }: Route): string {
	return proxy === null ? host : `${host} through the proxy ${proxy.host} (${proxy.variable})`;
}

function unforeseen(thrown: unknown): string | null {
	return thrown instanceof Error && !(thrown instanceof KyError) && /^\w+$/.test(thrown.name)
		? thrown.name
		: null;
}

function systemCode(thrown: unknown, levels: number): string | null {
	if (levels === 0 || typeof thrown !== 'object' || thrown === null) return null;
	if ('code' in thrown && typeof thrown.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(thrown.code)) {
		return thrown.code;
	}
	const inner = 'cause' in thrown ? systemCode(thrown.cause, levels - 1) : null;
	if (inner !== null || !(thrown instanceof AggregateError)) return inner;
	return systemCode(thrown.errors[0], levels - 1);
}

/** The status of a proxy's refusal to open a tunnel. */
function proxyStatus(thrown: unknown, levels: number): string | null {
	if (levels === 0 || typeof thrown !== 'object' || thrown === null) return null;
	if ('statusCode' in thrown && Number.isInteger(thrown.statusCode)) return String(thrown.statusCode);
	return 'cause' in thrown ? proxyStatus(thrown.cause, levels - 1) : null;
}
