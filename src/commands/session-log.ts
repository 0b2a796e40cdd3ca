import { join } from 'node:path';
import type { RequestLog } from '../api/log-requests.ts';
import type { LogFile } from '../records/log-file.ts';

/** The log of one session. */
export type SessionLog = RequestLog & Pick<LogFile, 'onFailed'> & { readonly path: string };

/** `file` is the file of `--log`; null for none. */
export type LogWish = {
	readonly file: string | null;
	readonly withBodies: boolean;
	/** True logs into the state folder if no file is given. */
	readonly debug: boolean;
};

/** Opens the log of the command line's options; null for none. Throws a `FileProblem` if it cannot be opened. */
export async function openSessionLog(
	{ file, withBodies, debug }: LogWish,
	stateFolder: string,
	tools: { readonly nowMillis: () => number; readonly secrets: readonly string[] },
): Promise<SessionLog | null> {
	if (file === null && !debug) return null;
	const { openLog } = await import('../records/log-file.ts');
	const path = file ?? (await debugLogIn(stateFolder, tools.nowMillis()));
	return { ...openLog(path, tools), path, withBodies };
}

async function debugLogIn(stateFolder: string, nowMillis: number): Promise<string> {
	const [{ ensureFolder }, { needOwnFolders }] = await Promise.all([
		import('../records/atomic-file.ts'),
		import('../records/own-file.ts'),
	]);
	await needOwnFolders([stateFolder]);
	await ensureFolder(stateFolder);
	return join(stateFolder, `debug-${new Date(nowMillis).toISOString().replaceAll(/[:.]/g, '-')}.ndjson`);
}
