import { access, rename } from 'node:fs/promises';
import { openJsonFile } from '../config/json-file.ts';
import { objectOf, withJsonValue } from '../config/json-text.ts';
import { troubleSentence } from '../domain/file-trouble.ts';
import { accountFolder } from '../records/file-names.ts';
import { codeOf, fileProblem } from '../records/file-problem.ts';
import { forgetKey, type KeyTools, renameKey } from './key-places.ts';
import { KeyProblem } from './key-problem.ts';
import type { Profile } from './profile.ts';
import { isTrouble, type Profiles, type ProfilesFile } from './profiles-file.ts';

/** The profiles. Throws a `KeyProblem` if the file cannot be understood. */
export function readProfiles(file: Pick<ProfilesFile, 'read'>): Profiles {
	const read = file.read();
	if (isTrouble(read)) throw new KeyProblem(troubleSentence(read));
	return read;
}

/** A profile by its name. Throws a `KeyProblem` if there is none. */
export function profileNamed({ all }: Profiles, name: string): Profile {
	const found = all.find((profile) => profile.name === name);
	if (found !== undefined) return found;
	const names = all.map((profile) => profile.name).join(', ');
	throw new KeyProblem(
		`There is no profile “${name}”. ${names === '' ? 'There is none yet.' : `There are: ${names}.`}`,
	);
}

/** Adds a profile, in place of an earlier one of the same name. */
export async function putProfile(file: ProfilesFile, profile: Profile): Promise<void> {
	await file.change(({ used, all }) => {
		const others = all.filter(({ name }) => name !== profile.name);
		return { used, all: [...others, profile] };
	});
}

/** Removes a profile and its key. Its records stay. */
export async function removeProfile(file: ProfilesFile, profile: Profile, tools: KeyTools): Promise<void> {
	// The key first: a profile without its key can still be removed, a key without its profile would be forgotten.
	await forgetKey(profile, tools);
	await file.change(({ used, all }) => ({
		used: used === profile.name ? null : used,
		all: all.filter(({ name }) => name !== profile.name),
	}));
}

/** The places in which a profile's name is written. */
export type RenamePlaces = {
	readonly config: string | null;
	readonly state: string;
	readonly readOnlyProfiles: readonly string[];
};

/** Gives a profile another name, with its key, records and saved views. Throws a `KeyProblem` or a `FileProblem`. */
export async function renameProfile(
	file: ProfilesFile,
	profile: Profile,
	to: string,
	{ config, state, readOnlyProfiles }: RenamePlaces,
): Promise<void> {
	const { name } = profile;
	const guards = readOnlyProfiles.map((one) => one.trim().toLowerCase());
	if (guards.includes(name) && !guards.includes(to))
		throw new KeyProblem(
			`settings.json: readOnlyProfiles has “${name}”. Add “${to}” there first, or it would no longer be read-only.`,
		);
	if (readProfiles(file).all.some((one) => one.name === to))
		throw new KeyProblem(
			`There is a profile “${to}” already. Choose another name, or remove that one first.`,
		);
	const [from, next] = [accountFolder(state, `@${name}`), accountFolder(state, `@${to}`)];
	if (await isThere(next))
		throw new KeyProblem(
			`${next} has the records of an earlier profile “${to}”. Move it away, or choose another name.`,
		);
	await renameKey(profile, to, config);
	try {
		await file.change(({ used, all }) => ({
			used: used === name ? to : used,
			all: all.map((one) => (one.name === name ? { ...one, name: to } : one)),
		}));
	} catch (error) {
		await renameKey({ ...profile, name: to }, name, config);
		throw error;
	}
	await renameViews(config, `@${name}`, `@${to}`);
	await rename(from, next).catch((error: unknown) => {
		if (codeOf(error) !== 'ENOENT') throw fileProblem('The records could not be renamed', from, error);
	});
}

async function renameViews(config: string | null, from: string, to: string): Promise<void> {
	const file = openJsonFile('views', config, false);
	if (file.read().kind !== 'whole') return;
	await file.change((before) => {
		const { profiles } = objectOf(before);
		if (typeof profiles !== 'object' || profiles === null) return before.text;
		const views = Object.entries(profiles).map(([name, own]) => [name === from ? to : name, own] as const);
		return withJsonValue(before, ['profiles'], Object.fromEntries(views)) ?? before.text;
	});
}

async function isThere(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}
