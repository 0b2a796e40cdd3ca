import { ConversationsApi } from './api/conversations-api.ts';
import { baseUrlOf } from './api/endpoint.ts';
import { proxyFor } from './api/proxy.ts';
import type { ApiOptions } from './api/types.ts';
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
	/** The name of the account's files: the host of its API, or `demo`. */
	readonly profile: string;
	/** Why the account is read-only; null if it can be written. */
	readonly readOnly: string | null;
	/** Whether the account outlasts this session; sample data does not. */
	readonly lasts: boolean;
	/** Texts that must appear in no field, file or frame. */
	readonly secrets: readonly string[];
	readonly close: () => Promise<void>;
};

/**
 * Chooses the account of the key, or sample data if there is no key. The rest of the program does not know which.
 * `reach` configures the connection. Throws an `ApiError` for an unusable key, address or proxy.
 */
export function chooseBackend(
	environment: Environment,
	demoCount: number,
	whyReadOnly: (profile: string) => string | null,
	now: () => number,
	reach: Pick<ApiOptions, 'allowHttp' | 'maxBodyBytes' | 'waits' | 'brake' | 'requestLog'> = {},
): Backend {
	const apiKey = environment.TELNYX_API_KEY?.trim() ?? '';
	if (apiKey !== '') {
		const baseUrl = baseUrlOf(environment);
		// `ConversationsApi` rejects an invalid address.
		const host = URL.parse(baseUrl)?.host ?? '';
		const readOnly = whyReadOnly(host);
		const proxy = proxyFor(baseUrl, environment);
		const api = new ConversationsApi({ baseUrl, apiKey, readOnly: readOnly !== null, proxy, ...reach });
		return {
			api,
			account: proxy === null ? safe(host) : t`${safe(host)} via proxy ${safe(proxy.host)}`,
			address: baseUrl,
			banner: null,
			profile: host,
			readOnly,
			lasts: true,
			secrets: formsOf(apiKey) === null ? [] : [apiKey],
			close: async () => undefined,
		};
	}
	const embedded = startDemo(demoCount, now);
	// The first request reports a failed start; until then, the rejection must not end the program.
	embedded.catch(() => undefined);
	const readOnly = whyReadOnly('demo');
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'demo',
		readOnly: readOnly !== null,
		fetch: async (input, init) => (await embedded).fetch(input, init),
		requestLog: reach.requestLog,
	});
	return {
		api,
		account: t`demo`,
		address: null,
		profile: 'demo',
		readOnly,
		lasts: false,
		secrets: [],
		banner: safe('Sample data, gone when you quit. For your own: export TELNYX_API_KEY=KEY…'),
		// If it failed to start, the screen has reported that, and there is nothing to close.
		close: () =>
			embedded.then(
				({ close }) => close(),
				() => undefined,
			),
	};
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
