import { constants } from 'node:os';
import type { ApiError, ApiErrorKind } from '../api/errors.ts';

/** Exit codes of commands. A script may rely on them. */
export const exitCodes = {
	ok: 0,
	failed: 1,
	usage: 2,
	auth: 3,
	notFound: 4,
	rateLimited: 5,
	network: 6,
	partlyDone: 7,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The meaning of each exit code, for help. */
export const exitCodeWords: readonly (readonly [code: string, words: string])[] = [
	['0', 'success'],
	['1', 'failure'],
	['2', 'wrong usage, nothing done'],
	['3', 'no key, or the key or account is refused'],
	['4', 'not found'],
	['5', 'rate limited'],
	['6', 'the network, or no answer'],
	['7', 'partly done'],
	['128 + N', 'ended by signal N'],
];

/** The exit code of a command ended by a signal: 128 plus the signal's number, as in shells. */
export function signalCode(signal: NodeJS.Signals): number {
	return 128 + constants.signals[signal];
}

const byKind: Partial<Record<ApiErrorKind, ExitCode>> = {
	auth: exitCodes.auth,
	forbidden: exitCodes.auth,
	'not-found': exitCodes.notFound,
	'rate-limited': exitCodes.rateLimited,
	network: exitCodes.network,
	timeout: exitCodes.network,
};

/** The exit code for a failure of the API. An unusable key or address, refused on this machine, is wrong usage. */
export function apiErrorCode({ kind, status }: Pick<ApiError, 'kind' | 'status'>): ExitCode {
	if (kind === 'invalid' && status === null) return exitCodes.usage;
	return byKind[kind] ?? exitCodes.failed;
}
