import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, launcherPath, programEnv } from './program.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

/** The program in a terminal that is itself a program, or over a connection. */
export interface Hosted extends AsyncDisposable {
	/** The terminal in which the host draws. Keys go through the host. */
	readonly terminal: Terminal;
	/**
	 * The rows as the host has them: its widths can differ from those of the outer terminal. GNU screen returns only
	 * the lowest byte of each character, so some characters end a row.
	 */
	capture(): string[];
}

/** The program in tmux, which can report the cells it gives each text. */
export interface InTmux extends Hosted {
	widths(texts: readonly string[]): number[];
	/** The text in the newest buffer of tmux. */
	buffer(): string;
}

/** The absolute path of a program, or null if it is not installed. Servers are often outside the search path. */
export function installed(program: string): string | null {
	const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

/** Starts the program from a shell, like a person, so that the shell's output before and after is visible too. */
async function fromShell(args: readonly string[]): Promise<string[]> {
	await ensureBuilt();
	const script = 'echo before; "$@"; echo "ended $?"; read wait';
	return ['/bin/sh', '-c', script, 'sh', process.execPath, launcherPath, ...args];
}

function newFolder(): string {
	return mkdtempSync(join(tmpdir(), 'tconv-host-'));
}

/** Opens the program in a separate tmux: no configuration, no status line, a private socket. */
export async function openInTmux(
	tmux: string,
	args: readonly string[],
	options: TerminalOptions = {},
): Promise<InTmux> {
	const folder = newFolder();
	const config = join(folder, 'tmux.conf');
	writeFileSync(config, 'set -g status off\nset -g escape-time 0\n');
	const ours = [tmux, '-S', join(folder, 'socket'), '-f', config];
	const terminal = new Terminal([...ours, '-u', 'new-session', ...(await fromShell(args))], {
		...options,
		env: programEnv(options.env),
	});
	const run = (...command: string[]) =>
		execFileSync(tmux, [...ours.slice(1), ...command], { encoding: 'utf8' });
	return {
		terminal,
		capture: () => run('capture-pane', '-p').split('\n').slice(0, -1),
		widths: (texts) => {
			const asks = texts.map((text) => [
				'set',
				'-g',
				'@text',
				text,
				';',
				'display-message',
				'-p',
				'#{w:@text}',
			]);
			return run(...asks.flatMap((ask, at) => (at === 0 ? ask : [';', ...ask])))
				.trim()
				.split('\n')
				.map(Number);
		},
		buffer: () => run('show-buffer'),
		[Symbol.asyncDispose]: async () => {
			spawnSync(tmux, [...ours.slice(1), 'kill-server'], { stdio: 'ignore' });
			await terminal[Symbol.asyncDispose]();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Opens the program in a separate GNU screen: no configuration, a private folder of sockets. */
export async function openInScreen(
	screen: string,
	args: readonly string[],
	options: TerminalOptions = {},
): Promise<Hosted> {
	const folder = newFolder();
	const config = join(folder, 'screenrc');
	writeFileSync(config, 'startup_message off\naltscreen on\ndefutf8 on\n');
	const sockets = join(folder, 'sockets');
	mkdirSync(sockets, { mode: 0o700 });
	const env = programEnv({ ...options.env, SCREENDIR: sockets });
	const ours = ['-S', 'tconv', '-c', config];
	const terminal = new Terminal([screen, '-U', ...ours, ...(await fromShell(args))], { ...options, env });
	const hardcopy = join(folder, 'hardcopy');
	const send = (...command: string[]) =>
		spawnSync(screen, ['-S', 'tconv', '-X', ...command], { env, stdio: 'ignore' });
	const pause = new Int32Array(new SharedArrayBuffer(4));
	return {
		terminal,
		capture: () => {
			rmSync(hardcopy, { force: true });
			send('hardcopy', hardcopy);
			// Screen writes the file after the command has ended.
			const copied = () => (existsSync(hardcopy) ? readFileSync(hardcopy, 'latin1') : '');
			for (let tries = 0; !copied().endsWith('\n') && tries < 200; tries++) Atomics.wait(pause, 0, 0, 10);
			return copied().split('\n').slice(0, -1);
		},
		[Symbol.asyncDispose]: async () => {
			send('quit');
			await terminal[Symbol.asyncDispose]();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Opens the program over a real connection: an SSH server on loopback with its own keys, port and configuration. */
export async function openOverSsh(
	sshd: string,
	args: readonly string[],
	options: TerminalOptions = {},
): Promise<Hosted> {
	const folder = newFolder();
	const [hostKey, ownKey] = ['host', 'own'].map((name) => {
		const path = join(folder, name);
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
		return path;
	});
	const port = await freePort();
	const config = join(folder, 'sshd_config');
	writeFileSync(
		config,
		`ListenAddress 127.0.0.1:${port}
HostKey ${hostKey}
AuthorizedKeysFile ${ownKey}.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
`,
	);
	// The folder for the server's privilege separation, which the system's own start creates.
	if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
	const server = spawn(sshd, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
	await new Promise<void>((resolve, reject) => {
		let said = '';
		server.stderr.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (said.includes('listening on')) resolve();
		});
		server.once('exit', () => reject(new Error(`sshd ended: ${said}`)));
	});
	const env = Object.entries(programEnv(options.env)).filter(([name]) => name !== 'TERM');
	const command = ['env', ...env.map(([name, value]) => `${name}=${value}`), ...(await fromShell(args))];
	const settings = [
		'StrictHostKeyChecking=no',
		'UserKnownHostsFile=/dev/null',
		'LogLevel=ERROR',
		'IdentitiesOnly=yes',
	];
	const terminal = new Terminal(
		[
			...['ssh', '-tt', '-F', '/dev/null', '-p', String(port), '-i', `${ownKey}`],
			...settings.flatMap((setting) => ['-o', setting]),
			`${userInfo().username}@127.0.0.1`,
			command.map(quoted).join(' '),
		],
		options,
	);
	return {
		terminal,
		capture: () => terminal.screen(),
		[Symbol.asyncDispose]: async () => {
			await terminal[Symbol.asyncDispose]();
			server.kill();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function quoted(word: string): string {
	return `'${word.replaceAll("'", `'\\''`)}'`;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('a port has no number');
	return address.port;
}
