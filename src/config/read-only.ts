import type { Settings } from './settings.ts';

/**
 * Where it comes from that nothing may be written to a profile (a host, or `demo`), in a few words; null where
 * it may. `isAsked` is the command line's word, which counts before the settings'.
 */
export function readOnlyReason(
	isAsked: boolean,
	{ readOnly, readOnlyProfiles }: Pick<Settings, 'readOnly' | 'readOnlyProfiles'>,
	profile: string,
): string | null {
	if (isAsked) return 'started with --read-only';
	if (readOnly) return 'settings.json: readOnly';
	const isNamed = readOnlyProfiles.some((name) => name.trim().toLowerCase() === profile.toLowerCase());
	return isNamed ? `settings.json: readOnlyProfiles has ${profile}` : null;
}
