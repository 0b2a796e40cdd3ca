import { join } from 'node:path';
import { namesOfAccount } from '../../src/accounts/account-names.ts';
import { accountFolder } from '../../src/records/file-names.ts';

/** The folder with the records of the account of the environment. `scratch/state` is the XDG state folder. */
export function recordsFolder(scratch: string, url: string, key: string): string {
	return accountFolder(join(scratch, 'state', 'tconv'), namesOfAccount(null, new URL(url).host, key).own);
}
