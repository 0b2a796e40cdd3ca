import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { build, projectRoot } from './build.ts';

// Builds the program and runs it with the given arguments, and does so again after each change below src/. A failed
// build prints the reason and waits for the next change. Quitting the program ends this script too.

/** Editors write a file in several steps, so a build starts only after a pause of this many milliseconds. */
const quietMillis = 100;

let program: ChildProcess | null = null;

async function start(): Promise<void> {
	try {
		await build();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		console.error('The build failed. Change a file to try again, or press Ctrl-c to quit.');
		return;
	}
	const child = spawn(process.execPath, [join(projectRoot, 'dist', 'tconv.js'), ...process.argv.slice(2)], {
		stdio: 'inherit',
	});
	program = child;
	child.on('exit', (code) => {
		if (program === child) process.exit(code ?? 1);
	});
}

async function stop(): Promise<void> {
	const child = program;
	if (child === null) return;
	program = null;
	const ended = once(child, 'exit');
	// The program restores the terminal before it ends.
	child.kill('SIGTERM');
	await ended;
}

// A running program reads these keys itself; otherwise they end this script.
process.on('SIGINT', () => {
	if (program === null) process.exit(130);
});

await start();
let timer: NodeJS.Timeout | undefined;
let last = Promise.resolve();
for await (const _ of watch(join(projectRoot, 'src'), { recursive: true })) {
	clearTimeout(timer);
	timer = setTimeout(() => {
		last = last.then(stop).then(start);
	}, quietMillis);
}
