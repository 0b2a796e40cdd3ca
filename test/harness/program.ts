import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, projectRoot } from '../../src/tooling/build.ts';
import { homesVariable } from './homes.ts';
import { cleanEnv, Terminal, type TerminalOptions } from './terminal.ts';

/** The bundle and the command as installed. */
export const cliPath = join(projectRoot, 'dist', 'cli.js');
export const launcherPath = join(projectRoot, 'dist', 'tconv.js');

let built: Promise<void> | undefined;

/** Builds the program if the bundle is missing or older than its source, so that no test runs an old bundle. */
export function ensureBuilt(): Promise<void> {
	built ??= isStale() ? build().then(() => undefined) : Promise.resolve();
	return built;
}

function isStale(): boolean {
	const bundle = statSync(cliPath, { throwIfNoEntry: false })?.mtimeMs ?? 0;
	const source = readdirSync(join(projectRoot, 'src'), { recursive: true, withFileTypes: true });
	return source.some(
		(entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).mtimeMs > bundle,
	);
}

let homes: string | undefined;

/** The folder for homes: that of the test run, which is removed with it, or one that this process removes. */
function homesFolder(): string {
	if (homes === undefined) {
		const made = process.env[homesVariable] ?? mkdtempSync(join(tmpdir(), 'tconv-'));
		if (process.env[homesVariable] === undefined)
			process.on('exit', () => rmSync(made, { recursive: true, force: true }));
		homes = made;
	}
	return homes;
}

/** An environment isolated from the developer and other tests: a new home and no key. Only compiled code is shared. */
export function programEnv(extra: TerminalOptions['env'] = {}): Record<string, string> {
	const folder = homesFolder();
	return cleanEnv({
		HOME: mkdtempSync(join(folder, 'home-')),
		NODE_COMPILE_CACHE: join(folder, 'compiled'),
		...extra,
	});
}

/** Opens the program in a terminal: `await using terminal = await openProgram(['--demo'], { cols: 120, rows: 40 })`. */
export async function openProgram(
	args: readonly string[] = [],
	options: TerminalOptions = {},
): Promise<Terminal> {
	await ensureBuilt();
	return new Terminal([process.execPath, launcherPath, ...args], {
		...options,
		env: programEnv(options.env),
	});
}
