import { constants, copyFile, type FileHandle, link, lstat, open, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Exports } from '../writes/records.ts';
import { syncFolder } from './atomic-file.ts';
import { codeOf, FileProblem, namedFileProblem } from './file-problem.ts';

const what = 'Nothing was exported';

/**
 * Files that people name: NDJSON, a conversation a line, as `tconv serve --data` reads it. A file is there once it is
 * whole, readable by its owner alone; until then it has another name beside it. None is ever written over.
 */
export function openExports(newId: () => string): Exports {
	return {
		begin: async (typed) => {
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
						await file.appendFile(`${JSON.stringify(whole)}\n`);
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
	if (text === '') throw new FileProblem(`${what}: the file has no name.`);
	return resolve(/^~(?:\/|$)/.test(text) ? join(homedir(), text.slice(1)) : text);
}

async function refuseTaken(path: string): Promise<void> {
	const isTaken = await lstat(path).then(
		() => true,
		(error: unknown) => codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR',
	);
	if (isTaken) throw taken(path);
}

function taken(path: string): FileProblem {
	return new FileProblem(
		`${what}: ${path} is there already, and is not written over. Give another name, or move it away.`,
	);
}

/** A link never takes the place of a file, as a rename would; where there are no links, a copy does not either. */
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
