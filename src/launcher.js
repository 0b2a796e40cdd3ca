#!/usr/bin/env node
// The `tconv` command. Any Node since 14.13 can parse this file, so that a Node too old for the program can say so. The
// build replaces NEEDED_NODE with the needed version, and copies the result to dist/tconv.js.
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as nodeModule from 'node:module';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { isHung } from './records/hung-folder.ts';

// Before anything else: `ps` shows arguments to every user of the machine, and `serve --key` is one of them.
process.title = 'tconv';
// By default this signal opens Node's inspector to everyone on the machine; here it ends the program.
process.once('SIGUSR1', () => process.kill(process.pid, 'SIGUSR1'));

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Whether this Node is new enough for the program.
 * @returns {boolean}
 */
function isFit() {
	const have = process.versions.node.split('.').map(Number);
	const need = NEEDED_NODE.split('.').map(Number);
	for (let i = 0; i < need.length; i++) if (have[i] !== need[i]) return have[i] > need[i];
	return true;
}

/** Prints the needed Node and the one found, and exits. */
function giveUp() {
	process.stderr.write(
		`tconv needs Node ${NEEDED_NODE} or newer; this is Node ${process.versions.node} (${process.execPath})\n`,
	);
	process.exit(1);
}

/**
 * The path of the Node that a checkout pins; undefined if there is none, or if it runs this file already.
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

/** Marks a program that a launcher started, and that must end with it. */
const LAUNCHED = 'TCONV_LAUNCHED';

/**
 * Ends with the launcher. Otherwise a launcher killed with -9 leaves the program running: the shell has the terminal
 * again, but half of the typed keys go to the program.
 */
function endWithLauncher() {
	if (process.env[LAUNCHED] === undefined) return;
	delete process.env[LAUNCHED];
	process.once('disconnect', () => process.kill(process.pid, 'SIGHUP'));
	if (process.channel) process.channel.unref();
}

/** Signals that end the program. Node never emits a name that this system does not have. */
const PASSED = [
	'SIGINT',
	'SIGQUIT',
	'SIGTERM',
	'SIGHUP',
	'SIGUSR1',
	'SIGUSR2',
	'SIGABRT',
	'SIGALRM',
	'SIGTRAP',
	'SIGXCPU',
	'SIGVTALRM',
	'SIGPROF',
	'SIGIO',
	'SIGPWR',
	'SIGSTKFLT',
	'SIGSYS',
];

/**
 * Stops after the program has stopped: the shell takes the terminal once its own child, this launcher, stops.
 * @param {import('node:child_process').ChildProcess} child
 */
function passStops(child) {
	let isStopping = false;
	const stop = () => {
		if (isStopping) return;
		isStopping = true;
		child.kill('SIGTSTP');
		let waits = 100;
		const timer = setInterval(() => {
			if (!hasStopped(child.pid) && --waits > 0) return;
			clearInterval(timer);
			isStopping = false;
			if (waits === 0) return;
			process.removeListener('SIGTSTP', stop);
			process.kill(process.pid, 'SIGTSTP');
		}, 20);
	};
	process.on('SIGTSTP', stop);
	process.on('SIGCONT', () => {
		process.removeListener('SIGTSTP', stop);
		process.on('SIGTSTP', stop);
		child.kill('SIGCONT');
	});
}

/**
 * @param {number | undefined} pid
 * @returns {boolean}
 */
function hasStopped(pid) {
	try {
		return fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').pop().startsWith('T');
	} catch {
		return /^T/.test(
			spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'latin1' }).stdout || '',
		);
	}
}

/**
 * Runs the same command under another Node: passes signals and stops on to it, and exits with its code or signal.
 * @param {string} node path of the executable
 */
function relaunch(node) {
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, [LAUNCHED]: '1' },
	});
	const pass = (signal) => {
		// The terminal sends these two to the child as well: passing them on would send them twice.
		if (process.stdin.isTTY && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
		child.kill(signal);
	};
	process.removeAllListeners('SIGUSR1');
	for (const signal of PASSED) process.on(signal, pass);
	passStops(child);
	child.on('error', giveUp);
	child.on('exit', (code, signal) => {
		if (signal === null) process.exit(code);
		for (const each of PASSED) process.removeAllListeners(each);
		process.kill(process.pid, signal);
		// This process may ignore the signal (SIGPIPE, say).
		setTimeout(() => process.exit(1), 1000);
	});
}

/**
 * The user's cache folder. Ignores a relative path, as the XDG Base Directory Specification demands.
 * @returns {string | null}
 */
function cacheFolder() {
	const { XDG_CACHE_HOME: named = '', HOME } = process.env;
	if (isAbsolute(named)) return named;
	// A relative HOME is ignored too, in favour of the home that the system knows.
	const home = HOME === undefined || isAbsolute(HOME) ? homedir() : userInfo().homedir;
	return isAbsolute(home) ? join(home, '.cache') : null;
}

/** Uses a private compile cache: the default is in the shared temporary folder, where others may write first. */
async function cacheCompiledCode() {
	if (nodeModule.enableCompileCache === undefined || process.env.NODE_COMPILE_CACHE !== undefined) return;
	try {
		const folder = cacheFolder();
		if (folder !== null && !(await isHung(folder))) nodeModule.enableCompileCache(join(folder, 'tconv'));
	} catch {
		// Without a home folder there is no cache, which costs a few milliseconds.
	}
}

/**
 * Makes the heap grow in smaller steps, as an ops machine is shared. After reading 360 conversations it takes 278 MB in
 * place of 388, and keys are as fast as before.
 */
function growSlowly() {
	setFlagsFromString('--heap-growing-percent=30');
}

function start() {
	if (isFit()) {
		endWithLauncher();
		growSlowly();
		return cacheCompiledCode().then(() => import('./cli.js'));
	}
	const node = ownNode();
	if (node === undefined) giveUp();
	relaunch(node);
	return new Promise(() => {});
}

/** Never settles on a Node that is too old: dist/cli.js awaits this, and so goes no further. */
export const started = start();
