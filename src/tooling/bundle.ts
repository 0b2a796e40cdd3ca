import { isBuiltin } from 'node:module';
import type { BuildOptions, Metafile } from 'esbuild';
import { cleanTextKept, linesKept, widthsKept } from './measuring.ts';
import { confWithoutAjv, inkWithoutDevtools, serverPartsWhenNeeded, yogaWithoutFetch } from './plugins.ts';

/**
 * The first lines of the bundle. They give CommonJS packages a `require`, keep arguments out of `ps`, and hand over to
 * the launcher beside the bundle when the Node is older than `neededNode` ("24.15").
 */
export function banner(neededNode: string): string {
	const [major = 0, minor = 0] = neededNode.split('.').map(Number);
	return [
		'import{createRequire as createRequireForBundle}from"node:module";',
		'const require=createRequireForBundle(import.meta.url);',
		'process.title="tconv";',
		`{const[a,b]=process.versions.node.split(".").map(Number);`,
		`if(a<${major}||a===${major}&&b<${minor})await(await import("./tconv.js")).started}`,
	].join('');
}

/** What a bundle is made from and into. */
export interface BundleInput {
	readonly entry: string;
	readonly outfile: string;
	readonly version: string;
	readonly neededNode: string;
}

/**
 * How the program becomes one file. `process.env.TCONV_VERSION` is replaced by the package's version.
 * The target is a year, not `node24`: for a Node target esbuild turns `/\p{…}/v` literals into `new RegExp` inside loops.
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
		plugins: [
			yogaWithoutFetch,
			widthsKept,
			linesKept,
			cleanTextKept,
			inkWithoutDevtools,
			confWithoutAjv,
			serverPartsWhenNeeded,
		],
		logLevel: 'warning',
	};
}

/**
 * What is wrong with a finished bundle, a sentence each: imports that are not Node's own, Ink without the yoga this
 * build knows how to change, developer tools. Empty when nothing is.
 */
export function bundleFaults(metafile: Metafile): string[] {
	const inputs = Object.keys(metafile.inputs);
	const has = (part: string) => inputs.some((path) => path.includes(part));
	const faults = Object.values(metafile.outputs)
		.flatMap((output) => output.imports)
		.filter(({ path, external }) => external && !isBuiltin(path) && path !== './tconv.js')
		.map(({ path }) => `the bundle imports ${path}, which is not part of Node`);
	if (has('node_modules/ink/build/ink.js') && !has('yoga-wasm-base64-esm.js'))
		faults.push('Ink is in the bundle, but not the yoga that this build changes');
	if (has('node_modules/ajv/')) faults.push('ajv is in the bundle: conf imports it by another name now');
	if (has('react-devtools-core')) faults.push('React developer tools are in the bundle');
	return faults;
}
