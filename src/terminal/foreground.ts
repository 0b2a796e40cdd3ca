import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How long to wait for a stop to take effect, in milliseconds. */
const stopMillis = 250;
/** A shell may continue a job shortly before it hands over the terminal. */
const handOverMillis = 100;
/** After this many stops without effect there is no shell to bring the program to the foreground. */
const mostVainStops = 20;

/** True if this process group is in the foreground of the terminal, or if the system does not report it. */
export function isInForeground(): boolean {
	const [own = 0, foreground = 0] = groups();
	// Without a controlling terminal, or with one from another container, the foreground group is unknown here.
	return foreground <= 0 || own === foreground;
}

/** This process group and the foreground group of its terminal. */
function groups(): readonly number[] {
	try {
		const stat = readFileSync('/proc/self/stat', 'utf8');
		// The name in brackets may contain anything. Group and foreground group are the third and sixth field after it.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return [Number(fields[2]), Number(fields[5])];
	} catch {
		// No `/proc`: ask `ps`.
	}
	try {
		const asked = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)];
		const env = { PATH: process.env.PATH };
		const answer = execFileSync('ps', asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env });
		return answer.trim().split(/\s+/).map(Number);
	} catch {
		return [];
	}
}

/**
 * Stops the process group, like Ctrl-Z, until the shell continues it. Resolves to true after it was continued.
 * Without a shell to return to (the terminal runs only this program) the kernel ignores the stop; the promise then
 * resolves to false after a timeout.
 */
export async function stopGroup(signal: 'SIGTSTP' | 'SIGTTOU'): Promise<boolean> {
	const heard = process.listeners(signal);
	process.removeAllListeners(signal);
	const isContinued = await new Promise<boolean>((resolve) => {
		const continued = (): void => {
			clearTimeout(timer);
			resolve(true);
		};
		const timer = setTimeout(() => {
			process.off('SIGCONT', continued);
			resolve(false);
		}, stopMillis);
		process.once('SIGCONT', continued);
		// The whole group, because a launcher or npm may be our parent.
		process.kill(0, signal);
	});
	for (const listener of heard) process.on(signal, listener);
	return isContinued;
}

/**
 * Resolves to true once this process has the terminal. In the background the process neither reads, writes nor
 * changes modes: it stops, as the kernel would force it to, and `fg` continues it. Resolves to false if no shell
 * brings it to the foreground, or once `isOver` returns true.
 */
export async function untilForeground(isOver: () => boolean = () => false): Promise<boolean> {
	for (let vain = 0; !isInForeground(); ) {
		await new Promise((resolve) => setTimeout(resolve, handOverMillis));
		if (isOver() || vain === mostVainStops) return false;
		if (isInForeground()) break;
		vain = (await stopGroup('SIGTTOU')) ? 0 : vain + 1;
	}
	return !isOver();
}
