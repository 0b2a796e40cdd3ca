import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of the packages that files come from, each once, sorted: `node_modules/ink`, `node_modules/@hono/node-server`. */
export function packageFolders(files: Iterable<string>): string[] {
	const folders = new Set<string>();
	for (const file of files) {
		const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
		if (folder !== undefined) folders.add(folder);
	}
	return [...folders].sort();
}

/**
 * The notices that the licences of bundled packages ask to be passed on: name, version and licence text of each.
 * `files` are paths of bundled files relative to `root`. A package without a licence file is named with what its
 * package.json says.
 */
export async function thirdPartyNotices(root: string, files: Iterable<string>): Promise<string> {
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
