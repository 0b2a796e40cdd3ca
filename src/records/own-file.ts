import type { Stats } from 'node:fs';
import { constants, type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, FileProblem } from './file-problem.ts';

/** Follows no link and does not block: a FIFO in place of a file would block a reader. */
const careful = constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A reason not to trust a file or folder, and the command that fixes it. */
export type Distrust = { readonly why: string; readonly advice: string };

const everyone = 0o002;
const group = 0o020;
const sticky = 0o1000;

/** True for a file or folder that belongs to the user or to root. */
export function isOwn({ uid }: Pick<Stats, 'uid'>): boolean {
	const me = process.getuid?.();
	return me === undefined || uid === me || uid === 0;
}

/** Why users other than its owner can change a file or folder; null if they cannot. */
export function writableByOthers(path: string, stats: Pick<Stats, 'mode' | 'gid'>): Distrust | null {
	if (process.getgid === undefined) return null;
	// In a sticky folder (/tmp), only the owner can remove or rename a file; on a file the bit has no meaning.
	const isGuarded = (stats.mode & 0o170000) === 0o040000 && (stats.mode & sticky) !== 0;
	if (isGuarded) return null;
	if ((stats.mode & everyone) !== 0)
		return { why: `every user can write to ${path}`, advice: `Run: chmod o-w ${path}` };
	if ((stats.mode & group) !== 0 && stats.gid !== process.getgid())
		return { why: `group ${stats.gid} can write to ${path}`, advice: `Run: chmod g-w ${path}` };
	return null;
}

/**
 * Opens a records file. Throws a `FileProblem` for anything but a regular file that only the user can write to, and the
 * file system's error otherwise (ELOOP for a link).
 */
export async function openOwn(path: string, how: 'read' | 'append'): Promise<FileHandle> {
	const append = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;
	const file = await open(path, careful | (how === 'read' ? constants.O_RDONLY : append), 0o600);
	try {
		const stats = await file.stat();
		if (!stats.isFile())
			throw new FileProblem(`${path} is not a regular file. Move it away, then try again.`);
		const found = writableByOthers(path, stats);
		if (found !== null) throw new FileProblem(`tconv does not use ${path}: ${found.why}. ${found.advice}`);
		return file;
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** The text of a records file, opened as by `openOwn`. */
export async function readOwn(path: string): Promise<string> {
	const file = await openOwn(path, 'read');
	try {
		return await file.readFile('utf8');
	} finally {
		await file.close();
	}
}

/**
 * Throws a `FileProblem` if one of these folders is a link, belongs to another user or is writable by others, or if
 * others can replace the first one. Missing folders are fine.
 */
export async function needOwnFolders(folders: readonly string[]): Promise<void> {
	const [first] = folders;
	if (first !== undefined) refuse(dirname(first), await stat(dirname(first)).catch(missing));
	for (const folder of folders) {
		const stats = await lstat(folder).catch(missing);
		if (stats === null) return;
		if (stats.isSymbolicLink())
			throw new FileProblem(`${folder} is a link, and tconv does not follow links. Replace it by a folder.`);
		if (!isOwn(stats))
			throw new FileProblem(`${folder} belongs to another user (uid ${stats.uid}). Set XDG_STATE_HOME.`);
		refuse(folder, stats);
	}
}

function refuse(folder: string, stats: Awaited<ReturnType<typeof stat>> | null): void {
	const found =
		stats === null ? null : writableByOthers(folder, { mode: Number(stats.mode), gid: Number(stats.gid) });
	if (found !== null)
		throw new FileProblem(`tconv does not store anything in ${folder}: ${found.why}. ${found.advice}`);
}

/** A folder that cannot be examined is reported when it is used. */
function missing(error: unknown): null {
	if (codeOf(error) !== null) return null;
	throw error;
}
