/**
 * What a command's exit code says: 0 it did what was asked; 1 it could not (a file, a port, the network, the API);
 * 2 it was asked in a way it does not understand, and did nothing.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that a signal ended: 128 and the signal's number, as shells have it. */
export const signalCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
