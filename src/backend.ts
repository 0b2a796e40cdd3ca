import { type AccountNames, namesOfAccount, samplesNames } from './accounts/account-names.ts';
import { isProduction, type OpenedAccount } from './accounts/opened-account.ts';
import { type Profile, samplesName } from './accounts/profile.ts';
import { ConversationsApi } from './api/conversations-api.ts';
import { ApiError } from './api/errors.ts';
import { proxyFor } from './api/proxy.ts';
import type { ApiOptions } from './api/types.ts';
import type { GuardedAccount } from './config/read-only.ts';
import { instantFromMillis } from './domain/instant.ts';
import { formsOf } from './text/key-forms.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An account, and the way to its API. */
export type Backend = {
	readonly api: ConversationsApi;
	readonly account: SafeText;
	/** The base URL of the API; null for sample data, which have none. */
	readonly address: string | null;
	readonly banner: SafeText | null;
	/** The names of the account's files. */
	readonly names: AccountNames;
	/** The profile that brought it; null for none. */
	readonly profile: Profile | null;
	/** True for Telnyx's own API. */
	readonly isProduction: boolean;
	/** Why the account is read-only; null if it can be written. */
	readonly readOnly: string | null;
	/** Whether the account outlasts this session; sample data does not. */
	readonly lasts: boolean;
	/** Texts that must appear in no field, file or frame. */
	readonly secrets: readonly string[];
	readonly close: () => Promise<void>;
};

/**
 * Opens the API of an account, or sample data. The rest of the program does not know which. The environment names the
 * proxy; `reach` configures the connection. Throws an `ApiError` for an unusable key, address or proxy.
 */
export function openBackendOf(
	account: OpenedAccount,
	environment: Environment,
	demoCount: number,
	whyReadOnly: (account: GuardedAccount) => string | null,
	now: () => number,
	reach: Pick<ApiOptions, 'allowHttp' | 'maxBodyBytes' | 'waits' | 'brake' | 'requestLog'> = {},
): Backend {
	if (account.kind === 'key') {
		const { baseUrl, profile } = account;
		const apiKey = account.apiKey.trim();
		// `ConversationsApi` rejects an invalid address.
		const host = URL.parse(baseUrl)?.host ?? '';
		const readOnly = whyReadOnly({ host, profile });
		const proxy = proxyFor(baseUrl, environment);
		const options = { baseUrl, apiKey, readOnly: readOnly !== null, proxy, ...reach };
		const api = profile === null ? new ConversationsApi(options) : apiOfProfile(profile.name, options);
		const name = safe(profile?.name ?? host);
		// The other key is still in the environment.
		const keys = [apiKey, environment.TELNYX_API_KEY?.trim() ?? ''];
		return {
			api,
			account: proxy === null ? name : t`${name} via proxy ${safe(proxy.host)}`,
			address: baseUrl,
			banner: null,
			names: namesOfAccount(profile?.name ?? null, host, apiKey),
			profile,
			isProduction: isProduction(baseUrl),
			readOnly,
			lasts: true,
			secrets: [...new Set(keys)].filter((key) => formsOf(key) !== null),
			close: async () => undefined,
		};
	}
	const embedded = startDemo(demoCount, now);
	// The first request reports a failed start; until then, the rejection must not end the program.
	embedded.catch(() => undefined);
	const readOnly = whyReadOnly({ host: samplesName, profile: null });
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'demo',
		readOnly: readOnly !== null,
		fetch: async (input, init) => (await embedded).fetch(input, init),
		requestLog: reach.requestLog,
	});
	return {
		api,
		account: safe(samplesName),
		address: null,
		names: samplesNames,
		profile: null,
		isProduction: false,
		readOnly,
		lasts: false,
		secrets: [],
		banner: safe('Sample data, gone when you quit. For your own conversations: :connect'),
		// If it failed to start, the screen has reported that, and there is nothing to close.
		close: () =>
			embedded.then(
				({ close }) => close(),
				() => undefined,
			),
	};
}

/** The same errors, in the words of a profile: its key and its address are not in the environment. */
function apiOfProfile(name: string, options: ApiOptions): ConversationsApi {
	try {
		return new ConversationsApi(options);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const words = (text: string): string =>
			text
				.replaceAll('TELNYX_BASE_URL', `The base URL of the profile “${name}”`)
				.replaceAll('TELNYX_API_KEY', `the profile “${name}”`);
		throw new ApiError({ kind: error.kind, sentence: words(error.sentence), advice: words(error.advice) });
	}
}

async function startDemo(count: number, now: () => number) {
	const [{ startEmbedded }, demo] = await Promise.all([
		import('./server/embedded.ts'),
		import('./demo/index.ts'),
	]);
	const started = instantFromMillis(now());
	const seed = demo.defaultDemoSeed;
	return startEmbedded({
		now: () => instantFromMillis(now()),
		source: {
			count,
			conversation: (index) => demo.demoConversation(seed, started, count, index),
			bundle: (index) => demo.demoBundle(seed, started, count, index),
			templates: demo.demoTemplates,
			assistants: demo.demoAssistants,
		},
	});
}
