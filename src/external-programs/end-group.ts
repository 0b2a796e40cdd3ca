import type { ChildProcess } from 'node:child_process';

/** Ends a program and those that it started: it leads a group of its own. */
export function endGroup(child: ChildProcess): void {
	try {
		if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
	} catch {
		child.kill('SIGKILL');
	}
}
