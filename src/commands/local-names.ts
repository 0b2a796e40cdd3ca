import { type AccountNames, namesOfAccount, samplesNames } from '../accounts/account-names.ts';
import { type ChosenAccount, chooseAccount } from '../accounts/choose-account.ts';
import { isTrouble, openProfiles } from '../accounts/profiles-file.ts';
import { openSavedViews } from '../config/saved-views.ts';
import { type Instant, instantFromMillis } from '../domain/instant.ts';
import { isJsonObject, type JsonValue, jsonKeys } from '../domain/json.ts';
import type { JournalEntry } from '../domain/records.ts';
import { answeringFolders } from '../records/base-folders.ts';
import { accountFolder } from '../records/file-names.ts';
import { joinedRecords } from '../records/joined-records.ts';
import { openRecords } from '../records/open-records.ts';
import type { Records } from '../writes/records.ts';
import type { LocalNames } from './completions.ts';

/** The latest entries of the journal that are looked through. */
const mostEntries = 1000;
const mostIds = 50;

/**
 * Reads the names that files of this machine know about the account of a named profile, else of the usual one. Asks
 * neither a server nor a keychain.
 */
export async function readLocalNames(
	environment: Readonly<Record<string, string | undefined>>,
	named: string | null,
): Promise<LocalNames> {
	const folders = await answeringFolders(environment);
	const profiles = openProfiles(folders.config, folders.isConfigHung).read();
	const chosen = chooseAccount(named, environment, profiles);
	const names = chosen.kind === 'none' ? samplesNames : namesWithoutKey(chosen);
	const { saved } = openSavedViews(names, folders.config, folders.isConfigHung);
	const open = (name: string): Records =>
		openRecords({
			folder: accountFolder(folders.state, name),
			now: (): Instant => instantFromMillis(0),
			newId: () => '',
			limits: { days: Number.POSITIVE_INFINITY, bytes: 0 },
			secrets: [],
		});
	const { journal, takeovers, done } = joinedRecords(open(names.own), names.earlier.map(open));
	const [{ entries }, taken, marked] = await Promise.all([
		journal.read(mostEntries),
		takeovers.list(),
		done.list(),
	]);
	const ids = new Set([...idsOf(entries), ...taken.takeovers.keys(), ...marked.doneThrough.keys()]);
	const profileNames = isTrouble(profiles) ? [] : profiles.all.map(({ name }) => name);
	return {
		profiles: profileNames,
		savedViews: saved.views,
		metadataKeys: keysOf(entries),
		ids: [...ids].slice(0, mostIds),
	};
}

/** The names of an account's files, as far as they are known before its key is read. */
function namesWithoutKey(chosen: ChosenAccount): AccountNames {
	if (chosen.kind === 'samples') return samplesNames;
	const host = URL.parse(chosen.baseUrl)?.host ?? '';
	if (chosen.kind === 'environment') return namesOfAccount(null, host, chosen.apiKey);
	return { own: namesOfAccount(chosen.profile.name, host, '').own, earlier: [host] };
}

/** The conversations of the journal that were not deleted, the latest first. */
export function idsOf(entries: readonly JournalEntry[]): readonly string[] {
	const deleted = new Set(
		entries.filter(({ operation, outcome }) => operation === 'delete' && outcome === 'done').map(idOf),
	);
	const ids = entries.toReversed().map(idOf);
	return [...new Set(ids)].filter((id) => id !== null && !deleted.has(id)).map(String);
}

function idOf({ conversationId }: JournalEntry): string | null {
	return conversationId;
}

/** The keys of metadata in the journal, the latest first. */
export function keysOf(entries: readonly JournalEntry[]): readonly string[] {
	const maps = entries.toReversed().flatMap(({ after, before }) => [metadataIn(after), metadataIn(before)]);
	return [...new Set(maps.flatMap((map) => (isJsonObject(map) ? jsonKeys(map) : [])))];
}

/** An update has the map itself; a conversation has it under `metadata`. */
function metadataIn(value: JsonValue): JsonValue | undefined {
	if (!isJsonObject(value)) return undefined;
	if (isJsonObject(value.metadata)) return value.metadata;
	// A message that was added, and a conversation without metadata.
	return Object.hasOwn(value, 'role') || Object.hasOwn(value, 'id') ? undefined : value;
}
