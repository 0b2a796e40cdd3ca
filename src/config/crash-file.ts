import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder } from '../records/atomic-file.ts';
import { needOwnFolders } from '../records/own-file.ts';
import { redactKeys } from '../text/redact.ts';

/**
 * Writes the details of a crash, without API keys, to a file that only its owner can read. Returns the path, or null
 * if the file could not be written.
 */
export async function writeCrashFile(
	error: unknown,
	about: { readonly version: string; readonly nowMillis: number; readonly secrets: readonly string[] },
	folder: string,
): Promise<string | null> {
	const time = new Date(about.nowMillis).toISOString();
	const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const text = `tconv ${about.version}, Node ${process.version}, ${process.platform}, ${time}\n${trace}\n`;
	const path = join(folder, `crash-${time.replaceAll(/[:.]/g, '-')}.txt`);
	try {
		// In the shared temporary folder another user may have created this folder first.
		await needOwnFolders([folder]);
		await ensureFolder(folder);
		await writeFile(path, redactKeys(text, about.secrets), { mode: 0o600, flag: 'wx' });
		return path;
	} catch {
		return null;
	}
}
