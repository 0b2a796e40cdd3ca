import { baseUrlOf, cloudBaseUrl } from '../api/endpoint.ts';
import { type FileTrouble, troubleSentence } from '../domain/file-trouble.ts';
import { nearest } from '../filter/nearest.ts';
import { type Profile, samplesName } from './profile.ts';
import { isTrouble, type Profiles } from './profiles-file.ts';

/** The account to open. Its key and its base URL always come from one place. */
export type ChosenAccount =
	| { readonly kind: 'samples' }
	| { readonly kind: 'environment'; readonly apiKey: string; readonly baseUrl: string }
	/** The key is still to be read from its place. */
	| { readonly kind: 'profile'; readonly profile: Profile; readonly baseUrl: string };

/** A sentence or two: why no account can be chosen. */
export type NoAccount = { readonly kind: 'none'; readonly problem: string };

/**
 * Chooses the account: the profile of this name, else the key of the environment, else the profile to use where none is
 * named, else the sample data. A named profile takes nothing from the environment.
 */
export function chooseAccount(
	named: string | null,
	environment: Readonly<Record<string, string | undefined>>,
	profiles: Profiles | FileTrouble,
): ChosenAccount | NoAccount {
	if (named === samplesName) return { kind: 'samples' };
	if (named === null) {
		const apiKey = environment.TELNYX_API_KEY?.trim() ?? '';
		if (apiKey !== '') return { kind: 'environment', apiKey, baseUrl: baseUrlOf(environment) };
	}
	// The samples in place of an account would look as if it had been emptied.
	if (isTrouble(profiles)) return { kind: 'none', problem: troubleSentence(profiles) };
	const name = named ?? profiles.used;
	if (name === null) return { kind: 'samples' };
	const profile = profiles.all.find((one) => one.name === name);
	if (profile !== undefined) return { kind: 'profile', profile, baseUrl: profile.baseUrl ?? cloudBaseUrl };
	const near = nearest(
		name,
		profiles.all.map((one) => one.name),
	);
	const hint =
		near.length === 0 ? ` Add it: tconv profile add ${name}` : ` Did you mean ${near.join(' or ')}?`;
	return { kind: 'none', problem: `There is no profile “${name}”.${hint}` };
}
