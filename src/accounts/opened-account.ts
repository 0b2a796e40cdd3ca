import { cloudBaseUrl } from '../api/endpoint.ts';
import type { ChosenAccount } from './choose-account.ts';
import { type KeyTools, readKey } from './key-places.ts';
import type { Profile } from './profile.ts';

/** An account with its key, ready to be asked; `profile` is null for that of the environment. */
export type OpenedAccount =
	| { readonly kind: 'samples' }
	| {
			readonly kind: 'key';
			readonly apiKey: string;
			readonly baseUrl: string;
			readonly profile: Profile | null;
	  };

/** Reads the key of a chosen account from its place. Throws a `KeyProblem` or a `FileProblem`. */
export async function openedAccount(chosen: ChosenAccount, tools: () => KeyTools): Promise<OpenedAccount> {
	switch (chosen.kind) {
		case 'samples':
			return chosen;
		case 'environment':
			return { kind: 'key', apiKey: chosen.apiKey, baseUrl: chosen.baseUrl, profile: null };
		case 'profile': {
			const { profile, baseUrl } = chosen;
			return { kind: 'key', apiKey: await readKey(profile, tools()), baseUrl, profile };
		}
	}
}

/** True for Telnyx's own API: what is written there, customers hear. */
export function isProduction(baseUrl: string): boolean {
	return URL.parse(baseUrl)?.host === new URL(cloudBaseUrl).host;
}
