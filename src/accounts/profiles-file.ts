import * as z from 'zod/mini';
import { openJsonFile } from '../config/json-file.ts';
import { isJsonText, type JsonText, objectOf, readJsonText, withJsonValue } from '../config/json-text.ts';
import type { Reading } from '../config/read-whole.ts';
import { type FileTrouble, troubleSentence } from '../domain/file-trouble.ts';
import { FileProblem } from '../records/file-problem.ts';
import { nameProblem, type Profile, profileThemes } from './profile.ts';

/** The profiles of this user, and the one to use where none is named; null for none. */
export type Profiles = { readonly used: string | null; readonly all: readonly Profile[] };

/** `profiles.json`, which holds no key. */
export type ProfilesFile = {
	readonly path: string;
	/** Reads the file now: the profiles, or why they cannot be understood. */
	readonly read: () => Profiles | FileTrouble;
	/**
	 * Changes the profiles that are in the file now, under its lock; the rest of the text stays. Throws a `FileProblem`,
	 * and leaves the file as it was, if it cannot be read or written.
	 */
	readonly change: (edit: (now: Profiles) => Profiles) => Promise<void>;
};

const current = 1;

// Strict: a misspelt guard must not let writes through.
const stored = z.strictObject({
	baseUrl: z.optional(z.string()),
	readOnly: z.optional(z.boolean()),
	theme: z.optional(z.enum(profileThemes)),
	startView: z.optional(z.string()),
	owner: z.optional(z.string()),
	key: z.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('keychain'), entry: z.string() }),
		z.strictObject({ kind: z.literal('file') }),
		z.strictObject({ kind: z.literal('command'), command: z.string() }),
	]),
});
const file = z.strictObject({
	version: z.literal(current),
	use: z.optional(z.nullable(z.string())),
	profiles: z.record(z.string(), stored),
});
type Stored = z.infer<typeof stored>;

const none: Profiles = { used: null, all: [] };
const template = `{\n\t"version": ${current},\n\t"use": null,\n\t"profiles": {}\n}\n`;

/** True if the profiles could not be read. */
export function isTrouble(read: Profiles | FileTrouble): read is FileTrouble {
	return 'why' in read;
}

/** Opens `profiles.json` in `folder`; null means that the environment names none. Reads nothing yet. */
export function openProfiles(folder: string | null, isHung = false): ProfilesFile {
	const json = openJsonFile('profiles', folder, isHung);
	return {
		path: json.path,
		read: () => understood(json.path, json.read()),
		change: (edit) =>
			json.change((before) => {
				const now = before.entries.length === 0 ? none : inText(json.path, before);
				if (isTrouble(now)) throw new FileProblem(troubleSentence(now));
				return changed(json.path, before.entries.length === 0 ? template : before.text, now, edit(now));
			}),
	};
}

function understood(path: string, reading: Reading): Profiles | FileTrouble {
	if (reading.kind === 'absent') return none;
	if (reading.kind === 'trouble') return reading.trouble;
	// A base URL of another user's choice would get the key.
	if (reading.writer !== null)
		return trouble(path, reading.writer, 'Make it a file of your own, in a folder of your own.');
	return inText(path, reading.json);
}

function trouble(path: string, why: string, advice: string): FileTrouble {
	return { path, place: null, why, advice, isEditable: true };
}

function inText(path: string, json: JsonText): Profiles | FileTrouble {
	const found = objectOf(json);
	if (typeof found.version === 'number' && found.version > current)
		return trouble(path, 'it was written by a later version of tconv', 'Use that version.');
	const read = file.safeParse(found);
	if (!read.success) {
		const [issue] = read.error.issues;
		const place = issue?.path.join('.') ?? '';
		const named = issue?.code === 'unrecognized_keys' ? issue.keys.map((key) => `“${key}”`).join(', ') : '';
		const why =
			named === '' ? `“${place}” is not what tconv writes there` : `tconv has no ${named} in “${place}”`;
		return trouble(path, place === '' && named === '' ? 'it holds no profiles' : why, 'Fix it there.');
	}
	const names = Object.keys(read.data.profiles);
	const wrong = names.map(nameProblem).find((problem) => problem !== null);
	if (wrong !== undefined) return trouble(path, wrong.replace(/\.$/, ''), 'Fix it there.');
	const used = read.data.use ?? null;
	if (used !== null && !names.includes(used))
		return trouble(path, `“use” names “${used}”, which is not there`, 'Run: tconv profile use NAME.');
	return { used, all: Object.entries(read.data.profiles).map(([name, one]) => profileOf(name, one)) };
}

function profileOf(name: string, { baseUrl, readOnly, theme, startView, owner, key }: Stored): Profile {
	return {
		name,
		baseUrl: baseUrl ?? null,
		readOnly: readOnly ?? false,
		theme: theme ?? null,
		startView: startView ?? null,
		owner: owner ?? null,
		key,
	};
}

/** What is not chosen is not written. */
function storedOf({ baseUrl, readOnly, theme, startView, owner, key }: Profile): Stored {
	return {
		...(baseUrl === null ? {} : { baseUrl }),
		...(readOnly ? { readOnly } : {}),
		...(theme === null ? {} : { theme }),
		...(startView === null ? {} : { startView }),
		...(owner === null ? {} : { owner }),
		key,
	};
}

function changed(path: string, before: string, now: Profiles, next: Profiles): string {
	const kept = new Map(next.all.map((profile) => [profile.name, profile]));
	const edits: (readonly [path: readonly string[], value: unknown])[] = [
		...now.all
			.filter(({ name }) => !kept.has(name))
			.map(({ name }) => [['profiles', name], undefined] as const),
		...next.all
			.filter((profile) => !now.all.includes(profile))
			.map((profile) => [['profiles', profile.name], storedOf(profile)] as const),
		...(next.used === now.used ? [] : [[['use'], next.used] as const]),
	];
	let text = before;
	for (const [place, value] of edits) {
		const json = readJsonText(text);
		const next = isJsonText(json) ? withJsonValue(json, place, value) : null;
		if (next === null)
			throw new FileProblem(`${path} cannot be changed without losing other values. Edit it by hand.`);
		text = next;
	}
	return text;
}
