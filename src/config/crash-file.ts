import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { redactKeys } from '../text/redact.ts';

/** Where crash files go: `$XDG_STATE_HOME/tconv`, else `~/.local/state/tconv`, else one in the temporary folder. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
	const base = environment.XDG_STATE_HOME;
	return join(base === undefined || base === '' ? join(home(), '.local', 'state') : base, 'tconv');
}

/** A container's user may have no home and no entry to look one up in; a crash must still be told of somewhere. */
function home(): string {
	try {
		return homedir();
	} catch {
		return tmpdir();
	}
}

/**
 * Writes what is known of a crash to a file that only its owner can read, keys taken out. Gives the file's path, or null
 * where it could not be written: then there is nobody left to tell.
 */
export function writeCrashFile(
	error: unknown,
	about: { readonly version: string; readonly nowMillis: number; readonly secrets: readonly string[] },
	folder: string,
): string | null {
	const time = new Date(about.nowMillis).toISOString();
	const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const text = `tconv ${about.version}, Node ${process.version}, ${process.platform}, ${time}\n${trace}\n`;
	const path = join(folder, `crash-${time.replaceAll(/[:.]/g, '-')}.txt`);
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		writeFileSync(path, redactKeys(text, about.secrets), { mode: 0o600, flag: 'wx' });
		return path;
	} catch {
		return null;
	}
}
