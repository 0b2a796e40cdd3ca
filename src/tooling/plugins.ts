import type { Plugin } from 'esbuild';
import { patch } from './patch.ts';

/**
 * Makes yoga decode its WebAssembly by itself: through `fetch('data:')`, which it takes where there is a `fetch`, Node
 * loads all of undici, 30 to 45 ms at start.
 */
export const yogaWithoutFetch: Plugin = patch({
	name: 'yoga-without-fetch',
	file: /yoga-wasm-base64-esm\.js$/,
	changes: [{ from: '"function"!=typeof fetch', to: '!0' }],
});

/** Leaves Ink's connection to React's developer tools out: it would bring a web socket server along. */
export const inkWithoutDevtools: Plugin = {
	name: 'ink-without-devtools',
	setup(build) {
		build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/ }, () => ({ contents: '', loader: 'js' }));
	},
};

/**
 * Leaves ajv, 150 kB and 13 ms at start, out of conf, which uses it only for a `schema` option. What is in its place
 * throws when it is made, so that giving conf a schema is seen at once.
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
 * Loads the parts of Node that the HTTP server is made of when the server is: a static import stands at the head of the
 * bundle, and that of `node:http` makes Node load all of undici, 25 ms that only `tconv serve` has a use for.
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
