import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A process in the system's list. `start`, in a system unit, distinguishes it from a later process with the same
 * number.
 */
type Listed = {
	readonly pid: number;
	readonly parent: number;
	readonly group: number;
	readonly session: number;
	readonly state: string;
	readonly start: number;
};

const pollMillis = 20;

/** Ends a process and its descendants: sends SIGTERM, then kills the ones still running after `graceMillis`. */
export async function endTree(root: number, graceMillis: number): Promise<void> {
	await endAll(treeIn(await processes(), root), graceMillis);
}

/**
 * Ends processes left behind by a foreground program that ended first: members of our group that started after us and
 * lost their parent. Processes started by a script or a shell have a parent in the group, or are older.
 */
export async function endOrphans(graceMillis: number): Promise<void> {
	const all = await processes();
	const own = all.find(({ pid }) => pid === process.pid);
	if (own === undefined) return;
	const group = all.filter((one) => one.group === own.group);
	const orphans = group.filter(
		({ parent, start }) => start > own.start && !group.some(({ pid }) => pid === parent),
	);
	await endAll(orphans, graceMillis);
}

/** Stops the descendants of this process in its group, and waits until they have stopped. */
export async function stopDescendants(): Promise<void> {
	const running = async (): Promise<readonly Listed[]> => {
		const tree = treeIn(await processes(), process.pid);
		return tree.slice(1).filter(({ group, state }) => group === tree[0]?.group && !/^[TZ]/.test(state));
	};
	const haveStopped = async (): Promise<boolean> => (await running()).length === 0;
	// Ctrl-Z reaches all of them without our help; `kill -TSTP` reaches only this process.
	if (await until(100, haveStopped)) return;
	for (const { pid } of await running()) send(pid, 'SIGTSTP');
	await until(1000, haveStopped);
}

async function endAll(members: readonly Listed[], graceMillis: number): Promise<void> {
	for (const { pid } of members) {
		send(pid, 'SIGTERM');
		// A stopped process handles the signal only after it continues.
		send(pid, 'SIGCONT');
	}
	const left = async (): Promise<readonly Listed[]> => {
		const found = await processes(members.map(({ pid }) => pid));
		return members.filter(({ pid, start }) =>
			found.some((one) => one.pid === pid && one.start === start && !one.state.startsWith('Z')),
		);
	};
	if (await until(graceMillis, async () => (await left()).length === 0)) return;
	const all = await processes();
	const doomed = (await left()).flatMap((one) => [one, ...treeIn(all, one.pid)]);
	for (const { pid } of doomed) send(pid, 'SIGKILL');
}

async function until(mostMillis: number, isSo: () => Promise<boolean>): Promise<boolean> {
	const end = performance.now() + mostMillis;
	while (!(await isSo())) {
		if (performance.now() >= end) return false;
		await new Promise((resolve) => setTimeout(resolve, pollMillis));
	}
	return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch {
		// It has ended, or belongs to another user.
	}
}

/**
 * The root and its descendants. A process with its own session (a desktop editor, a daemon) left the tree on purpose.
 */
function treeIn(all: readonly Listed[], root: number): readonly Listed[] {
	const tree = all.filter(({ pid }) => pid === root);
	const [top] = tree;
	// The loop also visits the members that it adds.
	for (const member of tree)
		tree.push(...all.filter(({ parent, session }) => parent === member.pid && session === top?.session));
	return tree;
}

/** The given processes, or all, from `/proc` or else `ps`; empty if the system has neither. */
async function processes(wanted?: readonly number[]): Promise<readonly Listed[]> {
	try {
		const names = wanted?.map(String) ?? (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
		await readFile('/proc/self/stat');
		return (await Promise.all(names.map(fromProc))).flatMap((one) => one ?? []);
	} catch {
		// No `/proc`: ask `ps`.
	}
	try {
		const asked = ['-A', '-o', 'pid=,ppid=,pgid=,sess=,stat=,lstart='];
		const { stdout } = await promisify(execFile)('ps', asked);
		const all = stdout.split('\n').flatMap((line) => fromPs(line) ?? []);
		return wanted === undefined ? all : all.filter(({ pid }) => wanted.includes(pid));
	} catch {
		return [];
	}
}

async function fromProc(name: string): Promise<Listed | null> {
	// The process may end between the two reads.
	const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
	if (stat === null) return null;
	// The name in brackets may contain anything. The start is the 20th field after it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const [state = '', parent, group, session] = fields;
	return {
		pid: Number(name),
		parent: Number(parent),
		group: Number(group),
		session: Number(session),
		state,
		start: Number(fields[19]),
	};
}

function fromPs(line: string): Listed | null {
	const [pid, parent, group, session, state, ...start] = line.trim().split(/\s+/);
	if (state === undefined) return null;
	return {
		pid: Number(pid),
		parent: Number(parent),
		group: Number(group),
		// macOS prints an address, equal within a session, or 0.
		session: Number.parseInt(session ?? '', 16),
		state,
		start: Date.parse(start.join(' ')),
	};
}
