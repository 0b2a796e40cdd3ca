import { constants } from 'node:os';

/**
 * Exit codes of commands: 0 success; 1 failure (a file, a port, the network, the API); 2 wrong arguments, nothing done.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command ended by a signal: 128 plus the signal's number, as in shells. */
export function signalCode(signal: NodeJS.Signals): number {
	return 128 + constants.signals[signal];
}
