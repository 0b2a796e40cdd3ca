import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants, link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, FileProblem } from './file-problem.ts';
import { readLock, type Worker, writeLock } from './shapes.ts';

/** Longest wait for another program's lock, and the pause between two looks, in milliseconds. */
const patienceMillis = 5000;
const pauseMillis = 15;
/** A lock whose owner cannot be checked (on another machine, or in an incomplete file) counts for this long. */
const unknownMillis = 10_000;

/**
 * Runs `use` while no other tconv holds the lock file at `path`. The lock of a killed program is taken over, since its
 * process has ended. Throws a `FileProblem` if another program keeps the lock, else the file system's error.
 */
export async function withFileLock<T>(path: string, use: () => Promise<T>): Promise<T> {
	const own = writeLock({ ...(await thisWorker()), host: hostname(), id: randomUUID() });
	const deadline = performance.now() + patienceMillis;
	while (!(await take(path, own))) {
		if (await breakStale(path)) continue;
		if (performance.now() > deadline)
			throw new FileProblem(
				`Another tconv is saving (${path} exists). If none is running, remove that file.`,
			);
		await setTimeout(pauseMillis);
	}
	try {
		return await use();
	} finally {
		// Removes only its own lock: after a long pause, the file may belong to another program.
		if ((await textOf(path)) === own) await rm(path, { force: true });
	}
}

async function take(path: string, text: string): Promise<boolean> {
	try {
		const file = await open(path, 'wx', 0o600);
		try {
			await file.writeFile(text);
		} finally {
			await file.close();
		}
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

async function textOf(path: string): Promise<string | null> {
	const flag = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
	return readFile(path, { encoding: 'utf8', flag }).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	});
}

/** Removes a lock whose owner has ended; true if a new attempt makes sense at once. */
async function breakStale(path: string): Promise<boolean> {
	const text = await textOf(path);
	if (text === null) return true;
	const owner = readLock(text);
	const isOurs = owner !== null && owner.host === hostname();
	const isStale = isOurs ? !(await isAlive(owner)) : await isOld(path);
	if (!isStale) return false;
	const aside = `${path}.${randomUUID()}`;
	try {
		await rename(path, aside);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return true;
		throw error;
	}
	// Another program may have done the same between read and rename, and taken the lock: give it back.
	if ((await textOf(aside)) !== text) await link(aside, path).catch(() => undefined);
	await rm(aside, { force: true });
	return true;
}

async function isOld(path: string): Promise<boolean> {
	const stats = await stat(path).catch(() => null);
	return stats !== null && Date.now() - stats.mtimeMs > unknownMillis;
}

/** The identity of this process. */
export async function thisWorker(): Promise<Worker> {
	return { pid: process.pid, started: (await startOf(process.pid)) ?? '' };
}

/** True if this very process still runs. Its start time is compared too: the system reuses process numbers. */
export async function isAlive({ pid, started }: Worker): Promise<boolean> {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// EPERM: another user's process has this number; the start time identifies it.
		if (codeOf(error) !== 'EPERM') return false;
	}
	return ((await startOf(pid)) ?? '') === started;
}

/** The start time of a process as a text that never changes; null if unknown. */
async function startOf(pid: number): Promise<string | null> {
	try {
		const [stat, boot] = await Promise.all([
			readFile(`/proc/${pid}/stat`, 'utf8'),
			readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
		]);
		// The name in brackets may contain any character; the 22nd field is the 20th after it.
		const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		if (ticks !== undefined) return `${boot.trim()} ${ticks}`;
	} catch {
		// Not Linux: `ps` has the start time.
	}
	try {
		const options = { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
		const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], options);
		return stdout.trim() || null;
	} catch {
		return null;
	}
}
