import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { endTree } from '../../src/terminal/process-tree.ts';

/** A shell that prints the process number of each process it starts, one a line. */
function shell(script: string): {
	readonly child: ChildProcess;
	readonly pids: (count: number) => Promise<number[]>;
} {
	const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
	const lines = createInterface({ input: child.stdout });
	const found: number[] = [];
	lines.on('line', (line) => found.push(Number(line)));
	onTestFinished(() => {
		for (const pid of found) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
	});
	return {
		child,
		pids: async (count) => {
			while (found.length < count) await once(lines, 'line');
			return found;
		},
	};
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

test.each([
	['that ends when asked', 'sleep 900 & echo $!; wait', 1],
	['whose child does not', `sh -c 'trap "" TERM; echo $$; sleep 900; sleep 900' & wait`, 1],
	['that is stopped, and its child', `sh -c 'echo $$; kill -STOP $$; sleep 900' & kill -STOP $$`, 1],
	['three deep', `sh -c 'echo $$; sh -c "echo \\$\\$; sleep 900; :"; :' & wait`, 2],
])('ends a process %s', async (_, script, count) => {
	const { child, pids } = shell(script);
	const below = await pids(count);
	const ended = once(child, 'exit');
	await endTree(child.pid ?? 0, 300);
	await ended;
	await expect.poll(() => below.filter(isAlive), { timeout: 5000 }).toEqual([]);
});

test('leaves a process with its own session alone', async () => {
	const { child, pids } = shell(`setsid sh -c 'echo $$; sleep 900; :' & sleep 900; :`);
	const [daemon = 0] = await pids(1);
	await endTree(child.pid ?? 0, 300);
	expect(isAlive(daemon)).toBe(true);
	process.kill(-daemon, 'SIGKILL');
});

test('resolves for a process that does not exist', async () => {
	await endTree(2 ** 30, 300);
});
