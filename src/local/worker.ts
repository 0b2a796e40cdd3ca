import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './file-problem.ts';
import type { Worker } from './shapes.ts';

/** This process, as it can be told from any other. */
export async function thisWorker(): Promise<Worker> {
	return { pid: process.pid, started: (await startOf(process.pid)) ?? '' };
}

/** Whether that very process is still there: a number alone may have been given to another one. */
export async function isAlive({ pid, started }: Worker): Promise<boolean> {
	try {
		process.kill(pid, 0);
	} catch (error) {
		// It is there and belongs to somebody else; whose it is, its start tells.
		if (codeOf(error) !== 'EPERM') return false;
	}
	return ((await startOf(pid)) ?? '') === started;
}

/** When a process started, in words that are the same at every asking; null where there is no way to tell. */
async function startOf(pid: number): Promise<string | null> {
	try {
		const [stat, boot] = await Promise.all([
			readFile(`/proc/${pid}/stat`, 'utf8'),
			readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
		]);
		// The name in brackets may hold anything; the 22nd field is the 20th after it.
		const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
		if (ticks !== undefined) return `${boot.trim()} ${ticks}`;
	} catch {
		// Not a Linux: `ps` knows.
	}
	try {
		const options = { env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } };
		const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)], options);
		return stdout.trim() || null;
	} catch {
		return null;
	}
}
