import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { projectRoot } from '../../src/tooling/build.ts';
import { type Patch, patch } from '../../src/tooling/patch.ts';
import { inkWithoutDevtools } from '../../src/tooling/plugins.ts';

/** A frame composed by Ink: texts at positions, later ones over earlier ones. */
export interface InkOutput {
	write(
		x: number,
		y: number,
		text: string,
		options: { transformers: readonly ((line: string) => string)[] },
	): void;
	clip(bounds: { x1: number; x2: number; y1: number; y2: number }): void;
	unclip(): void;
	get(): { output: string; height: number };
}

/** The parts of Ink that a build patches, with some of the patches. */
export interface InkParts {
	readonly stringWidth: (text: string, options?: { readonly ambiguousIsNarrow: boolean }) => number;
	readonly sanitizeAnsi: (text: string) => string;
	readonly Output: new (size: { width: number; height: number }) => InkOutput;
	readonly ink: typeof import('ink');
	readonly createElement: typeof import('react').createElement;
	readonly logUpdate: {
		create(
			stream: { readonly columns: number; write(text: string): void },
			options: { readonly showCursor: boolean; readonly incremental: boolean },
		): (frame: string) => boolean;
	};
}

/** Builds the parts of Ink with `patches` into `folder`, like the program's build, and loads them. */
export async function loadInk(
	folder: string,
	name: string,
	patches: readonly Patch[] = [],
): Promise<InkParts> {
	const ink = join(projectRoot, 'node_modules', 'ink', 'build');
	const outfile = join(folder, `${name}.mjs`);
	writeFileSync(
		join(folder, `${name}.js`),
		`export { default as stringWidth } from 'string-width';
export { default as sanitizeAnsi } from ${JSON.stringify(join(ink, 'sanitize-ansi.js'))};
export { default as Output } from ${JSON.stringify(join(ink, 'output.js'))};
export { default as logUpdate } from ${JSON.stringify(join(ink, 'log-update.js'))};
export * as ink from ${JSON.stringify(join(ink, 'index.js'))};
export { createElement } from 'react';`,
	);
	await esbuild.build({
		entryPoints: [join(folder, `${name}.js`)],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		nodePaths: [join(projectRoot, 'node_modules')],
		// Some of Ink's dependencies are CommonJS and require parts of Node.
		banner: {
			js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
		},
		plugins: [inkWithoutDevtools, ...(patches.length === 0 ? [] : [patch(...patches)])],
		define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
	});
	return import(outfile);
}
