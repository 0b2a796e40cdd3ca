import { randomUUID } from 'node:crypto';
import { keyFromCommand } from './key-command.ts';
import { keyPath, readKeyFile, removeKeyFile, renameKeyFile, writeKeyFile } from './key-file.ts';
import { KeyProblem } from './key-problem.ts';
import type { Keychain } from './keychain.ts';
import type { KeyPlace, Profile } from './profile.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where keys can be kept. `folder` is that of the settings; null if the environment names none. */
export type KeyTools = {
	readonly folder: string | null;
	readonly environment: Environment;
	readonly keychain: Keychain;
	/** True while the screen has the terminal. */
	readonly isApart: boolean;
};

/** A kept key: its place, and that place in words for the user. */
export type KeptKey = { readonly place: KeyPlace; readonly said: string };

/** Keeps a key in the keychain, else in a file. Throws a `FileProblem` or a `KeyProblem` if neither takes it. */
export async function keepKey(name: string, key: string, { folder, keychain }: KeyTools): Promise<KeptKey> {
	const entry = `${name}-${randomUUID().slice(0, 8)}`;
	const answer = await keychain.keep(entry, key);
	if (answer.kind === 'done') return { place: { kind: 'keychain', entry }, said: "the system's keychain" };
	const home = needFolder(folder);
	await writeKeyFile(home, name, key);
	return {
		place: { kind: 'file' },
		said: `${keyPath(home, name)}, which only you can read (no keychain: ${answer.why})`,
	};
}

/** Reads the key of a profile from its place. Throws a `FileProblem` or a `KeyProblem`. */
export async function readKey(
	{ name, key }: Pick<Profile, 'name' | 'key'>,
	{ folder, environment, keychain, isApart }: KeyTools,
): Promise<string> {
	switch (key.kind) {
		case 'file':
			return await readKeyFile(needFolder(folder), name);
		case 'command':
			return await keyFromCommand(key.command, environment, isApart);
		case 'keychain': {
			const answer = await keychain.read(key.entry);
			if (answer.kind === 'failed')
				throw new KeyProblem(
					`The key of “${name}” is in the keychain, but ${answer.why}. Unlock it, then try again.`,
				);
			if (answer.key === null)
				throw new KeyProblem(
					`The key of “${name}” is not in the keychain any more. Keep it again: tconv profile add ${name}`,
				);
			return answer.key;
		}
	}
}

/** Removes a kept key. Throws a `FileProblem` or a `KeyProblem` if it may still be there. */
export async function forgetKey(
	{ name, key }: Pick<Profile, 'name' | 'key'>,
	{ folder, keychain }: KeyTools,
): Promise<void> {
	if (key.kind === 'file') await removeKeyFile(needFolder(folder), name);
	if (key.kind !== 'keychain') return;
	const answer = await keychain.remove(key.entry);
	if (answer.kind === 'failed')
		throw new KeyProblem(
			`The key of “${name}” may still be in the keychain (tconv, ${key.entry}): ${answer.why}. Unlock it, then try again.`,
		);
}

/** Gives a kept key to another name. Only a file has the name of its profile. */
export async function renameKey(
	{ name, key }: Pick<Profile, 'name' | 'key'>,
	to: string,
	folder: string | null,
): Promise<void> {
	if (key.kind === 'file') await renameKeyFile(needFolder(folder), name, to);
}

/** The place of a key in words for the user. */
export function placeWords({ name, key }: Pick<Profile, 'name' | 'key'>, folder: string | null): string {
	if (key.kind === 'keychain') return "the system's keychain";
	return key.kind === 'command' ? `the command: ${key.command}` : keyPath(folder ?? '', name);
}

function needFolder(folder: string | null): string {
	if (folder !== null) return folder;
	throw new KeyProblem('There is no home folder to keep a key in. Set HOME or TCONV_CONFIG_DIR.');
}
