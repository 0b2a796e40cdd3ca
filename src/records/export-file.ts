import { statSync } from 'node:fs';
import { constants, copyFile, type FileHandle, link, lstat, open, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { jsonText } from '../domain/json.ts';
import { holdsSecret } from '../text/redact.ts';
import type { Exports } from '../writes/records.ts';
import { syncFolder } from './atomic-file.ts';
import { homeFolder } from './base-folders.ts';
import { codeOf, FileProblem, namedFileProblem } from './file-problem.ts';
import { withoutSecrets } from './trash-file.ts';

const what = 'Nothing was exported';

/**
 * Files named by the user: NDJSON, one conversation per line, as `tconv serve --data` reads it. A file is readable by
 * its owner alone and has a temporary name until it is complete. Existing files are never overwritten. Neither name nor
 * text contains one of the secrets.
 */
export function openExports(newId: () => string, secrets: readonly string[] = []): Exports {
	return {
		begin: async (typed) => {
			if (holdsSecret(typed, secrets))
				throw new FileProblem(`${what}: the file name contains your API key. Choose another one.`);
			const path = pathOf(typed);
			await refuseTaken(path);
			const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${newId().slice(0, 8)}.tmp`);
			let file: FileHandle;
			try {
				file = await open(temporary, 'wx', 0o600);
			} catch (error) {
				throw namedFileProblem(what, path, error);
			}
			const discard = async (): Promise<void> => {
				await file.close().catch(() => undefined);
				await rm(temporary, { force: true });
			};
			return {
				path,
				append: async (whole) => {
					try {
						await file.appendFile(`${jsonText(withoutSecrets(whole, secrets))}\n`);
					} catch (error) {
						throw namedFileProblem('The export could not be written', path, error);
					}
				},
				finish: async () => {
					try {
						await file.sync();
						await file.close();
						await giveName(temporary, path);
						await syncFolder(dirname(path));
					} catch (error) {
						throw namedFileProblem(what, path, error);
					} finally {
						await discard();
					}
				},
				discard,
			};
		},
	};
}

function pathOf(typed: string): string {
	const text = typed.trim();
	if (text === '') throw new FileProblem(`${what}: type a file name.`);
	if (!/^~(?:\/|$)/.test(text)) {
		if (isAbsolute(text) || isWorkingFolderThere()) return resolve(text);
		throw new FileProblem(
			`${what}: the working directory no longer exists. Type a name that starts with / or ~.`,
		);
	}
	const home = homeFolder(process.env);
	if (home === null) throw new FileProblem(`${what}: there is no home folder for ${text}. Choose another.`);
	return join(home, text.slice(1));
}

/** Node caches a working directory that was deleted later, and cannot detect one deleted before. */
function isWorkingFolderThere(): boolean {
	try {
		return statSync(process.cwd()).isDirectory();
	} catch {
		return false;
	}
}

async function refuseTaken(path: string): Promise<void> {
	const isTaken = await lstat(path).then(
		() => true,
		(error: unknown) => codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR',
	);
	if (isTaken) throw taken(path);
}

function taken(path: string): FileProblem {
	return new FileProblem(`${what}: ${path} already exists. Choose another name, or move the file away.`);
}

/** Unlike a rename, a link never replaces a file; the copy used where links are unsupported does not either. */
async function giveName(temporary: string, path: string): Promise<void> {
	try {
		await link(temporary, path).catch(async (error: unknown) => {
			if (codeOf(error) === 'EEXIST') throw error;
			await copyFile(temporary, path, constants.COPYFILE_EXCL);
		});
	} catch (error) {
		throw codeOf(error) === 'EEXIST' ? taken(path) : error;
	}
}
