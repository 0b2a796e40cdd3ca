import { checkKey } from '../accounts/check-key.ts';
import { keyFromCommand } from '../accounts/key-command.ts';
import { type KeyTools, keepKey, placeWords } from '../accounts/key-places.ts';
import {
	profileNamed,
	putProfile,
	readProfiles,
	removeProfile,
	renameProfile,
} from '../accounts/manage-profiles.ts';
import { nameProblem, type Profile, profileThemes, samplesName } from '../accounts/profile.ts';
import { openProfiles, type Profiles, type ProfilesFile } from '../accounts/profiles-file.ts';
import { cloudBaseUrl, isExposed } from '../api/endpoint.ts';
import { ApiError } from '../api/errors.ts';
import { openSettings } from '../config/settings.ts';
import { jsonObject } from '../domain/json.ts';
import { answeringFolders, type BaseFolders } from '../records/base-folders.ts';
import { accountFolder } from '../records/file-names.ts';
import { hideKeys } from '../text/hidden.ts';
import { safe, t } from '../text/safe.ts';
import type { GivenOptions } from './command-line.ts';
import { openOutput } from './command-options.ts';
import { profileDeclaration } from './declarations/profile.ts';
import { exitCodes } from './exit-codes.ts';
import { goThroughProxy } from './go-through-proxy.ts';
import { inputText } from './input-text.ts';
import { type CommandIo, CommandProblem } from './io.ts';
import { objectRow, type ShownRow } from './output/shown-row.ts';
import { type Runner, runner } from './runner.ts';

type Options = GivenOptions<(typeof profileDeclaration)['options'][number]['name']>;

type Parts = {
	readonly options: Options;
	readonly io: CommandIo;
	readonly folders: BaseFolders;
	readonly file: ProfilesFile;
	readonly tools: KeyTools;
};

/** The actions, with the number of names that each takes. */
const actions = { add: 1, list: 0, use: 1, show: 1, rename: 2, remove: 1 } as const;
type ActionName = keyof typeof actions;

const outputNames = ['output', 'json', 'fields'] as const;
const addNames = [
	'key-stdin',
	'key-command',
	'base-url',
	'read-only',
	'theme',
	'start-view',
	'owner',
	'unchecked',
	'allow-http',
] as const;

/** `tconv profile`. */
export const runProfile: Runner = runner(profileDeclaration, async ({ options, args, io }) => {
	const [action = '', ...names] = args;
	if (!isAction(action)) throw usage(`profile needs one of ${Object.keys(actions).join(', ')}`);
	if (names.length !== actions[action])
		throw usage(`profile ${action} needs ${['no name', 'one name', 'two names'][actions[action]]}`);
	const strange = [
		...(action === 'add' ? [] : addNames),
		...(action === 'list' || action === 'show' ? [] : outputNames),
	].find((name) => options.has(name));
	if (strange !== undefined) throw usage(`--${strange} is not for profile ${action}`);
	const folders = await answeringFolders(io.environment);
	const file = openProfiles(folders.config, folders.isConfigHung);
	const { environment } = io;
	const tools = { folder: folders.config, environment, keychain: io.keychain(), isApart: false };
	const parts = { options, io, folders, file, tools };
	const [name = '', other = ''] = names;
	switch (action) {
		case 'add':
			return await add(name, parts);
		case 'list':
			return await print(readProfiles(file).all, parts);
		case 'show':
			return await print([profileNamed(readProfiles(file), name)], parts);
		case 'use':
			return await use(name, parts);
		case 'rename':
			return await renameTo(profileNamed(readProfiles(file), name), other, parts);
		case 'remove':
			return await remove(profileNamed(readProfiles(file), name), parts);
	}
});

function isAction(name: string): name is ActionName {
	return Object.hasOwn(actions, name);
}

function usage(problem: string): CommandProblem {
	return new CommandProblem(exitCodes.usage, problem);
}

async function add(name: string, { options, io, folders, file, tools }: Parts): Promise<number> {
	const problem = nameProblem(name);
	if (problem !== null) throw usage(problem);
	const command = options.text('key-command');
	if (command !== null && options.has('key-stdin'))
		throw usage('--key-stdin and --key-command are two places of a key: leave out one of them');
	const before = readProfiles(file).all.find((one) => one.name === name) ?? null;
	const wanted = wantedProfile(name, before, options);
	if (before !== null) await needYes(t`Replace the profile ${safe(name)}, and its key?`, options, io);
	const baseUrl = wanted.baseUrl ?? cloudBaseUrl;
	const apiKey =
		command === null
			? await givenKey(baseUrl, options, io)
			: await keyFromCommand(command, io.environment, false);
	hideKeys([apiKey]);
	const { allowHttp } = openSettings(folders.config, folders.isConfigHung).settings;
	if (!options.has('unchecked')) {
		const isAllowed = options.has('allow-http') || (isExposed(baseUrl) && allowHttp);
		await check({ baseUrl, apiKey, allowHttp: isAllowed }, io);
	}
	const kept =
		command === null
			? await keepKey(name, apiKey, tools)
			: {
					place: { kind: 'command', command } as const,
					said: `the answer of ${command}, asked at each start`,
				};
	await putProfile(file, { ...wanted, key: kept.place });
	const checked = options.has('unchecked') ? 'was not checked, and is' : 'is right, and';
	await io.stdout(safe(`Added the profile ${name} (${hostOf(wanted)}). Its key ${checked} in ${kept.said}.`));
	await io.stdout(
		safe(`Start it: tconv --profile ${name}. Make it the usual account: tconv profile use ${name}`),
	);
	return exitCodes.ok;
}

