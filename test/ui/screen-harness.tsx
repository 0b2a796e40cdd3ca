import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueryClient } from '@tanstack/react-query';
import { Text } from 'ink';
import { render } from 'ink-testing-library';
import { onTestFinished } from 'vitest';
import { bindKeys, type KeyOverrides } from '../../src/actions/keys/bindings.ts';
import { actions } from '../../src/actions/table.ts';
import { createPatience } from '../../src/api/brake.ts';
import { ConversationsApi } from '../../src/api/conversations-api.ts';
import type { ApiOptions } from '../../src/api/types.ts';
import type { CopiedTo } from '../../src/domain/copied-to.ts';
import type { EditOutside } from '../../src/domain/external-edit.ts';
import { millisOf } from '../../src/domain/instant.ts';
import { defaultSignalSettings, type SignalSettings } from '../../src/domain/signals/signal.ts';
import type { ConversationBundle } from '../../src/domain/wire.ts';
import type { RunAlertCommand } from '../../src/external-programs/alert-command.ts';
import { openRecords } from '../../src/records/open-records.ts';
import { createServer } from '../../src/server/server.ts';
import { createLive } from '../../src/services/live-list.ts';
import { createSavedViewAlerts } from '../../src/services/saved-view-alerts.ts';
import { createAlertSender } from '../../src/services/send-alert.ts';
import { createTerminalPresence } from '../../src/services/terminal-presence.ts';
import { createUiStore } from '../../src/state/store.ts';
import type { UiState } from '../../src/state/ui-state.ts';
import { loadBundles, loadDirectories, type Store } from '../../src/store/store.ts';
import { InputDecoder } from '../../src/terminal/input-decoder.ts';
import { createKeyboard } from '../../src/terminal/keyboard.ts';
import { createSeen } from '../../src/terminal/seen.ts';
import type { CleanText } from '../../src/text/clean-text.ts';
import { safe, t } from '../../src/text/safe.ts';
import { App } from '../../src/ui/app.tsx';
import type { Program } from '../../src/ui/program.ts';
import type { Size } from '../../src/view/geometry.ts';
import { type ColourLevel, createTheme, type Glyphs, unicodeGlyphs } from '../../src/view/theme.ts';
import type { Records } from '../../src/writes/records.ts';
import { FakeTicker } from '../live/harness.ts';
import { Clock, countedIds, testStore } from '../store/fixtures.ts';
import { KeyClock } from '../terminal/key-clock.ts';
import { screenText, waitForFrame } from './frames.ts';

/** The API key of all requests, which must never be visible. */
export const apiKey = 'KEY0123456789ABCDEF0123_abcdefghijklmnop';

/** Answers in the server's place with a response; null passes the request on. */
export type Between = (request: Request) => Response | Promise<Response | null> | null;

export type ScreenOptions = {
	readonly bundles?: readonly ConversationBundle[];
	readonly size?: Size;
	readonly between?: Between;
	readonly glyphs?: Glyphs;
	readonly level?: ColourLevel;
	readonly banner?: string;
	readonly badges?: boolean;
	/** Whether headings stand over the list's columns. */
	readonly headings?: boolean;
	/** The bounds of signals; by default slow answers are no signal, since the fixtures' take ten seconds. */
	readonly signals?: SignalSettings;
	/** Why the program may not write; the API then refuses writes. */
	readonly readOnly?: string;
	readonly keys?: KeyOverrides;
	/** The country of phone numbers without a country code; `US` by default. */
	readonly redactCountry?: string;
	readonly start?: Partial<UiState>;
	/** The user's work in the external editor; none by default. */
	readonly editOutside?: EditOutside;
	/** Whether the server replaces a metadata map (the default) or merges it. */
	readonly metadataWrites?: 'replace' | 'merge';
	/** Milliseconds of rest before the conversation under the cursor opens. */
	readonly restMillis?: number;
	/** A folder for the records that outlives the test's own, for starting a second program over it. */
	readonly stateFolder?: string;
	readonly trashBytes?: number;
	/** The API's wait between attempts; none by default. */
	readonly sleep?: ApiOptions['sleep'];
	/** Whether requests to a failing server are slowed down, on the ticker's clock. */
	readonly brakes?: boolean;
	/** The command that an alert runs; none by default. */
	readonly alertCommand?: RunAlertCommand;
	/** The base URL that requests to copy name; sample data have none. */
	readonly address?: string;
	readonly portalUrl?: string;
	/** The accounts to change to; without it there are none. */
	readonly accounts?: Program['accounts'];
	/** Where copied texts go; to the terminal by default. */
	readonly copiedTo?: CopiedTo;
};

