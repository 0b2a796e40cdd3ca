#!/usr/bin/env node
// The `tconv` command. Any Node since 14.13 can parse this file, so that one that is too old for the program gets as far
// as saying so. The build puts the needed version in for NEEDED_NODE, and copies the result to dist/tconv.js.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Before anything else: `ps` shows arguments to every user of the machine, and `serve --key` is one of them.
process.title = 'tconv';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Whether this Node is one the program runs on.
 * @returns {boolean}
 */
function isFit() {
	const have = process.versions.node.split('.').map(Number);
	const need = NEEDED_NODE.split('.').map(Number);
	for (let i = 0; i < need.length; i++) if (have[i] !== need[i]) return have[i] > need[i];
	return true;
}

/** Says in one line what is needed and what was found, and ends. */
function giveUp() {
	process.stderr.write(
		`tconv needs Node ${NEEDED_NODE} or newer; this is Node ${process.versions.node} (${process.execPath})\n`,
	);
	process.exit(1);
}

/**
 * Where a checkout keeps the Node it pins, unless that is the one running this very file.
 * @returns {string | undefined}
 */
function ownNode() {
	try {
		const path = fs.realpathSync(
			join(here, '..', 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		);
		return path === fs.realpathSync(process.execPath) ? undefined : path;
	} catch {
		return undefined;
	}
}

/** Tells the program that whoever started it is a launcher, and ends before it only by force. */
const LAUNCHED = 'TCONV_LAUNCHED';

/**
 * Ends with the launcher. Without this, a launcher that is killed with -9 leaves the program behind: the shell has the
 * terminal again, and half of what is typed there goes to the program as keys.
 */
function endWithLauncher() {
	if (process.env[LAUNCHED] === undefined) return;
	delete process.env[LAUNCHED];
	process.once('disconnect', () => process.kill(process.pid, 'SIGHUP'));
	if (process.channel) process.channel.unref();
}

/**
 * Runs the same command under another Node and becomes its shadow: signals go in, the exit code or signal comes out.
 * @param {string} node path of the executable
 */
function relaunch(node) {
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, [LAUNCHED]: '1' },
	});
	const pass = (signal) => {
		// The terminal sends these two to every process in the foreground, the child too: passing them on would make two.
		if (process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
		child.kill(signal);
	};
	const signals = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
	for (const signal of signals) process.on(signal, pass);
	child.on('error', giveUp);
	child.on('exit', (code, signal) => {
		if (signal === null) process.exit(code);
		for (const each of signals) process.removeAllListeners(each);
		process.kill(process.pid, signal);
		// A signal that is ignored here (SIGPIPE, say) does not end this process.
		setTimeout(() => process.exit(1), 1000);
	});
}

/** A compile cache of our own: the default one is in the shared temporary folder, where others may write first. */
function cacheCompiledCode() {
	if (nodeModule.enableCompileCache === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
	try {
		nodeModule.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tconv'));
	} catch {
		// Without a home there is no cache, and nothing is lost but a few milliseconds.
	}
}

/**
 * An ops box is shared: the heap grows in smaller steps than V8 would take with memory to spare. After 360 conversations
 * read, 278 MB in place of 388; a key takes as long as before.
 */
function growSlowly() {
	setFlagsFromString('--heap-growing-percent=30');
}

function start() {
	if (isFit()) {
		endWithLauncher();
		growSlowly();
		cacheCompiledCode();
		return import('./cli.js');
	}
	const node = ownNode();
	if (node === undefined) giveUp();
	relaunch(node);
	return new Promise(() => {});
}

/** Never settles on a Node that is too old: dist/cli.js, when started by one, awaits this and so goes no further. */
export const started = start();
