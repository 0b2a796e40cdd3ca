import type { Account } from './account.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandProblem } from './io.ts';

/** Throws a `CommandProblem` for an account that is read-only, before anything is asked or read. */
export function refuseReadOnlyAccount({ readOnly }: Pick<Account, 'readOnly'>): void {
	if (readOnly === null) return;
	throw new CommandProblem(exitCodes.failed, `This account is read-only (${readOnly}): nothing was sent.`);
}
