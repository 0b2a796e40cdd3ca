import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

/** The parts of the system that this module uses. */
export type MountTools = {
	/** The text of `/proc/self/mountinfo` (proc(5)); null on systems without it. */
	readonly mounts: string | null;
	/** The target of a link as written; null for anything else. */
	readonly linkTarget: (path: string) => string | null;
	/** True if another process could list the folder in time. */
	readonly answers: (folder: string) => Promise<boolean>;
};

/** File systems that depend only on this machine. Any other may wait for an unreachable server. */
const localKinds: ReadonlySet<string> = new Set(
	'bcachefs btrfs devtmpfs exfat ext2 ext3 ext4 f2fs hfsplus iso9660 jfs overlay proc ramfs squashfs sysfs tmpfs vfat xfs zfs'.split(
		' ',
	),
);

const answerMillis = 2000;

/** This many links in a row count as a circle (the limit of Linux: path_resolution(7)). */
const mostLinks = 40;

const system = (): MountTools => ({ mounts: mountsOfSystem(), linkTarget, answers: answersInTime });

/**
 * True for a folder on a file system whose server does not answer within two seconds. This process never touches such a
 * folder: neither a call that waits for a dead server nor its process can be killed.
 */
export async function isHung(folder: string, tools: MountTools = system()): Promise<boolean> {
	const kinds = kindsByPlace(tools.mounts);
	let path = '/';
	let ahead = folder.split('/').filter((name) => name !== '');
	for (let links = 0; links < mostLinks; ) {
		if (!isLocal(path, kinds)) return !(await tools.answers(folder));
		const [name, ...rest] = ahead;
		if (name === undefined) return false;
		ahead = rest;
		const next = name === '..' ? dirname(path) : join(path, name);
		// The parent is known to be local, so reading the link cannot hang; a mount point is no link.
		const target = isLocal(next, kinds) ? tools.linkTarget(next) : null;
		if (target === null) path = next;
		else {
			links += 1;
			if (isAbsolute(target)) path = '/';
			ahead = [...target.split('/').filter((part) => part !== '' && part !== '.'), ...rest];
		}
	}
	return false;
}

function isLocal(path: string, kinds: ReadonlyMap<string, string> | null): boolean {
	if (kinds === null) return false;
	for (let place = path; ; place = dirname(place)) {
		const kind = kinds.get(place);
		if (kind !== undefined) return localKinds.has(kind);
		if (place === '/') return true;
	}
}

/** The kind of file system at each mount point; a later mount covers earlier ones. */
function kindsByPlace(mounts: string | null): ReadonlyMap<string, string> | null {
	if (mounts === null) return null;
	const kinds = new Map<string, string>();
	for (const line of mounts.split('\n')) {
		const [place, kind] = [line.split(' ')[4], line.split(' - ')[1]?.split(' ')[0]];
		if (place === undefined || kind === undefined) continue;
		kinds.set(
			place.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
			kind,
		);
	}
	return kinds;
}

function mountsOfSystem(): string | null {
	try {
		return readFileSync('/proc/self/mountinfo', 'utf8');
	} catch {
		// Not Linux: every folder is checked.
		return null;
	}
}

function linkTarget(path: string): string | null {
	try {
		return readlinkSync(path);
	} catch {
		return null;
	}
}

/** Has another process list the folder: opening it contacts the server, while attributes may be cached here. */
function answersInTime(folder: string): Promise<boolean> {
	return new Promise((resolve) => {
		const child = spawn('/bin/ls', ['-a', '--', folder], { stdio: 'ignore', cwd: '/' });
		const timer = setTimeout(() => {
			child.kill('SIGKILL');
			// A process that waits for a dead server may survive even SIGKILL; it is left behind.
			child.unref();
			resolve(false);
		}, answerMillis);
		const answered = (): void => {
			clearTimeout(timer);
			resolve(true);
		};
		child.on('exit', answered);
		// If the check cannot run, the folder is used normally.
		child.on('error', answered);
	});
}
