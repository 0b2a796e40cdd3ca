import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A change to one file of a dependency: in it, each `from` becomes `to`. */
export interface Patch {
	readonly name: string;
	readonly file: RegExp;
	readonly changes: readonly { readonly from: string; readonly to: string }[];
}

/** A plugin that makes a change, and fails the build when the dependency no longer has the text that is changed. */
export function patch({ name, file, changes }: Patch): Plugin {
	return {
		name,
		setup(build) {
			build.onLoad({ filter: file }, async ({ path }) => {
				let contents = await readFile(path, 'utf8');
				for (const { from, to } of changes) {
					if (!contents.includes(from))
						return {
							errors: [{ text: `${path} no longer contains ${from}: see whether ${name} is still needed` }],
						};
					contents = contents.replaceAll(from, () => to);
				}
				return { contents, loader: 'js' };
			});
		},
	};
}
