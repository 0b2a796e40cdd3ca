import type { BaseFolders } from '../records/base-folders.ts';
import { chooseAccount } from './choose-account.ts';
import { KeyProblem } from './key-problem.ts';
import { openKeychain } from './keychain.ts';
import { type OpenedAccount, openedAccount } from './opened-account.ts';
import { openProfiles, type Profiles } from './profiles-file.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Folders = Pick<BaseFolders, 'config' | 'isConfigHung'>;

const noProfiles: Profiles = { used: null, all: [] };

/**
 * Finds the account of a named profile, else of the environment, else of the profile in use, else the sample data, and
 * reads its key. `isApart`: the screen has the terminal. Throws a `KeyProblem` or a `FileProblem`.
 */
export async function findAccount(
	named: string | null,
	environment: Environment,
	{ config, isConfigHung }: Folders,
	isApart: boolean,
): Promise<OpenedAccount> {
	// The key of the environment needs no file: the start is as quick as without profiles.
	const isNeeded = named !== null || (environment.TELNYX_API_KEY?.trim() ?? '') === '';
	const profiles = isNeeded ? openProfiles(config, isConfigHung).read() : noProfiles;
	const chosen = chooseAccount(named, environment, profiles);
	if (chosen.kind === 'none') throw new KeyProblem(chosen.problem);
	return await openedAccount(chosen, () => ({
		folder: config,
		environment,
		keychain: openKeychain(environment),
		isApart,
	}));
}
