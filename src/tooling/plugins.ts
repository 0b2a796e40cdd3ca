import type { Plugin } from 'esbuild';
import type { Patch } from './patch.ts';

/**
 * Makes yoga decode its WebAssembly without `fetch('data:')`, which it uses where `fetch` exists: that loads all of
 * undici, 30 to 45 ms at start.
 */
export const yogaWithoutFetch: Patch = {
	name: 'yoga-without-fetch',
	file: /yoga-wasm-base64-esm\.js$/,
	changes: [{ from: '"function"!=typeof fetch', to: '!0' }],
};

/** Leaves out Ink's connection to React's developer tools, which would include a web socket server. */
export const inkWithoutDevtools: Plugin = {
	name: 'ink-without-devtools',
	setup(build) {
		build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '', loader: 'js' }));
	},
};

/**
 * Lets Ink load after the working directory was deleted: on load, its error overview reads that directory, although
 * this program never shows the overview.
 */
export const inkWithoutWorkingFolder: readonly Patch[] = [
	{
		name: 'ink-without-working-folder',
		file: /[\\/]ink[\\/]build[\\/]components[\\/]ErrorOverview\.js$/,
		changes: [{ from: 'cwd: cwd(),', to: "cwd: '.'," }],
	},
	{
		name: 'stack-utils-without-working-folder',
		file: /[\\/]stack-utils[\\/]index\.js$/,
		changes: [{ from: '? process.cwd()', to: "? '.'" }],
	},
];

/**
 * Leaves ajv (150 kB and 13 ms at start) out of conf, which needs it only for the `schema` option. The replacement
 * throws on construction, so that a schema for conf fails at once.
 */
export const confWithoutAjv: Plugin = {
	name: 'conf-without-ajv',
	setup(build) {
		build.onResolve({ filter: /^ajv(-formats)?(\/|$)/ }, ({ path }) => ({ path, namespace: 'no-ajv' }));
		build.onLoad({ filter: /./, namespace: 'no-ajv' }, () => ({
			contents: `export class Ajv2020 {
	constructor() { throw new Error('conf has no schema validator in this build: validate with zod'); }
}
export default { default: () => {} };`,
			loader: 'js',
		}));
	},
};

/**
 * Loads the Node modules of the HTTP server only with the server: a static import runs at the start of the bundle,
 * and `node:http` loads all of undici, 25 ms that only `tconv serve` needs.
 */
export const serverPartsWhenNeeded: Plugin = {
	name: 'server-parts-when-needed',
	setup(build) {
		const namespace = 'when-needed';
		build.onResolve(
			{ filter: /^(node:)?(http|http2|https|net|tls|stream|stream\/web|crypto|fs|path|process|url|util)$/ },
			(found) => {
				if (found.namespace === namespace) return { path: found.path, external: true };
				return /[\\/]@hono[\\/]node-server[\\/]/.test(found.importer)
					? { path: found.path, namespace }
					: undefined;
			},
		);
		build.onLoad({ filter: /./, namespace }, ({ path }) => ({
			contents: `module.exports = require(${JSON.stringify(path)});`,
			loader: 'js',
		}));
	},
};
