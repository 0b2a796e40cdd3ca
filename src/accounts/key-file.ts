import { randomUUID } from 'node:crypto';
import { lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { trustIn } from '../config/trust.ts';
import { writeAtomically } from '../records/atomic-file.ts';
import { codeOf, configProblem } from '../records/file-problem.ts';
import { readOwn } from '../records/own-file.ts';
import { KeyProblem } from './key-problem.ts';

/** The file with the key of a profile, below the settings folder; only its owner can read it. */
export function keyPath(folder: string, name: string): string {
	return join(folder, 'keys', name);
}

/** Writes the key, in place of an earlier one. Throws a `FileProblem` or a `KeyProblem`. */
export async function writeKeyFile(folder: string, name: string, key: string): Promise<void> {
	const path = keyPath(folder, name);
	needTrust(path);
	try {
		await writeAtomically(path, `${key}\n`, randomUUID());
	} catch (error) {
		throw configProblem('The key cannot be kept', path, error);
	}
}

/** Reads the key. Throws a `KeyProblem` if it is not there, or others can read it or put another one there. */
export async function readKeyFile(folder: string, name: string): Promise<string> {
	const path = keyPath(folder, name);
	needTrust(path);
	try {
		const { mode } = await lstat(path);
		if (process.getuid !== undefined && (mode & 0o077) !== 0)
			throw new KeyProblem(
				`Other users can read the key in ${path}. Make a new key, or run: chmod 600 ${path}`,
			);
		const key = (await readOwn(path)).trim();
		if (key === '') throw new KeyProblem(`${path} is empty. Keep the key again: tconv profile add ${name}`);
		return key;
	} catch (error) {
		if (error instanceof KeyProblem) throw error;
		if (codeOf(error) === 'ENOENT')
			throw new KeyProblem(
				`The key of “${name}” is not in ${path}. Keep it again: tconv profile add ${name}`,
			);
		throw configProblem('The key cannot be read', path, error);
	}
}

/** Removes the key; does nothing without one. */
export async function removeKeyFile(folder: string, name: string): Promise<void> {
	const path = keyPath(folder, name);
	await rm(path, { force: true }).catch((error: unknown) => {
		throw configProblem('The key cannot be removed', path, error);
	});
}

/** Gives the file of one profile to another name. */
export async function renameKeyFile(folder: string, from: string, to: string): Promise<void> {
	const path = keyPath(folder, to);
	needTrust(path);
	await rename(keyPath(folder, from), path).catch((error: unknown) => {
		throw configProblem('The key cannot be renamed', keyPath(folder, from), error);
	});
}

function needTrust(path: string): void {
	const { refusal } = trustIn(path);
	if (refusal !== null) throw new KeyProblem(`No key is kept in ${path}: ${refusal.why}. ${refusal.advice}`);
}