/** The condition a test waits for: words on the screen, a pattern, or a predicate over its rows. */
export type Wanted = string | RegExp | ((rows: readonly string[]) => boolean);

/** The program on its own screen, over a real server in this process. */
export type TestScreen = {
	/** The store behind the server, for changing the account's data. */
	readonly store: Store;
	/** Every request so far, as `GET /path?query`, the query decoded. */
	readonly requests: readonly string[];
	/** The records of writes, in real files. */
	readonly records: Records;
	/** The folder of those files. */
	readonly stateFolder: string;
	readonly state: () => UiState;
	/** The clock of background work, which only the test advances. */
	readonly ticker: FakeTicker;
	/** The clock of waits and of the brake. */
	readonly waitTicker: FakeTicker;
	/** The wall clock, which the server shares. */
	readonly clock: Clock;
	/** Terminal alerts so far: null for a bell, or the text of a notification. */
	readonly alerts: readonly (string | null)[];
	/** Everything that was copied. */
	readonly copied: readonly string[];
	/** The screen as rows of text, without styles. */
	readonly rows: () => string[];
	readonly text: () => string;
	/** The last frame as written. */
	readonly raw: () => string;
	/** All frames so far as written. */
	readonly frames: () => readonly string[];
	/** Sends each chunk as one read of terminal bytes, followed by a pause. */
	readonly press: (...chunks: readonly string[]) => void;
	readonly paste: (text: string) => void;
	/** Resolves with the rows of the first wanted frame. */
	readonly waitFor: (wanted: Wanted) => Promise<string[]>;
	readonly resize: (size: Size) => void;
	/** Has the server carry out a request; the interceptor then decides on the program's answer. */
	readonly pass: (request: Request) => Promise<Response>;
	/** Puts an interceptor between program and server; null removes it. */
	readonly intervene: (between: Between | null) => void;
};

