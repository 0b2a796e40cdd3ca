import { ConversationsApi } from './api/conversations-api.ts';
import { baseUrlOf } from './api/endpoint.ts';
import { instantFromMillis } from './domain/instant.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whose conversations these are, and how they are reached. */
export type Backend = {
	readonly api: ConversationsApi;
	readonly account: SafeText;
	readonly banner: SafeText | null;
	/** What saved views go by: the host of the account, or `demo`. */
	readonly profile: string;
	/** Where it comes from that nothing may be written; null where it may. */
	readonly readOnly: string | null;
	/** Whether it is still there when the program is started again. */
	readonly lasts: boolean;
	/** What must get into no file. */
	readonly secrets: readonly string[];
	readonly close: () => Promise<void>;
};

/**
 * In characters. What is shorter is a word, given to a server of one's own that takes any (`any`, `x`): taken for a secret,
 * it would be cut out of every text that has it, and hold back every run that writes one.
 */
const shortestSecret = 8;

/** With a key the account it belongs to, without one the samples: the only place where the two differ. */
export function chooseBackend(
	environment: Environment,
	demoCount: number,
	whyReadOnly: (profile: string) => string | null,
	now: () => number,
): Backend {
	const apiKey = environment.TELNYX_API_KEY?.trim() ?? '';
	if (apiKey !== '') {
		const baseUrl = baseUrlOf(environment);
		// An address that is none is told of by the API service.
		const host = URL.parse(baseUrl)?.host ?? '';
		const readOnly = whyReadOnly(host);
		const api = new ConversationsApi({ baseUrl, apiKey, readOnly: readOnly !== null });
		const secrets = apiKey.length < shortestSecret ? [] : [apiKey];
		return {
			api,
			account: safe(host),
			banner: null,
			profile: host,
			readOnly,
			lasts: true,
			secrets,
			close: async () => undefined,
		};
	}
	const embedded = startDemo(demoCount, now);
	// Whoever asks first is told; until then a failed start must not end the program.
	embedded.catch(() => undefined);
	const readOnly = whyReadOnly('demo');
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'demo',
		readOnly: readOnly !== null,
		fetch: async (input, init) => (await embedded).fetch(input, init),
	});
	return {
		api,
		account: t`demo`,
		profile: 'demo',
		readOnly,
		lasts: false,
		secrets: [],
		banner: safe('Sample data, gone when you quit. For your own: export TELNYX_API_KEY=KEY…'),
		// Where it could not be started there is nothing to close, and the screen has told of it.
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
