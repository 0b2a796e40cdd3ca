import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './file-problem.ts';

/** What a file is called until it is whole. */
export const temporaryName = /^\.[A-Za-z0-9-]{1,80}\.tmp$/;

/**
 * Writes a file that is there whole or not at all, readable by its owner alone, and on the disk once this settles.
 * `unique` tells its temporary file from those of others. Throws what the file system throws; then nothing is left over.
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
		// What failed first is what is told; a temporary file that stays is removed with what is too old.
		await rm(temporary, { force: true }).catch(() => undefined);
		throw error;
	}
	await syncFolder(folder);
}

/** Makes a folder that only its owner can enter, with those above it, on the disk once this settles. */
export async function ensureFolder(folder: string): Promise<void> {
	// Not mkdir's own `recursive`: where a file system takes no new folders (/proc), Node tries for ever.
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

/** Puts the names in a folder on the disk: without it a file that was synced can still be gone after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
	const handle: FileHandle = await open(folder, 'r');
	try {
		await handle.sync();
	} catch (error) {
		// Some file systems know no such thing for folders; there is nothing else that could be done.
		if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
	} finally {
		await handle.close();
	}
}
