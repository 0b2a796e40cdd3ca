import { statSync } from 'node:fs';
import { constants, copyFile, type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { jsonText } from '../domain/json.ts';
import { holdsSecret } from '../text/redact.ts';
import { type Exports, NameTaken } from '../writes/records.ts';
import { syncFolder } from './atomic-file.ts';
import { homeFolder } from './base-folders.ts';
import { codeOf, FileProblem, namedFileProblem } from './file-problem.ts';
import { withoutSecrets } from './trash-file.ts';

const what = 'Nothing was exported';

/**
 * Files named by the user. A file is readable by its owner alone and has a temporary name until it is complete. An
 * existing file is replaced only if the user said so. No name contains one of the secrets.
 */
export function openExports(newId: () => string, secrets: readonly string[] = []): Exports {
	return {
		check: async (typed) => {
			const path = pathOf(typed, secrets);
			await refuseTaken(path);
			const probe = join(dirname(path), `.${newId()}.tmp`);
			await (await openTemporary(probe, path)).close();
			await rm(probe, { force: true });
			return path;
		},
		begin: async (typed, { replaces, name } = { replaces: false, name: newId() }) => {
			const path = pathOf(typed, secrets);
			if (!replaces) await refuseTaken(path);
			else await refuseFolder(path);
			const temporary = join(dirname(path), `.${basename(path).slice(0, 80)}.${name.slice(0, 8)}.tmp`);
			const file = await openTemporary(temporary, path);
			const discard = async (): Promise<void> => {
				await file.close().catch(() => undefined);
				await rm(temporary, { force: true });
			};
			const write = async (piece: string | Uint8Array): Promise<void> => {
				try {
					await file.appendFile(piece);
				} catch (error) {
					throw namedFileProblem('The export could not be written', path, error);
				}
			};
			return {
				path,
				append: (whole) => write(`${jsonText(withoutSecrets(whole, secrets))}\n`),
				write,
				finish: async () => {
					try {
						await file.sync();
						await file.close();
						if (replaces) await rename(temporary, path);
						else await giveName(temporary, path);
						await syncFolder(dirname(path));
					} catch (error) {
						throw error instanceof NameTaken ? error : namedFileProblem(what, path, error);
					} finally {
						await discard();
					}
				},
				discard,
			};
		},
	};
}

/** Opens a new file that only its owner can read. A rest that a killed process left under this name is removed. */
async function openTemporary(temporary: string, path: string): Promise<FileHandle> {
	try {
		await rm(temporary, { force: true });
		return await open(temporary, 'wx', 0o600);
	} catch (error) {
		throw namedFileProblem(what, path, error);
	}
}

/** A link or a folder is never replaced, only a regular file. */
async function refuseFolder(path: string): Promise<void> {
	const stats = await lstat(path).catch(() => null);
	if (stats !== null && !stats.isFile())
		throw new FileProblem(`${what}: ${path} is not a regular file. Choose another name.`);
}

function pathOf(typed: string, secrets: readonly string[]): string {
	if (holdsSecret(typed, secrets))
		throw new FileProblem(`${what}: the file name contains your API key. Choose another one.`);
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

function taken(path: string): NameTaken {
	return new NameTaken(path, `${what}: ${path} already exists. Choose another name, or move the file away.`);
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