/** Starts the program over a store with these conversations; both end with the test. */
export async function startScreen(options: ScreenOptions = {}): Promise<TestScreen> {
	const clock = new Clock();
	const store = await testStore({ clock });
	loadBundles(store, options.bundles ?? []);
	loadDirectories(store, [templateOne], [{ id: 'assistant-1', name: 'Reception' }]);
	const { metadataWrites = 'replace' } = options;
	const server = createServer({ store, key: apiKey, now: clock.now, newId: countedIds(), metadataWrites });
	const requests: string[] = [];
	let between = options.between ?? null;
	const ticker = new FakeTicker();
	const waitTicker = new FakeTicker();
	const { waits, brake } = createPatience(waitTicker.now, waitTicker.after);
	const api = new ConversationsApi({
		baseUrl: 'http://embedded.invalid/v2',
		apiKey,
		readOnly: options.readOnly !== undefined,
		fetch: async (input, init) => {
			const request = new Request(input, init);
			requests.push(`${request.method} ${decodeURIComponent(request.url.replace(/^.*?\/v2/, ''))}`);
			return (await between?.(request)) ?? (await server.fetch(request));
		},
		waits,
		...(options.brakes === true ? { brake } : {}),
		sleep: options.sleep ?? (async () => undefined),
		random: () => 0.5,
		now: () => millisOf(clock.now()),
	});
	const ui = createUiStore(options.start);
	const folder = options.stateFolder ?? mkdtempSync(join(tmpdir(), 'tconv-screen-'));
	if (options.stateFolder === undefined)
		onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	const newId = () => crypto.randomUUID();
	const limits = { days: 30, bytes: options.trashBytes ?? 500_000_000 };
	const records = openRecords({ folder, now: clock.now, newId, limits, secrets: [apiKey] });
	const onUnjournalled = (text: string): void =>
		ui.dispatch({ type: 'notice', notice: { tone: 'warn', text, stays: true } });
	const client = new QueryClient({
		defaultOptions: { queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false } },
	});
	const terminalPresence = createTerminalPresence();
	const follows = createLive({
		api,
		client,
		store: ui,
		now: () => millisOf(clock.now()),
		ticker,
		random: () => 0.5,
		intervalMillis: 5_000,
		terminalPresence,
	});
	const alerts: (string | null)[] = [];
	const sender = createAlertSender({
		store: ui,
		alert: (text) => alerts.push(text),
		run: options.alertCommand ?? null,
	});
	const viewAlerts = createSavedViewAlerts({
		api,
		store: ui,
		now: () => millisOf(clock.now()),
		ticker,
		random: () => 0.5,
		terminalPresence,
		context: async () => ({ now: clock.now(), zone: () => 0 }),
		send: sender.send,
	});
	const copied: string[] = [];
	const program = {
		alerts: sender,
		ticker,
		terminalPresence,
		live: follows,
		waits,
		brake,
		api,
		writer: { api, records, now: clock.now, newId, onUnjournalled },
		client,
		store: ui,
		theme: createTheme(options.level ?? 0, options.glyphs ?? unicodeGlyphs),
		bindings: bindKeys(actions, options.keys),
		account: t`test`,
		readOnly: options.readOnly ?? null,
		hold: null,
		banner: options.banner === undefined ? null : safe(options.banner),
		now: () => millisOf(clock.now()),
		restMillis: options.restMillis ?? 0,
		looksForBadges: options.badges ?? false,
		hasHeadings: options.headings ?? true,
		signals: options.signals ?? patient,
		trashDays: limits.days,
		version: '0.0.0',
		redactCountry: options.redactCountry ?? 'US',
		stopProcess: async () => undefined,
		followSuspends: () => () => undefined,
		editOutside: options.editOutside ?? (async () => ({ kind: 'unchanged', note: null })),
		editFile: async () => null,
		address: options.address ?? null,
		portalUrl: options.portalUrl ?? '',
		clipboard: async (text: CleanText): Promise<CopiedTo> => {
			copied.push(text);
			return options.copiedTo ?? { kind: 'terminal', through: null };
		},
		lookAtConfig: () => [],
		isProduction: false,
		accounts: options.accounts ?? {
			list: () => ({ rows: [], problem: null }),
			prepare: async () => null,
			stay: () => undefined,
		},
	};

	let size = options.size ?? { columns: 120, rows: 40 };
	const sizeListeners = new Set<() => void>();
	const frameListeners = new Set<() => void>();
	const terminal = render(<Text> </Text>);
	Object.defineProperties(terminal.stdout, {
		columns: { get: () => size.columns },
		rows: { get: () => size.rows },
	});
	const { write } = terminal.stdout;
	const keyClock = new KeyClock();
	const keyboard = createKeyboard(new InputDecoder({ escape: 50, idle: 1000 }), keyClock);
	const seen = createSeen();
	const send = (text: string): void => {
		// Draw before the next key, as for a person.
		terminal.rerender(app);
		keyboard.feed(Buffer.from(text));
		keyClock.pause();
	};
	terminal.stdout.write = (frame) => {
		write(frame);
		seen.written();
		seen.made();
		for (const listener of frameListeners) listener();
	};
	terminal.stdout.emit('resize');
	const app = (
		<App
			program={program}
			keyboard={keyboard}
			seen={seen}
			size={{
				get: () => size,
				subscribe: (listener) => {
					sizeListeners.add(listener);
					return () => sizeListeners.delete(listener);
				},
			}}
		/>
	);
	terminal.rerender(app);
	onTestFinished(() => {
		terminal.unmount();
		terminal.cleanup();
		void follows.close();
		void viewAlerts.close();
		client.clear();
	});

	const raw = (): string => terminal.lastFrame() ?? '';
	const rows = (): string[] => screenText(raw()).split('\n');
	return {
		store,
		requests,
		records,
		stateFolder: folder,
		state: ui.getState,
		ticker,
		waitTicker,
		clock,
		alerts,
		copied,
		rows,
		text: () => rows().join('\n'),
		raw,
		frames: () => terminal.frames,
		press: (...chunks) => {
			for (const chunk of chunks) send(chunk);
		},
		paste: (text) => send(`\x1b[200~${text}\x1b[201~`),
		waitFor: (wanted) => waitForFrame(rows, wanted, frameListeners),
		resize: (next) => {
			size = next;
			for (const listener of sizeListeners) listener();
			terminal.stdout.emit('resize');
		},
		pass: async (request) => await server.fetch(request),
		intervene: (next) => {
			between = next;
		},
	};
}

const patient: SignalSettings = { ...defaultSignalSettings, off: ['waited', 'dead-air'] };

const templateOne = {
	id: 'template-1',
	name: 'Summary',
	instructions: 'Sum it up.',
	created_at: '2026-11-01T00:00:00.000000+00:00',
};
