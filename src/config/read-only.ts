import { type FileTrouble, troublePlace } from '../domain/file-trouble.ts';
import type { Settings } from './settings.ts';

/** What the guards of an account go by: the host of its API, or `demo`, and the profile that brought it. */
export type GuardedAccount = {
	readonly host: string;
	readonly profile: { readonly name: string; readonly readOnly: boolean } | null;
};

/**
 * The reason in a few words why an account is read-only; null if it is writable. Guards add up: one from any source
 * holds. `isAsked` is the command-line flag. `hold` is the trouble with the settings file.
 */
export function readOnlyReason(
	isAsked: boolean,
	{ readOnly, readOnlyProfiles }: Pick<Settings, 'readOnly' | 'readOnlyProfiles'>,
	{ host, profile }: GuardedAccount,
	hold: FileTrouble | null = null,
): string | null {
	if (isAsked) return 'started with --read-only';
	if (hold !== null) return `${troublePlace(hold)}: ${hold.why} (:config)`;
	if (readOnly) return 'settings.json: readOnly';
	if (profile?.readOnly === true) return `profile ${profile.name} is read-only`;
	const name = profile?.name.toLowerCase();
	if (name !== undefined && readOnlyProfiles.some((one) => one.trim().toLowerCase() === name))
		return `settings.json: readOnlyProfiles has ${name}`;
	const isNamed = readOnlyProfiles.some((one) => hostsOf(host).includes(hostIn(one)));
	return isNamed ? `settings.json: readOnlyProfiles has ${host}` : null;
}

/** The names of a host: with and without the port. */
function hostsOf(name: string): readonly string[] {
	const host = hostIn(name);
	return [host, host.replace(/:\d+$/, '')];
}

/** The host in a name as people write it: with a scheme, a path or a trailing dot, as in an address. */
function hostIn(name: string): string {
	const text = name.trim().toLowerCase();
	const host = URL.parse(text.includes('://') ? text : `https://${text}`)?.host ?? text;
	return host.replace(/\.(?=$|:)/, '');
}
