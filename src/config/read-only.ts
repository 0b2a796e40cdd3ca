import { type FileTrouble, troublePlace } from '../domain/file-trouble.ts';
import type { Settings } from './settings.ts';

/**
 * The reason in a few words why a profile (a host, or `demo`) is read-only; null if it is writable. `isAsked` is the
 * command-line flag, which outranks the settings. `hold` is the trouble with the settings file.
 */
export function readOnlyReason(
	isAsked: boolean,
	{ readOnly, readOnlyProfiles }: Pick<Settings, 'readOnly' | 'readOnlyProfiles'>,
	profile: string,
	hold: FileTrouble | null = null,
): string | null {
	if (isAsked) return 'started with --read-only';
	if (hold !== null) return `${troublePlace(hold)}: ${hold.why} (:config)`;
	if (readOnly) return 'settings.json: readOnly';
	const isNamed = readOnlyProfiles.some((name) => hostsOf(profile).includes(hostIn(name)));
	return isNamed ? `settings.json: readOnlyProfiles has ${profile}` : null;
}

/** The names of a profile: its host with and without the port. */
function hostsOf(profile: string): readonly string[] {
	const host = hostIn(profile);
	return [host, host.replace(/:\d+$/, '')];
}

/** The host in a profile name as people write it: with a scheme, a path or a trailing dot, as in an address. */
function hostIn(name: string): string {
	const text = name.trim().toLowerCase();
	const host = URL.parse(text.includes('://') ? text : `https://${text}`)?.host ?? text;
	return host.replace(/\.(?=$|:)/, '');
}
