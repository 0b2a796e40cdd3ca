/**
 * What a command's exit code says: 0 it did what was asked; 1 it could not (a file, a port, the network, the API);
 * 2 it was asked in a way it does not understand, and did nothing.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
