import { fingerprint } from '../api/fingerprints.ts';
import { samplesName } from './profile.ts';

/**
 * The names under which the files of one account are kept: its own, and those of earlier versions or of the time before
 * it had a profile, which are still read.
 */
export type AccountNames = { readonly own: string; readonly earlier: readonly string[] };

/** The names of the sample data. */
export const samplesNames: AccountNames = { own: samplesName, earlier: [] };

/**
 * The names of an account: `@prod` for a profile, else `api.telnyx.com@k3b9…`, host and a fingerprint of the key. No
 * host has an @, so that neither can be another account's host, under which earlier versions kept files.
 */
export function namesOfAccount(profile: string | null, host: string, apiKey: string): AccountNames {
	const ofKey = `${host}@${keyFingerprint(host, apiKey)}`;
	if (profile === null) return { own: ofKey, earlier: [host] };
	return { own: `@${profile}`, earlier: [ofKey, host] };
}

/** Ten letters that tell accounts apart and give nothing of the key away; without capitals, as names of folders are. */
function keyFingerprint(host: string, apiKey: string): string {
	const text = fingerprint(`tconv account\n${host}\n${apiKey}`);
	return text.toLowerCase().replaceAll(/[-_]/g, '0').slice(0, 10);
}