/** The profile as the options ask, and for the rest as it was before. */
function wantedProfile(name: string, before: Profile | null, options: Options): Profile {
	const theme = options.text('theme');
	const known = profileThemes.find((one) => one === theme);
	if (theme !== null && known === undefined)
		throw usage(`--theme must be ${profileThemes.join(' or ')}, not “${theme}”`);
	const baseUrl = options.text('base-url') ?? before?.baseUrl ?? null;
	if (baseUrl !== null && URL.parse(baseUrl) === null)
		throw usage(`--base-url must be an address such as ${cloudBaseUrl}, not “${baseUrl}”`);
	return {
		name,
		baseUrl,
		readOnly: options.has('read-only') || before?.readOnly === true,
		theme: known ?? before?.theme ?? null,
		startView: options.text('start-view') ?? before?.startView ?? null,
		owner: options.text('owner') ?? before?.owner ?? null,
		key: { kind: 'file' },
	};
}

async function givenKey(baseUrl: string, options: Options, io: CommandIo): Promise<string> {
	let key: string;
	if (options.has('key-stdin')) key = (await inputText(io.input)).trim();
	else {
		if (io.askHidden === null)
			throw usage(
				'It asks for the key, and standard input is not a terminal: use --key-stdin or --key-command',
			);
		key = (
			await io.askHidden(t`Key for ${safe(URL.parse(baseUrl)?.host ?? '')} (not shown), then Enter: `)
		).trim();
	}
	if (key === '') throw usage('There is no key: nothing was kept.');
	// The key itself is never quoted.
	if (!/^[\x21-\x7e]+$/.test(key))
		throw usage('That is not an API key: it holds blanks or other signs that no key has. Nothing was kept.');
	return key;
}

async function check(at: Parameters<typeof checkKey>[0], io: CommandIo): Promise<void> {
	try {
		await goThroughProxy({ kind: 'key', ...at, profile: null }, io.environment);
		await checkKey(at, io.environment, io.stop);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const isRefused = error.kind === 'auth';
		const hint = isRefused ? 'Check the key' : `${error.advice} --unchecked keeps the key unchecked`;
		throw new CommandProblem(
			isRefused ? exitCodes.auth : exitCodes.failed,
			`Nothing was kept: ${error.sentence.replace('TELNYX_BASE_URL', 'The address')} ${hint}`,
		);
	}
}

async function needYes(question: ReturnType<typeof safe>, options: Options, io: CommandIo): Promise<void> {
	if (options.has('yes')) return;
	if (io.ask === null)
		throw usage('It asks first, and standard input is not a terminal: add --yes if you are sure.');
	const answer = await io.ask([], t`${question} Type y and Enter; anything else is a no:`);
	if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandProblem(exitCodes.failed, 'Nothing was changed.');
}

async function use(name: string, { io, file }: Parts): Promise<number> {
	const used = name === samplesName ? null : profileNamed(readProfiles(file), name).name;
	await file.change(({ all }) => ({ used, all }));
	const isKeySet = (io.environment.TELNYX_API_KEY?.trim() ?? '') !== '';
	const before = isKeySet
		? ' TELNYX_API_KEY is set in this shell, and counts before it: unset it, or use --profile.'
		: '';
	await io.stdout(
		safe(
			used === null
				? 'No profile is in use: tconv starts with the sample data.'
				: `tconv starts with the profile ${used}.${before}`,
		),
	);
	return exitCodes.ok;
}

async function renameTo(profile: Profile, to: string, { io, file, folders }: Parts): Promise<number> {
	const problem = nameProblem(to);
	if (problem !== null) throw usage(problem);
	const { settings } = openSettings(folders.config, folders.isConfigHung);
	await renameProfile(file, profile, to, { ...folders, readOnlyProfiles: settings.readOnlyProfiles });
	await io.stdout(
		safe(`The profile ${profile.name} is called ${to} now, with its key, records and saved views.`),
	);
	return exitCodes.ok;
}

async function remove(profile: Profile, { options, io, file, folders, tools }: Parts): Promise<number> {
	await needYes(t`Remove the profile ${safe(profile.name)}, and forget its key?`, options, io);
	await removeProfile(file, profile, tools);
	const records = accountFolder(folders.state, `@${profile.name}`);
	await io.stdout(safe(`Removed the profile ${profile.name} and its key. Its records stay in ${records}.`));
	return exitCodes.ok;
}

const columns = ['used', 'name', 'host', 'read_only', 'key', 'theme', 'start_view', 'owner'] as const;

async function print(profiles: readonly Profile[], { options, io, file, folders }: Parts): Promise<number> {
	const all = readProfiles(file);
	const printer = await openOutput(options, io, 'profile', { columns });
	for (const profile of profiles) await printer.add(rowOf(profile, all, folders));
	await printer.end();
	return exitCodes.ok;
}

function rowOf(profile: Profile, { used }: Profiles, { config }: BaseFolders): ShownRow {
	const { name, readOnly, theme, startView, owner } = profile;
	return objectRow(
		jsonObject([
			['used', used === name],
			['name', name],
			['host', hostOf(profile)],
			['base_url', profile.baseUrl ?? cloudBaseUrl],
			['read_only', readOnly],
			['key', placeWords(profile, config)],
			['theme', theme],
			['start_view', startView],
			['owner', owner],
		]),
	);
}

function hostOf({ baseUrl }: Pick<Profile, 'baseUrl'>): string {
	return URL.parse(baseUrl ?? cloudBaseUrl)?.host ?? '';
}
