import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { bundleFaults, bundleOptions } from './bundle.ts';
import { thirdPartyNotices } from './licences.ts';

/** The folder of the checkout. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What a build wrote: sizes in bytes. */
export interface Built {
	readonly files: ReadonlyMap<string, number>;
	readonly metafile: esbuild.Metafile;
}

/**
 * Builds the program from `entry` into the folder `out`: `cli.js` (everything in one file), its source map, the launcher
 * `tconv.js`, and the notices of what is bundled.
 * Throws when esbuild does, or when the bundle has something in it that it must not have. Each file appears whole: a
 * program that is being started meanwhile gets the old one or the new one.
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

	const launcher = await esbuild.transform(await readFile(join(projectRoot, 'src', 'launcher.js'), 'utf8'), {
		define: { NEEDED_NODE: JSON.stringify(neededNode) },
		target: 'node14.13',
	});
	await mkdir(out, { recursive: true });
	const contents = new Map<string, string | Uint8Array>([
		...bundle.outputFiles.map((file) => [file.path, file.contents] as const),
		[join(out, 'tconv.js'), launcher.code],
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
