import { KyError } from 'ky';
import { ApiError } from './errors.ts';

/** Causes can be nested (ky, fetch, an AggregateError, the socket); more levels than these were never seen. */
const deepest = 6;

/**
 * The error for a request that got no whole answer. Of what was thrown only a system error code is kept
 * (`ECONNREFUSED`), or the name of an error that nobody foresaw: messages and causes can hold the address, and a cause
 * the request.
 */
export function errorOfTransport(thrown: unknown, host: string): ApiError {
	const code = systemCode(thrown, deepest) ?? unforeseen(thrown);
	return new ApiError({ kind: 'network', code, ...wordsFor(code, host) });
}

/** The error for an attempt that took longer than `timeoutMs`. */
export function errorOfTimeout(host: string, timeoutMs: number): ApiError {
	return new ApiError({
		kind: 'timeout',
		sentence: `No whole answer from ${host} within ${Math.round(timeoutMs / 1000)} s.`,
		advice: 'Try again; a smaller page may help.',
	});
}

function wordsFor(code: string | null, host: string): { sentence: string; advice: string } {
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return { sentence: `The name ${host} was not found.`, advice: 'Check the network and TELNYX_BASE_URL.' };
	}
	if (code === 'ECONNREFUSED') {
		return { sentence: `Nothing answers at ${host}.`, advice: 'Check TELNYX_BASE_URL, or start the server.' };
	}
	if (code !== null && /CERT|TLS|SSL|SIGNATURE|ISSUER/.test(code)) {
		return {
			sentence: `The certificate of ${host} could not be verified (${code}).`,
			advice: 'Check the clock, and any proxy between here and there.',
		};
	}
	return {
		sentence: `The connection to ${host} failed${code === null ? '' : ` (${code})`}.`,
		advice: 'Check the network, then try again.',
	};
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
