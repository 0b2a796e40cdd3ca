import { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isHung } from './hung-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** An absolute path of the environment. The XDG Base Directory Specification ignores all other values. */
function absolute(path: string | undefined): string | null {
	return path !== undefined && isAbsolute(path) ? path : null;
}

/** The user's home: `HOME` if it is absolute, else the system's entry; null for none. */
export function homeFolder(environment: Environment): string | null {
	const named = absolute(environment.HOME);
	if (named !== null) return named;
	try {
		return absolute(userInfo().homedir);
	} catch {
		// A container's user may have no entry in the user database.
		return null;
	}
}

/** The folder for records and crash files: `$XDG_STATE_HOME/tconv`, else `~/.local/state/tconv`, else one in /tmp. */
export function stateFolder(environment: Environment): string {
	const base = absolute(environment.XDG_STATE_HOME);
	if (base !== null) return join(base, 'tconv');
	const home = homeFolder(environment);
	if (home !== null) return join(home, '.local', 'state', 'tconv');
	return temporaryState();
}

/** The fallback folder for records. The user id keeps users apart, since the temporary folder is shared. */
function temporaryState(): string {
	return join(absolute(tmpdir()) ?? '/tmp', `tconv-${process.getuid?.() ?? 'user'}`);
}

/**
 * The folder for settings and saved views: `TCONV_CONFIG_DIR`, else the platform's own, as in conf. Null without a home
 * folder.
 */
export function configFolder(environment: Environment, platform = process.platform): string | null {
	const named = absolute(environment.TCONV_CONFIG_DIR);
	if (named !== null) return named;
	const home = homeFolder(environment);
	const below = (...parts: string[]): string | null => (home === null ? null : join(home, ...parts, 'tconv'));
	if (platform === 'darwin') return below('Library', 'Preferences');
	if (platform === 'win32') {
		const data = absolute(environment.APPDATA);
		const base = data === null ? below('AppData', 'Roaming') : join(data, 'tconv');
		return base === null ? null : join(base, 'Config');
	}
	const base = absolute(environment.XDG_CONFIG_HOME);
	return base === null ? below('.config') : join(base, 'tconv');
}

/**
 * The problem of a relative `TCONV_CONFIG_DIR`, as a sentence; null if there is none. Resolving it would give a
 * different folder per working directory; ignoring it would drop the user's settings and their guards.
 */
export function configFolderProblem({ TCONV_CONFIG_DIR: named }: Environment): string | null {
	if (named === undefined || named === '' || isAbsolute(named)) return null;
	return `TCONV_CONFIG_DIR must be an absolute path, not “${named}”.`;
}

/** The folders that a start reads and writes. */
export type BaseFolders = {
	/** For settings and saved views; null if the environment names none. */
	readonly config: string | null;
	readonly isConfigHung: boolean;
	/** For records and crash files. */
	readonly state: string;
	/** The unresponsive folder that `state` replaces; null if `state` is the usual one. */
	readonly hungState: string | null;
};

/** Finds the folders of an environment and the ones that hang. Takes at most two seconds. */
export async function answeringFolders(
	environment: Environment,
	hangs: (folder: string) => Promise<boolean> = isHung,
): Promise<BaseFolders> {
	const config = configFolder(environment);
	const state = stateFolder(environment);
	const [isConfigHung, isStateHung] = await Promise.all([config !== null && hangs(config), hangs(state)]);
	const usual = { config, isConfigHung, state, hungState: null };
	return isStateHung ? { ...usual, state: temporaryState(), hungState: state } : usual;
}
