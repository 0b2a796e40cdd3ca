import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Distrust, isOwn, writableByOthers } from '../records/own-file.ts';

/** How far a file can be trusted. */
type Trust = {
	/** The reason to ignore the text; null if it can be used. */
	readonly refusal: Distrust | null;
	/** The reason in a few words not to run commands from the file; null if they may run. */
	readonly writer: string | null;
};

/** The maximum number of links to follow, as in Linux. */
const mostLinks = 40;

/** The owner of folders whose real owner has no id here: root's folders, seen inside a user namespace. */
const unmapped = 65534;

/**
 * Checks the permissions of a file, of each folder above it, and of each link on the path to it. The file may be
 * missing. Throws the file system's error for anything else that cannot be checked.
 */
export function trustIn(path: string): Trust {
	let at = path;
	const seen = new Set<string>();
	for (let links = 0; links <= mostLinks; links++) {
		const stats = lstatSync(at, { throwIfNoEntry: false });
		const folder = realFolder(dirname(at));
		const isLink = stats?.isSymbolicLink() === true;
		const isLinked = links > 0 || isLink;
		const refusal = folder === null ? null : distrustAbove(folder, isLinked, seen);
		if (refusal !== null) return { refusal, writer: refusal.why };
		if (stats === undefined || folder === null) return { refusal: null, writer: null };
		if (isLinked && !isOwn(stats)) {
			const why = `${at} is a link, or the target of one, and belongs to another user (uid ${stats.uid})`;
			return { refusal: { why, advice: 'Replace it with a file of your own.' }, writer: why };
		}
		if (!isLink) return trustInFile(at, stats, folder);
		at = resolve(folder, readlinkSync(at));
	}
	// A circle of links, which opening the file will report.
	return { refusal: null, writer: null };
}

function trustInFile(path: string, stats: Stats, folder: string): Trust {
	const refusal = stats.isFile() ? writableByOthers(path, stats) : null;
	if (refusal !== null) return { refusal, writer: refusal.why };
	const above = statSync(folder);
	if (isOwn(stats)) return { refusal: null, writer: isOwn(above) ? null : ownedBy(folder, above) };
	const writer = ownedBy(path, stats);
	// In a folder that everyone can write to, another user may have put it there.
	const isPlanted = (above.mode & 0o002) !== 0;
	return {
		refusal: isPlanted ? { why: writer, advice: 'Replace it with a file of your own.' } : null,
		writer,
	};
}

function ownedBy(path: string, { uid }: Stats): string {
	return `${path} belongs to another user (uid ${uid})`;
}

function realFolder(folder: string): string | null {
	try {
		return realpathSync(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

/** The reason why other users could replace this folder or one above it; null if they cannot. */
function distrustAbove(start: string, isLinked: boolean, seen: Set<string>): Distrust | null {
	for (let folder = start; ; folder = dirname(folder)) {
		const stats = statSync(folder);
		const isNear = folder === start;
		if (!seen.has(folder)) {
			const found = writableByOthers(folder, stats);
			// Root may let a group write higher up (staff, in /usr/local): that is the administrator's decision.
			const isMine = stats.uid === process.getuid?.();
			if (found !== null && (isNear || isMine || (stats.mode & 0o002) !== 0)) return found;
		}
		if (isLinked && !isOwn(stats) && stats.uid !== unmapped)
			return {
				why: `${folder}, on the way to a linked file, belongs to another user (uid ${stats.uid})`,
				advice: 'Replace the link with the file itself.',
			};
		seen.add(folder);
		if (folder === dirname(folder)) return null;
	}
}
