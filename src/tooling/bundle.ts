import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { placesKept, rowsKept, sameFramesSkipped, sizesKept } from './kept-frames.ts';
import { cleanTextKept, linesKept, stylesKept, widthsKept } from './measuring.ts';
import { patch } from './patch.ts';
import { rowsPinned, rowsSkipped, rowUpdatesPinned } from './pinning.ts';
import {
	confWithoutAjv,
	inkWithoutDevtools,
	inkWithoutWorkingFolder,
	serverPartsWhenNeeded,
	yogaWithoutFetch,
} from './plugins.ts';

/**
 * The first lines of the bundle. They give CommonJS packages a `require`, hide arguments from `ps`, keep the
 * inspector closed, and start the launcher beside the bundle if Node is older than `neededNode` ("24.15").
 */
export function banner(neededNode: string): string {
	const [major = 0, minor = 0] = neededNode.split('.').map(Number);
	return [
		'import{createRequire as createRequireForBundle}from"node:module";',
		'const require=createRequireForBundle(import.meta.url);',
		'process.title="tconv";',
		// A listener keeps Node's inspector closed. Without another listener the signal ends the program.
		'process.once("SIGUSR1",()=>process.kill(process.pid,"SIGUSR1"));',
		`{const[a,b]=process.versions.node.split(".").map(Number);`,
		`if(a<${major}||a===${major}&&b<${minor})await(await import("./tconv.js")).started}`,
	].join('');
}

const yamlModules = join(
	import.meta.dirname,
	'..',
	'..',
	'node_modules',
	'yaml',
	'browser',
	'dist',
	'index.js',
);

/** The input of a bundle and its place. */
export interface BundleInput {
	readonly entry: string;
	readonly outfile: string;
	readonly version: string;
	readonly neededNode: string;
}

/**
 * The options that bundle the program into one file. `process.env.TCONV_VERSION` becomes the package's version. The
 * target is a year and not `node24`, because for Node targets esbuild turns `/\p{…}/v` literals into `new RegExp`
 * inside loops.
 */
export function bundleOptions({ entry, outfile, version, neededNode }: BundleInput): BuildOptions {
	return {
		entryPoints: [entry],
		outfile,
		bundle: true,
		write: false,
		metafile: true,
		platform: 'node',
		format: 'esm',
		target: 'es2024',
		jsx: 'automatic',
		minify: true,
		sourcemap: 'linked',
		sourcesContent: false,
		legalComments: 'none',
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': '"false"',
			'process.env.TCONV_VERSION': JSON.stringify(version),
		},
		banner: { js: banner(neededNode) },
		alias: {
			// Its main file loads its parts through its own `require`, which bundlers do not follow.
			'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
			// The build for Node is CommonJS, of which all parts are kept: its parser too, which is never used.
			yaml: yamlModules,
		},
		plugins: [
			patch(
				yogaWithoutFetch,
				widthsKept,
				linesKept,
				stylesKept,
				cleanTextKept,
				rowsPinned,
				rowUpdatesPinned,
				rowsSkipped,
				rowsKept,
				sizesKept,
				...sameFramesSkipped,
				...placesKept,
				...inkWithoutWorkingFolder,
			),
			inkWithoutDevtools,
			confWithoutAjv,
			serverPartsWhenNeeded,
		],
		logLevel: 'warning',
	};
}

/**
 * The faults of a finished bundle, one sentence each; empty if there are none. Checks for imports outside Node, Ink
 * without the yoga file that this build patches, and developer tools.
 */
export function bundleFaults(metafile: Metafile): string[] {
	const inputs = Object.keys(metafile.inputs);
	const has = (part: string) => inputs.some((path) => path.includes(part));
	const faults = Object.values(metafile.outputs)
		.flatMap((output) => output.imports)
		.filter(({ path, external }) => external && !isBuiltin(path) && path !== './tconv.js')
		.map(({ path }) => `the bundle imports ${path}, which is not part of Node`);
	if (has('node_modules/ink/build/ink.js') && !has('yoga-wasm-base64-esm.js'))
		faults.push('Ink is in the bundle, but not the yoga file that this build patches');
	if (has('node_modules/ajv/')) faults.push('ajv is in the bundle: conf now imports it under another name');
	if (has('react-devtools-core')) faults.push('React developer tools are in the bundle');
	return faults;
}
