import type { OpenedAccount } from '../accounts/opened-account.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The account to follow. Looks for files only where the environment has no key, or a profile is named. Throws a
 * `FileProblem`.
 */
export async function accountToFollow(
	named: string | null,
	environment: Environment,
): Promise<OpenedAccount> {
	const [{ findAccount }, { answeringFolders }] = await Promise.all([
		import('../accounts/find-account.ts'),
		import('../records/base-folders.ts'),
	]);
	return await findAccount(named, environment, await answeringFolders(environment), false);
}

/** The setting; read only if it matters. */
export async function isHttpAllowed(environment: Environment): Promise<boolean> {
	const [{ openSettings }, { answeringFolders }] = await Promise.all([
		import('../config/settings.ts'),
		import('../records/base-folders.ts'),
	]);
	const { config, isConfigHung } = await answeringFolders(environment);
	return openSettings(config, isConfigHung).settings.allowHttp;
}
