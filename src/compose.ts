import { QueryClient } from '@tanstack/react-query';
import { supportsColor } from 'chalk';
import { bindKeys } from './actions/bindings.ts';
import { actions } from './actions/table.ts';
import { ConversationsApi } from './api/conversations-api.ts';
import { openSettings, type Settings } from './config/settings.ts';
import { instantFromMillis } from './domain/instant.ts';
import { createUiStore, type UiStore } from './state/store.ts';
import { safe, t } from './text/safe.ts';
import type { SafeText } from './text/safe-text.ts';
import type { Program } from './ui/program.ts';
import { listOptions } from './ui/queries/list-query.ts';
import { asciiGlyphs, createTheme, unicodeGlyphs } from './ui/theme.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line said. */
export type TuiOptions = { readonly ascii: boolean; readonly demoCount: number };

/** A program ready to be drawn, and what is to be done once it has been left. */
export type Composed = { readonly program: Program; readonly close: () => Promise<void> };

type Backend = {
	readonly api: ConversationsApi;
	readonly account: SafeText;
	readonly banner: SafeText | null;
	readonly close: () => Promise<void>;
};

const cloudBaseUrl = 'https://api.telnyx.com/v2';

/** Wires backend, API, settings, state and theme. Throws an `ApiError` for a key or a base URL that cannot be used. */
export function composeTui(
	environment: Environment,
	options: TuiOptions,
	stopProcess: () => Promise<void>,
): Composed {
	const now = Date.now;
	const file = openSettings(now, environment.TCONV_CONFIG_DIR);
	const backend = chooseBackend(environment, options, now);
	const bindings = bindKeys(actions, file.settings.keys);
	const { sort, wrapped, ascii, badges } = file.settings;
	const problems = [...file.problems, ...bindings.problems];
	const store = createUiStore({
		sort,
		wrapped,
		notice: problems.length === 0 ? null : { tone: 'warn', text: problems.join(' ') },
	});
	keepSettings(store, file.save);
	const client = new QueryClient({
		// Trying again is the API service's own affair; the network's state is the server's to tell.
		defaultOptions: {
			queries: {
				retry: false,
				networkMode: 'always',
				refetchOnWindowFocus: false,
				refetchOnReconnect: false,
			},
		},
	});
	// Asked for before anything is drawn: the first frame is made while the server thinks.
	void client.prefetchInfiniteQuery(listOptions(backend.api, sort));
	const isAscii = options.ascii || ascii || wantsAscii(environment);
	const theme = createTheme(colourLevel(environment), isAscii ? asciiGlyphs : unicodeGlyphs);
	return {
		program: {
			api: backend.api,
			client,
			store,
			theme,
			bindings,
			account: backend.account,
			banner: backend.banner,
			now,
			restMillis: 100,
			looksForBadges: badges,
			stopProcess,
		},
		close: async () => {
			client.clear();
			await backend.close();
		},
	};
}

/** With a key the account it belongs to, without one the samples: the only place where the two differ. */
function chooseBackend(environment: Environment, options: TuiOptions, now: () => number): Backend {
	const apiKey = environment.TELNYX_API_KEY?.trim() ?? '';
	if (apiKey !== '') {
		const baseUrl = environment.TELNYX_BASE_URL?.trim() || cloudBaseUrl;
		const api = new ConversationsApi({ baseUrl, apiKey });
		return { api, account: safe(new URL(baseUrl).host), banner: null, close: async () => undefined };
	}
	const embedded = startDemo(options.demoCount, now);
	// Whoever asks first is told; until then a failed start must not end the program.
	embedded.catch(() => undefined);
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey: 'demo',
		fetch: async (input, init) => (await embedded).fetch(input, init),
	});
	return {
		api,
		account: t`demo`,
		banner: safe(
			'Sample data, gone when you quit. To see your own: export TELNYX_API_KEY=KEY… and start tconv again.',
		),
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

/** Keeps what the user changes in passing. Failing to is told of, and must not get in the way. */
function keepSettings(
	store: UiStore,
	save: <K extends keyof Settings>(name: K, value: Settings[K]) => void,
): void {
	let { sort, wrapped } = store.getState();
	store.subscribe((state) => {
		if (state.sort === sort && state.wrapped === wrapped) return;
		try {
			if (state.sort !== sort) save('sort', state.sort);
			if (state.wrapped !== wrapped) save('wrapped', state.wrapped);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			queueMicrotask(() => {
				const text = `This setting holds until you quit; it could not be saved: ${reason}`;
				store.dispatch({ type: 'notice', notice: { tone: 'warn', text } });
			});
		}
		({ sort, wrapped } = state);
	});
}

/** No colours for `NO_COLOR` (no-color.org), else what the terminal can do. */
function colourLevel(environment: Environment): 0 | 1 {
	const refused = environment.NO_COLOR !== undefined && environment.NO_COLOR !== '';
	return refused || supportsColor === false || supportsColor.level === 0 ? 0 : 1;
}

/** The Linux console has no rounded corners, and a locale that says it is not UTF-8 is believed. */
function wantsAscii(environment: Environment): boolean {
	if (environment.TERM === 'linux' || environment.TERM === 'dumb') return true;
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return locale !== '' && !/utf-?8/i.test(locale);
}
