import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './file-problem.ts';

/** The name of a file until it is complete. */
export const temporaryName = /^\.[A-Za-z0-9-]{1,80}\.tmp$/;

/**
 * Writes a file completely or not at all, readable by its owner alone, and on disk once this resolves. `unique`
 * distinguishes its temporary file from others. Throws the file system's error and then leaves nothing behind.
 */
export async function writeAtomically(path: string, text: string, unique: string): Promise<void> {
	const folder = dirname(path);
	const temporary = join(folder, `.${unique.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, 80)}.tmp`);
	await ensureFolder(folder);
	const file = await open(temporary, 'wx', 0o600);
	try {
		try {
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
	} catch (error) {
		// Report the first failure; a leftover temporary file is removed with other old files.
		await rm(temporary, { force: true }).catch(() => undefined);
		throw error;
	}
	await syncFolder(folder);
}

/** Creates a folder that only its owner can enter, with its parents, on disk once this resolves. */
export async function ensureFolder(folder: string): Promise<void> {
	// Not mkdir's own `recursive`: on a file system that takes no folders (/proc), Node retries forever.
	if (await isFolder(folder)) return;
	const above = dirname(folder);
	if (above !== folder) await ensureFolder(above);
	try {
		await mkdir(folder, 0o700);
	} catch (error) {
		// Another tconv may have been faster.
		if (codeOf(error) === 'EEXIST' && (await isFolder(folder))) return;
		throw error;
	}
	await syncFolder(above);
}

async function isFolder(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isDirectory();
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return false;
		throw error;
	}
}

/** Syncs the names in a folder: without it, a synced file can disappear in a power cut. */
export async function syncFolder(folder: string): Promise<void> {
	const handle: FileHandle = await open(folder, 'r');
	try {
		await handle.sync();
	} catch (error) {
		// Some file systems cannot sync folders, and there is no alternative.
		if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
	} finally {
		await handle.close();
	}
}
