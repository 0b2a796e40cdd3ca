import { chooseAccount } from '../accounts/choose-account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { samplesName } from '../accounts/profile.ts';
import { isTrouble, openProfiles } from '../accounts/profiles-file.ts';
import { cloudBaseUrl } from '../api/endpoint.ts';
import { ApiError } from '../api/errors.ts';
import type { Backend, Environment } from '../backend.ts';
import { troubleSentence } from '../domain/file-trouble.ts';
import type { BaseFolders } from '../records/base-folders.ts';
import { FileProblem } from '../records/file-problem.ts';
import type { AccountsRuntime } from '../services/runtime.ts';
import type { AccountRow } from '../state/account-choice.ts';

/** The account that the program starts anew with when it ends; null for none. */
export type NextAccount = { readonly name: string | null } | null;

/** The accounts that the screen can change to, and the one that was chosen. */
export function otherAccounts(
	environment: Environment,
	folders: BaseFolders,
	shown: Pick<Backend, 'profile' | 'lasts'>,
): AccountsRuntime & { readonly next: () => NextAccount } {
	let next: NextAccount = null;
	const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
	return {
		next: () => next,
		list: () => {
			const read = openProfiles(folders.config, folders.isConfigHung).read();
			const profiles = isTrouble(read) ? [] : read.all;
			const ofEnvironment = chooseAccount(null, environment, { used: null, all: [] });
			const rows: AccountRow[] = [
				...profiles.map(({ name, baseUrl, readOnly }) => ({
					name,
					host: hostOf(baseUrl ?? cloudBaseUrl),
					isReadOnly: readOnly,
					isShown: shown.profile?.name === name,
				})),
				...(ofEnvironment.kind === 'environment'
					? [
							{
								name: null,
								host: hostOf(ofEnvironment.baseUrl),
								isReadOnly: false,
								isShown: shown.lasts && shown.profile === null,
							},
						]
					: []),
				{ name: samplesName, host: '', isReadOnly: false, isShown: !shown.lasts },
			];
			return { rows, problem: isTrouble(read) ? troubleSentence(read) : null };
		},
		prepare: async (name) => {
			try {
				await findAccount(name, environment, folders, true);
				next = { name };
				return null;
			} catch (error) {
				if (error instanceof FileProblem || error instanceof ApiError) return error.message;
				throw error;
			}
		},
		stay: () => {
			next = null;
		},
	};
}
