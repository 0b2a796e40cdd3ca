import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** A change to one file of a dependency: replaces each `from` with `to`. */
export interface Patch {
	readonly name: string;
	readonly file: RegExp;
	readonly changes: readonly { readonly from: string; readonly to: string }[];
}

/**
 * A plugin that applies patches. It fails the build if a dependency no longer contains a text to replace. Patches of
 * the same file apply in order.
 */
export function patch(...patches: readonly Patch[]): Plugin {
	return {
		name: 'patches',
		setup(build) {
			const filter = new RegExp(patches.map(({ file }) => file.source).join('|'));
			build.onLoad({ filter }, async ({ path }) => {
				let contents = await readFile(path, 'utf8');
				for (const { name, file, changes } of patches) {
					if (!file.test(path)) continue;
					for (const { from, to } of changes) {
						if (!contents.includes(from))
							return {
								errors: [
									{ text: `${path} no longer contains ${from}: check whether ${name} is still needed` },
								],
							};
						contents = contents.replaceAll(from, () => to);
					}
				}
				return { contents, loader: 'default' };
			});
		},
	};
}
