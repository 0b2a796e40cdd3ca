import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { manPage } from '../commands/man-page.ts';
import { bundleFaults, bundleOptions } from './bundle.ts';

/** The root folder of the checkout. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The result of a build; sizes in bytes. */
export interface Built {
	readonly files: ReadonlyMap<string, number>;
	readonly metafile: esbuild.Metafile;
}

/**
 * Builds the program from `entry` into the folder `out`: `cli.js` (a single file), its source map, the launcher
 * `tconv.js`, the man page `tconv.1`, and the notices of bundled packages. Throws esbuild's errors, and an error if the bundle contains a
 * forbidden part. Each file is replaced atomically, so a program that starts during the build gets either the old or
 * the new one.
 */
export async function build(
	entry = join(projectRoot, 'src', 'cli.ts'),
	out = join(projectRoot, 'dist'),
): Promise<Built> {
	const about = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
		version: string;
		engines: { node: string };
	};
	const neededNode = /^>=(\d+\.\d+)$/.exec(about.engines.node)?.[1];
	if (neededNode === undefined) throw new Error('engines.node in package.json is not of the form >=24.15');

	const bundle = await esbuild.build({
		...bundleOptions({ entry, outfile: join(out, 'cli.js'), version: about.version, neededNode }),
		absWorkingDir: projectRoot,
		write: false,
		metafile: true,
	});
	const faults = bundleFaults(bundle.metafile);
	if (faults.length > 0) throw new Error(faults.join('\n'));

	const launcher = await esbuild.build({
		entryPoints: [join(projectRoot, 'src', 'launcher.js')],
		outfile: join(out, 'tconv.js'),
		define: { NEEDED_NODE: JSON.stringify(neededNode) },
		target: 'node14.13',
		platform: 'node',
		format: 'esm',
		bundle: true,
		external: ['./cli.js'],
		write: false,
	});
	await mkdir(out, { recursive: true });
	const contents = new Map<string, string | Uint8Array>([
		...[...bundle.outputFiles, ...launcher.outputFiles].map((file) => [file.path, file.contents] as const),
		[join(out, 'tconv.1'), manPage(about.version)],
		[join(out, 'THIRD-PARTY.txt'), await thirdPartyNotices(projectRoot, Object.keys(bundle.metafile.inputs))],
	]);
	for (const [path, content] of contents) await writeWhole(path, content);
	await chmod(join(out, 'tconv.js'), 0o755);
	return {
		files: new Map([...contents].map(([path, content]) => [path, Buffer.byteLength(content)])),
		metafile: bundle.metafile,
	};
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
	const draft = `${path}.${process.pid}.tmp`;
	await writeFile(draft, content);
	await rename(draft, path);
}

if (import.meta.main) {
	const { files } = await build();
	for (const [path, bytes] of files)
		console.log(
			`${path.slice(projectRoot.length + 1).padEnd(22)} ${(bytes / 1024).toFixed(0).padStart(6)} kB`,
		);
}

/** The package folders of the files, sorted and unique: `node_modules/ink`, `node_modules/@hono/node-server`. */
export function packageFolders(files: Iterable<string>): string[] {
	const folders = new Set<string>();
	for (const file of files) {
		const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
		if (folder !== undefined) folders.add(folder);
	}
	return [...folders].sort();
}

/**
 * The licence notices of bundled packages: name, version and licence text of each. `files` are paths of bundled files
 * relative to `root`. A package without a licence file is listed with the licence from its package.json.
 */
async function thirdPartyNotices(root: string, files: Iterable<string>): Promise<string> {
	const notices = await Promise.all(
		packageFolders(files).map(async (folder) => {
			const about = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
				name: string;
				version: string;
				license?: string;
			};
			const file = (await readdir(join(root, folder))).find((name) => /^licen[cs]e/i.test(name));
			const text = file === undefined ? '' : (await readFile(join(root, folder, file), 'utf8')).trim();
			return `${about.name} ${about.version} (${about.license ?? 'licence not stated'})\n\n${text}\n`;
		}),
	);
	return `This program contains the following packages.\n\n${notices.join(`\n${'-'.repeat(78)}\n\n`)}`;
}
